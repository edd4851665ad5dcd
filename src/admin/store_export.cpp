#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <string_view>

#include "admin/export_store.hpp"

namespace hurtrock::admin::store {
namespace {

/// Earlier and later than anything that happens here; PostgreSQL and SQLite compare them as numbers.
constexpr Days kAlways{from_micros(0), from_micros(INT64_MAX)};

/// Of the payment that settles the order `o`: what nobody needed never was the order's.
#define REFUNDS_OF_ORDER                                                                                   \
  "FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.order_id = o.id AND p.settles_order = 1 " \
  "AND r.state = 'succeeded'"

/// "($3, $4)" for what is added to `values`, which must outlive the query.
template <class Range>
std::string list_of(const Range& wanted, std::vector<db::Value>& values) {
  std::string list;
  for (const auto& each : wanted) {
    values.emplace_back(db::to_value(each));
    list += fmt::format("{}${}", list.empty() ? "(" : ", ", values.size());
  }
  return list + ")";
}

/// What is read of orders, up to their WHERE.
constexpr std::string_view kOrdersExported =
    "SELECT o.id, o.number, o.placed_at, o.state, o.payment_state, o.payment_method, o.paid_at, o.cancelled_at, "
    "o.delivered_at, COALESCE(i.number, ''), o.contact_name, o.email, o.phone, o.street, o.kelurahan, o.kecamatan, "
    "o.kota, o.provinsi, o.postal_code, o.address_note, o.note, o.shipping_name, o.chargeable_weight_g, "
    "o.goods_total, o.shipping_total, o.fee_total, o.discount_total, o.total, "
    "(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) " REFUNDS_OF_ORDER
    ") "
    "FROM orders o LEFT JOIN invoices i ON i.order_id = o.id ";

std::vector<ExportedOrder> read_exported_orders(const db::Rows& rows) {
  std::vector<ExportedOrder> orders;
  orders.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto text = [&](std::size_t column) { return rows.get<std::string>(row, column); };
    const auto moment = [&](std::size_t column) { return rows.get<std::optional<Time>>(row, column); };
    const auto money = [&](std::size_t column) { return rows.get<Money>(row, column); };
    orders.push_back({.id = rows.get<OrderId>(row, 0),
                      .number = text(1),
                      .placed_at = rows.get<Time>(row, 2),
                      .state = text(3),
                      .payment_state = text(4),
                      .payment_method = text(5),
                      .paid_at = moment(6),
                      .cancelled_at = moment(7),
                      .delivered_at = moment(8),
                      .invoice = text(9),
                      .name = text(10),
                      .email = text(11),
                      .phone = text(12),
                      .street = text(13),
                      .kelurahan = text(14),
                      .kecamatan = text(15),
                      .kota = text(16),
                      .provinsi = text(17),
                      .postal_code = text(18),
                      .address_note = text(19),
                      .note = text(20),
                      .shipping = text(21),
                      .weight_g = rows.get<std::int64_t>(row, 22),
                      .goods_total = money(23),
                      .shipping_total = money(24),
                      .fee_total = money(25),
                      .discount_total = money(26),
                      .total = money(27),
                      .refunded = money(28),
                      .items = {},
                      .tracking_numbers = {}});
  }
  return orders;
}

void add_goods(db::Tx& tx, std::vector<ExportedOrder>& orders) {
  if (orders.empty()) return;
  std::map<OrderId, ExportedOrder*> by_id;
  for (auto& order : orders) by_id[order.id] = &order;

  std::vector<db::Value> values;
  const std::string ids = list_of(by_id | std::views::keys, values);
  const auto items = tx.query_list(
      "SELECT order_id, sku, quantity FROM order_lines WHERE order_id IN " + ids + " ORDER BY order_id, position",
      values);
  for (std::size_t row = 0; row < items.size(); ++row)
    by_id.at(items.get<OrderId>(row, 0))
        ->items.push_back({items.get<std::string>(row, 1), items.get<std::int64_t>(row, 2)});
  const auto parcels = tx.query_list(
      "SELECT order_id, tracking_number FROM shipments WHERE order_id IN " + ids + " ORDER BY order_id, position",
      values);
  for (std::size_t row = 0; row < parcels.size(); ++row)
    by_id.at(parcels.get<OrderId>(row, 0))->tracking_numbers.push_back(parcels.get<std::string>(row, 1));
}

/// The mailboxes of a page. Whose role is 'buyer' would be looked for by role, and all of them sorted for every page.
std::vector<ExportedCustomer> mailboxes_behind(db::Tx& tx, const std::string& after, const std::optional<Days>& days,
                                               std::int64_t limit) {
  std::vector<ExportedCustomer> customers;
  const auto found =
      days ? tx.all<std::string>(
                 "SELECT DISTINCT email FROM orders WHERE email > $1 AND placed_at >= $2 AND placed_at < $3 "
                 "ORDER BY email LIMIT $4",
                 after, days->from, days->before, limit)
           : tx.all<std::string>(
                 "SELECT email FROM (SELECT email FROM users WHERE role NOT IN ('staff', 'admin') AND deleted_at IS "
                 "NULL "
                 "AND email > $1 "
                 "ORDER BY email LIMIT $2) accounts UNION SELECT email FROM (SELECT DISTINCT email FROM orders WHERE "
                 "email > $1 ORDER BY email LIMIT $2) buyers ORDER BY email LIMIT $2",
                 after, limit);
  for (const auto& [email] : found) customers.push_back({.email = email});
  return customers;
}

using ByMailbox = std::map<std::string, ExportedCustomer*, std::less<>>;

void add_figures(db::Tx& tx, const Days& days, const ByMailbox& customers) {
  std::vector<db::Value> values{db::to_value(days.from), db::to_value(days.before)};
  const std::string mailboxes = list_of(customers | std::views::keys, values);
  const auto rows = tx.query_list(
      fmt::format("SELECT o.email, COUNT(*), CAST(SUM(CASE WHEN o.paid_at IS NULL THEN 0 ELSE 1 END) AS BIGINT), "
                  "CAST(SUM(CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.total - (SELECT COALESCE(SUM(r.amount), "
                  "0) " REFUNDS_OF_ORDER
                  ") - (SELECT COALESCE(SUM(p.forgiven), 0) FROM payments p WHERE p.order_id = o.id "
                  "AND p.settles_order = 1) END) AS BIGINT), "
                  "MIN(o.placed_at), MAX(o.placed_at) FROM orders o "
                  "WHERE o.placed_at >= $1 AND o.placed_at < $2 AND o.email IN {} GROUP BY o.email",
                  mailboxes),
      values);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& customer = *customers.find(rows.get<std::string_view>(row, 0))->second;
    customer.orders = rows.get<std::int64_t>(row, 1);
    customer.paid_orders = rows.get<std::int64_t>(row, 2);
    customer.spent = rows.get<Money>(row, 3);
    customer.first_order_at = rows.get<Time>(row, 4);
    customer.last_order_at = rows.get<Time>(row, 5);
  }
}

