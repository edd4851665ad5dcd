#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "admin/days.hpp"
#include "admin/order_filter.hpp"
#include "admin/stock_filter.hpp"
#include "admin/user_filter.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// Questions about orders, customers and stock that leave as files. Each answers a page, and goes on behind the last
/// row of the one before.
namespace hurtrock::admin::store {

struct ExportedOrder {
  OrderId id;
  std::string number;
  Time placed_at;
  std::string state, payment_state, payment_method;  ///< as the columns have them
  std::optional<Time> paid_at, cancelled_at, delivered_at;
  std::string invoice;  ///< its number; empty: none yet
  std::string name, email, phone;
  std::string street, kelurahan, kecamatan, kota, provinsi, postal_code, address_note;
  std::string note, shipping;
  std::int64_t weight_g = 0;
  Money goods_total, shipping_total, fee_total, discount_total, total;
  Money refunded;  ///< what has gone back of the payment that settles it
  struct Item {
    std::string sku;
    std::int64_t quantity = 0;
  };
  std::vector<Item> items;
  std::vector<std::string> tracking_numbers;
};
struct ExportPlace {
  Time placed_at;
  OrderId id;
};
/// Behind `after`, placed before `before`, by when they were placed.
std::vector<ExportedOrder> orders_to_export(db::Tx& tx, const ExportPlace& after, Time before, std::int64_t limit);
/// These, the newest first.
std::vector<ExportedOrder> orders_to_export(db::Tx& tx, std::span<const OrderId> orders);

/// Whether these lists, from their beginning, have more rows than that. Counts no further. Of users before anything is
/// searched for.
bool has_more_than(db::Tx& tx, const OrderFilter& filter, std::int64_t rows);
bool has_more_than(db::Tx& tx, const UserFilter& filter, std::int64_t rows);
bool has_more_than(db::Tx& tx, const StockFilter& filter, std::int64_t rows);

struct ExportedCustomer {
  std::string email;
  std::string name, phone;  ///< the account's, without one the last order's
  bool has_account = false, active = false;
  std::optional<Time> registered_at, verified_at, last_login_at;
  std::string kota, provinsi;  ///< of the last order
  std::int64_t orders = 0, paid_orders = 0;
  Money spent;  ///< on orders that were paid, less what has gone back and what was forgiven
  std::optional<Time> first_order_at, last_order_at;
};
/// Behind the mailbox `after`. With days: those who ordered in them, by the orders of them.
std::vector<ExportedCustomer> customers_to_export(db::Tx& tx, const std::string& after, const std::optional<Days>& days,
                                                  std::int64_t limit);
/// Those of these mailboxes, in the order that they stand in, by all of their orders.
std::vector<ExportedCustomer> customers_to_export(db::Tx& tx, std::span<const std::string> mailboxes);

struct ExportedLevel {
  VariantId variant;
  std::string sku, product, options, brand, supplier, state;  ///< state: the product's
  CategoryId category;
  bool active = true;  ///< the variant
  std::int64_t on_hand = 0, reserved = 0;
  std::int64_t backorder_limit = 0, minimum_stock = 0, low_stock_threshold = 0;
  Money price;
  std::optional<Money> unit_cost;  ///< of the last order to a supplier that was received; nothing: none tells
  std::optional<Time> changed_at;
};
/// Behind `after`. With days: those with a movement in them.
std::vector<ExportedLevel> stock_to_export(db::Tx& tx, VariantId after, const std::optional<Days>& days,
                                           std::int64_t limit);
/// These, in the order that they stand in.
std::vector<ExportedLevel> stock_to_export(db::Tx& tx, std::span<const VariantId> variants);

}  // namespace hurtrock::admin::store
