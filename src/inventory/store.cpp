#include <algorithm>
#include <vector>

#include "inventory/inventory.hpp"

namespace hurtrock::inventory {
namespace {

struct Settled {
  OrderLineId line;
  VariantId variant;
  std::int64_t quantity;
};

/// Moves the order's reservations from one state to another; answers those that this call moved, without what has come
/// back before, by variant id: the order in which stock rows are locked everywhere.
std::vector<Settled> settle(db::Tx& tx, OrderId order, std::string_view from, std::string_view to, Time now) {
  std::vector<Settled> settled;
  for (const auto& [line, variant, quantity] : tx.all<OrderLineId, VariantId, std::int64_t>(
           "UPDATE reservations SET state = $1, settled_at = $2 WHERE order_id = $3 AND state = $4 "
           "RETURNING order_line_id, variant_id, quantity - returned",
           to, now, order, from))
    settled.push_back({line, variant, quantity});
  std::ranges::sort(settled, {}, &Settled::variant);
  return settled;
}

void add_movement(db::Tx& tx, const Settled& line, std::int64_t delta, std::string_view reason, Time now,
                  std::string_view reference = "") {
  tx.execute(
      "INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, reference, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      line.variant, delta, reason, line.line, reference, now);
}

void put_back(db::Tx& tx, const Settled& line, std::string_view reference, Time now) {
  tx.execute("UPDATE stock_levels SET on_hand = on_hand + $1, changed_at = $2 WHERE variant_id = $3", line.quantity,
             now, line.variant);
  add_movement(tx, line, line.quantity, "returned", now, reference);
}

}  // namespace

std::expected<void, Shortage> reserve(db::Tx& tx, OrderId order, std::span<const Wanted> lines, Time now) {
  std::vector<Wanted> sorted(lines.begin(), lines.end());
  std::ranges::sort(sorted, {}, &Wanted::variant);
  for (const Wanted& line : sorted) {
    const auto taken = tx.execute(
        "UPDATE stock_levels SET reserved = reserved + $1, changed_at = $2 "
        "WHERE variant_id = $3 AND on_hand + backorder_limit - reserved >= $1",
        line.quantity, now, line.variant);
    if (taken == 0) {
      const auto available = tx.maybe_value<std::int64_t>(
          "SELECT on_hand + backorder_limit - reserved FROM stock_levels WHERE variant_id = $1", line.variant);
      return std::unexpected(Shortage{line.variant, std::max<std::int64_t>(0, available.value_or(0))});
    }
    tx.execute(
        "INSERT INTO reservations (order_line_id, order_id, variant_id, quantity, state, created_at) "
        "VALUES ($1, $2, $3, $4, 'held', $5)",
        line.line, order, line.variant, line.quantity, now);
  }
  return {};
}

void commit(db::Tx& tx, OrderId order, Time now) {
  for (const Settled& line : settle(tx, order, "held", "committed", now)) {
    tx.execute(
        "UPDATE stock_levels SET on_hand = on_hand - $1, reserved = reserved - $1, changed_at = $2 WHERE variant_id = "
        "$3",
        line.quantity, now, line.variant);
    add_movement(tx, line, -line.quantity, "sold", now);
  }
}

void release(db::Tx& tx, OrderId order, Time now) {
  for (const Settled& line : settle(tx, order, "held", "released", now))
    tx.execute("UPDATE stock_levels SET reserved = reserved - $1, changed_at = $2 WHERE variant_id = $3", line.quantity,
               now, line.variant);
  for (const Settled& line : settle(tx, order, "committed", "released", now))
    if (line.quantity > 0) put_back(tx, line, "", now);
}

std::int64_t take_back(db::Tx& tx, OrderLineId line, std::int64_t quantity, std::string_view reference, Time now) {
  const auto sold = tx.maybe<VariantId, std::int64_t>(
      "SELECT variant_id, quantity - returned FROM reservations WHERE order_line_id = $1 AND state = 'committed' "
      "FOR UPDATE",
      line);
  if (!sold) return 0;
  const auto& [variant, left] = *sold;
  const std::int64_t back = std::min(quantity, left);
  if (back <= 0) return 0;
  tx.execute("UPDATE reservations SET returned = returned + $1 WHERE order_line_id = $2", back, line);
  put_back(tx, {line, variant, back}, reference, now);
  return back;
}

}  // namespace hurtrock::inventory