void add_last_order(db::Tx& tx, const Days& days, const ByMailbox& customers) {
  std::vector<db::Value> values{db::to_value(days.from), db::to_value(days.before)};
  const std::string mailboxes = list_of(customers | std::views::keys, values);
  const auto rows =
      tx.query_list(fmt::format("SELECT o.email, o.contact_name, o.phone, o.kota, o.provinsi FROM orders o "
                                "WHERE o.placed_at >= $1 AND o.placed_at < $2 AND o.email IN {} AND NOT EXISTS "
                                "(SELECT 1 FROM orders later WHERE later.email = o.email AND later.placed_at < $2 AND "
                                "(later.placed_at, later.id) > (o.placed_at, o.id))",
                                mailboxes),
                    values);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& customer = *customers.find(rows.get<std::string_view>(row, 0))->second;
    customer.name = rows.get<std::string>(row, 1);
    customer.phone = rows.get<std::string>(row, 2);
    customer.kota = rows.get<std::string>(row, 3);
    customer.provinsi = rows.get<std::string>(row, 4);
  }
}

void add_account(db::Tx& tx, const ByMailbox& customers) {
  std::vector<db::Value> values;
  const std::string mailboxes = list_of(customers | std::views::keys, values);
  const auto rows = tx.query_list(
      fmt::format("SELECT email, name, COALESCE(phone, ''), active, created_at, email_verified_at, last_login_at "
                  "FROM users WHERE email IN {}",
                  mailboxes),
      values);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& customer = *customers.find(rows.get<std::string_view>(row, 0))->second;
    customer.has_account = true;
    customer.name = rows.get<std::string>(row, 1);
    if (const auto phone = rows.get<std::string>(row, 2); !phone.empty()) customer.phone = phone;
    customer.active = rows.get<bool>(row, 3);
    customer.registered_at = rows.get<Time>(row, 4);
    customer.verified_at = rows.get<std::optional<Time>>(row, 5);
    customer.last_login_at = rows.get<std::optional<Time>>(row, 6);
  }
}

