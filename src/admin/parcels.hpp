#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orders/orders.hpp"

namespace hurtrock::admin {

/// An order and the rows that its papers are made from.
struct OrderOnPaper {
  orders::Order order;
  std::vector<orders::Line> lines;
  std::vector<orders::ShipmentRecord> shipments;
};
std::optional<OrderOnPaper> order_on_paper(db::Tx& tx, std::string_view number);

struct ParcelLine {
  std::size_t line = 0;  ///< of OrderOnPaper::lines
  std::int64_t quantity = 1;
};

/// Goods that travel together: a shipment, or what is still in the shop.
struct ParcelOnPaper {
  std::string courier, tracking_number;  ///< tracking_number empty: none, or not yet
  bool has_left = false;
  std::vector<ParcelLine> contents;
  std::int64_t number = 1, of = 1;
};

/// All parcels of the order, those that have left first.
std::vector<ParcelOnPaper> parcels_of(const OrderOnPaper& paper);

/// The parcels somebody wants labels for who names none: what is still in the shop, or else all that have left.
std::vector<ParcelOnPaper> parcels_at_hand(const OrderOnPaper& paper);

}  // namespace hurtrock::admin