void fill_in(db::Tx& tx, const Days& days, std::vector<ExportedCustomer>& customers) {
  if (customers.empty()) return;
  ByMailbox by_mailbox;
  for (auto& customer : customers) by_mailbox[customer.email] = &customer;
  add_figures(tx, days, by_mailbox);
  add_last_order(tx, days, by_mailbox);
  add_account(tx, by_mailbox);
}

/// What is read of variants, up to their WHERE.
constexpr std::string_view kLevelsExported =
    "SELECT v.id, v.sku, p.name, b.name, COALESCE(s.name, ''), p.state, p.category_id, "
    "CASE WHEN v.state = 'active' THEN 1 ELSE 0 END, v.price, COALESCE(l.on_hand, 0), COALESCE(l.reserved, 0), "
    "COALESCE(l.backorder_limit, 0), COALESCE(l.minimum_stock, 0), COALESCE(l.low_stock_threshold, 0), l.changed_at "
    "FROM variants v JOIN products p ON p.id = v.product_id JOIN brands b ON b.id = p.brand_id "
    "LEFT JOIN suppliers s ON s.id = p.supplier_id LEFT JOIN stock_levels l ON l.variant_id = v.id ";

std::vector<ExportedLevel> read_exported_levels(const db::Rows& rows) {
  std::vector<ExportedLevel> levels;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto text = [&](std::size_t column) { return rows.get<std::string>(row, column); };
    const auto number = [&](std::size_t column) { return rows.get<std::int64_t>(row, column); };
    levels.push_back({.variant = rows.get<VariantId>(row, 0),
                      .sku = text(1),
                      .product = text(2),
                      .options = {},
                      .brand = text(3),
                      .supplier = text(4),
                      .state = text(5),
                      .category = rows.get<CategoryId>(row, 6),
                      .active = rows.get<bool>(row, 7),
                      .on_hand = number(9),
                      .reserved = number(10),
                      .backorder_limit = number(11),
                      .minimum_stock = number(12),
                      .low_stock_threshold = number(13),
                      .price = rows.get<Money>(row, 8),
                      .unit_cost = {},
                      .changed_at = rows.get<std::optional<Time>>(row, 14)});
  }
  return levels;
}

void add_options_and_costs(db::Tx& tx, std::vector<ExportedLevel>& levels) {
  if (levels.empty()) return;
  std::map<VariantId, ExportedLevel*> by_id;
  for (auto& level : levels) by_id[level.variant] = &level;
  std::vector<db::Value> values;
  const std::string ids = list_of(by_id | std::views::keys, values);
  const auto options = tx.query_list(
      "SELECT variant_id, value_id FROM variant_options WHERE variant_id IN " + ids + " ORDER BY variant_id, position",
      values);
  for (std::size_t row = 0; row < options.size(); ++row) {
    auto& text = by_id.at(options.get<VariantId>(row, 0))->options;
    text += (text.empty() ? "" : " / ") + options.get<std::string>(row, 1);
  }
  const auto costs = tx.query_list(
      "SELECT l.variant_id, l.unit_cost FROM purchase_order_lines l JOIN (SELECT MAX(id) AS id FROM "
      "purchase_order_lines WHERE received > 0 AND variant_id IN " +
          ids + " GROUP BY variant_id) newest ON newest.id = l.id WHERE l.unit_cost > 0",
      values);
  for (std::size_t row = 0; row < costs.size(); ++row)
    by_id.at(costs.get<VariantId>(row, 0))->unit_cost = costs.get<Money>(row, 1);
}

#undef REFUNDS_OF_ORDER

}  // namespace

std::vector<ExportedOrder> orders_to_export(db::Tx& tx, const ExportPlace& after, Time before, std::int64_t limit) {
  auto orders = read_exported_orders(
      tx.query(std::string(kOrdersExported) +
                   "WHERE (o.placed_at, o.id) > ($1, $2) AND o.placed_at < $3 ORDER BY o.placed_at, o.id LIMIT $4",
               after.placed_at, after.id, before, limit));
  add_goods(tx, orders);
  return orders;
}

std::vector<ExportedOrder> orders_to_export(db::Tx& tx, std::span<const OrderId> wanted) {
  if (wanted.empty()) return {};
  std::vector<db::Value> values;
  const std::string ids = list_of(wanted, values);
  auto orders = read_exported_orders(tx.query_list(
      fmt::format("{}WHERE o.id IN {} ORDER BY o.placed_at DESC, o.id DESC", kOrdersExported, ids), values));
  add_goods(tx, orders);
  return orders;
}

std::vector<ExportedCustomer> customers_to_export(db::Tx& tx, const std::string& after, const std::optional<Days>& days,
                                                  std::int64_t limit) {
  auto customers = mailboxes_behind(tx, after, days, limit);
  fill_in(tx, days.value_or(kAlways), customers);
  return customers;
}

std::vector<ExportedCustomer> customers_to_export(db::Tx& tx, std::span<const std::string> mailboxes) {
  std::vector<ExportedCustomer> customers;
  for (const auto& mailbox : mailboxes) customers.push_back({.email = mailbox});
  fill_in(tx, kAlways, customers);
  return customers;
}

std::vector<ExportedLevel> stock_to_export(db::Tx& tx, VariantId after, const std::optional<Days>& days,
                                           std::int64_t limit) {
  const Days moved = days.value_or(kAlways);
  auto levels = read_exported_levels(
      tx.query(std::string(kLevelsExported) +
                   "WHERE v.id > $1 AND ($2 = 0 OR EXISTS (SELECT 1 FROM stock_movements m WHERE m.variant_id = v.id "
                   "AND m.created_at >= $3 AND m.created_at < $4)) ORDER BY v.id LIMIT $5",
               after, std::int64_t{days.has_value()}, moved.from, moved.before, limit));
  add_options_and_costs(tx, levels);
  return levels;
}

std::vector<ExportedLevel> stock_to_export(db::Tx& tx, std::span<const VariantId> variants) {
  if (variants.empty()) return {};
  std::vector<db::Value> values;
  const std::string ids = list_of(variants, values);
  auto levels = read_exported_levels(tx.query_list(fmt::format("{}WHERE v.id IN {}", kLevelsExported, ids), values));
  std::ranges::sort(levels, {}, [&](const ExportedLevel& level) {
    return std::ranges::find(variants, level.variant) - variants.begin();
  });
  add_options_and_costs(tx, levels);
  return levels;
}

}  // namespace hurtrock::admin::store
