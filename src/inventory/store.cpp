#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "inventory/inventory.hpp"
#include "platform/db/places.hpp"

namespace hurtrock::inventory {
namespace {

struct Settled {
  OrderLineId line;
  VariantId variant;
  std::int64_t taken;    ///< pieces that have left the stock and not come back; of held goods, all that are held
  std::int64_t awaited;  ///< pieces still promised
};

std::optional<VariantId> lock_stock_of(db::Tx& tx, OrderLineId line) {
  return tx.maybe_value<VariantId>(
      "SELECT variant_id FROM stock_levels WHERE variant_id = (SELECT variant_id FROM reservations WHERE order_line_id "
      "= "
      "$1) FOR UPDATE",
      line);
}

/// Moves the order's reservations from one state to another; answers those that this call moved, by variant id.
/// Compared with `state` itself, SQLite would plan at every run anew whether what is bound is the word of a partial
/// index.
std::vector<Settled> settle(db::Tx& tx, OrderId order, std::string_view from, std::string_view to, Time now) {
  std::vector<Settled> settled;
  for (const auto& [line, variant, taken, awaited] : tx.all<OrderLineId, VariantId, std::int64_t, std::int64_t>(
           "SELECT order_line_id, variant_id, quantity - returned - dropped - awaited, awaited FROM reservations "
           "WHERE order_id = $1 AND state || '' = $2 ORDER BY variant_id, order_line_id FOR UPDATE",
           order, from))
    settled.push_back({line, variant, taken, awaited});
  if (!settled.empty())
    tx.send(
        "UPDATE reservations SET state = $1, awaited = 0, dropped = dropped + awaited, settled_at = $2 "
        "WHERE order_id = $3 AND state || '' = $4",
        to, now, order, from);
  return settled;
}

struct Movement {
  OrderLineId line;
  VariantId variant;
  std::int64_t delta;
};

/// In one statement, since each is checked and answered for by itself.
void add_movements(db::Tx& tx, std::span<const Movement> movements, std::string_view reason, std::string_view reference,
                   Time now) {
  std::vector<db::Value> values;
  for (const Movement& moved : movements)
    for (const db::Value& value : {db::to_value(moved.variant), db::to_value(moved.delta), db::to_value(reason),
                                   db::to_value(moved.line), db::to_value(reference), db::to_value(now)})
      values.push_back(value);
  tx.send_list("INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, reference, created_at) VALUES " +
                   db::rows_of_places(movements.size(), values.size() / movements.size()),
               values);
}

void add_movement(db::Tx& tx, OrderLineId line, VariantId variant, std::int64_t delta, std::string_view reason,
                  std::string_view reference, Time now) {
  const Movement movement{line, variant, delta};
  add_movements(tx, {&movement, 1}, reason, reference, now);
}

void put_back(db::Tx& tx, OrderLineId line, VariantId variant, std::int64_t pieces, std::string_view reference,
              Time now) {
  tx.send("UPDATE stock_levels SET on_hand = on_hand + $1, changed_at = $2 WHERE variant_id = $3", pieces, now,
          variant);
  add_movement(tx, line, variant, pieces, "returned", reference, now);
}

/// Pieces that are promised no more, of stock rows that are locked.
void free_promised(db::Tx& tx, VariantId variant, std::int64_t pieces, Time now) {
  tx.send("UPDATE stock_levels SET reserved = reserved - $1, changed_at = $2 WHERE variant_id = $3", pieces, now,
          variant);
}

std::vector<Wanted> by_variant(std::span<const Wanted> lines) {
  std::vector<Wanted> sorted(lines.begin(), lines.end());
  std::ranges::sort(sorted, {}, &Wanted::variant);
  return sorted;
}

std::expected<void, Shortage> promise(db::Tx& tx, const Wanted& line, Time now) {
  const auto taken = tx.execute(
      "UPDATE stock_levels SET reserved = reserved + $1, changed_at = $2 "
      "WHERE variant_id = $3 AND on_hand + backorder_limit - reserved >= $1",
      line.quantity, now, line.variant);
  if (taken == 1) return {};
  const auto available = tx.maybe_value<std::int64_t>(
      "SELECT on_hand + backorder_limit - reserved FROM stock_levels WHERE variant_id = $1", line.variant);
  return std::unexpected(Shortage{line.variant, std::max<std::int64_t>(0, available.value_or(0))});
}

/// Takes what lies here and is promised to nobody. False, and nothing changed, when it is not enough.
bool take_free(db::Tx& tx, const Wanted& line, Time now) {
  return tx.execute(
             "UPDATE stock_levels SET on_hand = on_hand - $1, changed_at = $2 "
             "WHERE variant_id = $3 AND on_hand - reserved >= $1",
             line.quantity, now, line.variant) == 1;
}

void add_reservations(db::Tx& tx, OrderId order, std::span<const Wanted> lines, std::string_view state,
                      std::optional<Time> settled, Time now) {
  if (lines.empty()) return;
  std::vector<db::Value> values;
  for (const Wanted& line : lines)
    for (const db::Value& value :
         {db::to_value(line.line), db::to_value(order), db::to_value(line.variant), db::to_value(line.quantity),
          db::to_value(state), db::to_value(now), db::to_value(settled)})
      values.push_back(value);
  tx.send_list(
      "INSERT INTO reservations (order_line_id, order_id, variant_id, quantity, state, created_at, settled_at) "
      "VALUES " +
          db::rows_of_places(lines.size(), values.size() / lines.size()),
      values);
}

}  // namespace

// Stock rows are locked before reservations everywhere, in the order of their variants.
void lock_stock(db::Tx& tx, OrderId order) {
  tx.send(
      "SELECT variant_id FROM stock_levels WHERE variant_id IN (SELECT variant_id FROM reservations WHERE order_id = "
      "$1) "
      "ORDER BY variant_id FOR UPDATE",
      order);
}

std::expected<void, Shortage> reserve(db::Tx& tx, OrderId order, std::span<const Wanted> lines, Time now) {
  const std::vector<Wanted> sorted = by_variant(lines);
  for (const Wanted& line : sorted)
    if (auto promised = promise(tx, line, now); !promised) return promised;
  add_reservations(tx, order, sorted, "held", std::nullopt, now);
  return {};
}

std::expected<bool, Shortage> sell(db::Tx& tx, OrderId order, std::span<const Wanted> lines, Time now) {
  std::vector<Wanted> held, sold;
  std::vector<Movement> movements;
  for (const Wanted& line : by_variant(lines)) {
    if (take_free(tx, line, now)) {
      sold.push_back(line);
      movements.push_back({line.line, line.variant, -line.quantity});
    } else {
      if (auto promised = promise(tx, line, now); !promised) return std::unexpected(promised.error());
      held.push_back(line);
    }
  }
  add_reservations(tx, order, sold, "committed", now, now);
  if (!movements.empty()) add_movements(tx, movements, "sold", "", now);
  add_reservations(tx, order, held, "held", std::nullopt, now);
  if (!held.empty()) commit(tx, order, now);
  return held.empty();
}

void commit(db::Tx& tx, OrderId order, Time now) {
  lock_stock(tx, order);
  for (const Settled& line : settle(tx, order, "held", "committed", now)) {
    const auto taken = tx.execute(
        "UPDATE stock_levels SET on_hand = on_hand - $1, reserved = reserved - $1, changed_at = $2 "
        "WHERE variant_id = $3 AND on_hand >= reserved",
        line.taken, now, line.variant);
    if (taken == 1) {
      add_movement(tx, line.line, line.variant, -line.taken, "sold", "", now);
      continue;
    }
    // More is promised than is here: some orders have to wait, and the earliest is served first.
    tx.send("UPDATE reservations SET awaited = quantity WHERE order_line_id = $1", line.line);
    serve_waiting(tx, line.variant, now);
  }
}

void serve_waiting(db::Tx& tx, VariantId variant, Time now) {
  if (!tx.maybe_value<std::int64_t>("SELECT 1 FROM reservations WHERE variant_id = $1 AND awaited > 0 LIMIT 1",
                                    variant))
    return;
  auto here = tx.one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = $1 FOR UPDATE", variant);
  for (const auto& [line, promised, awaited, quantity] : tx.all<OrderLineId, std::int64_t, std::int64_t, std::int64_t>(
           "SELECT order_line_id, CASE state WHEN 'held' THEN quantity ELSE 0 END, awaited, quantity FROM reservations "
           "WHERE variant_id = $1 AND (state = 'held' OR awaited > 0) ORDER BY created_at, order_line_id",
           variant)) {
    // What lies here for an earlier order that is not paid yet stays for it.
    here -= promised;
    if (here <= 0) return;
    const std::int64_t taken = std::min(here, awaited);
    if (taken == 0) continue;
    here -= taken;
    tx.send("UPDATE reservations SET awaited = awaited - $1 WHERE order_line_id = $2", taken, line);
    tx.send(
        "UPDATE stock_levels SET on_hand = on_hand - $1, reserved = reserved - $1, changed_at = $2 WHERE variant_id = "
        "$3",
        taken, now, variant);
    add_movement(tx, line, variant, -taken, "sold", awaited == quantity ? "" : fmt::format("{} awaited", awaited), now);
  }
}

void release(db::Tx& tx, OrderId order, Time now) {
  lock_stock(tx, order);
  std::vector<VariantId> freed;
  for (const Settled& line : settle(tx, order, "held", "released", now)) {
    free_promised(tx, line.variant, line.taken, now);
    freed.push_back(line.variant);
  }
  for (const Settled& line : settle(tx, order, "committed", "released", now)) {
    if (line.awaited > 0) free_promised(tx, line.variant, line.awaited, now);
    if (line.taken > 0) put_back(tx, line.line, line.variant, line.taken, "", now);
    freed.push_back(line.variant);
  }
  for (const VariantId variant : freed) serve_waiting(tx, variant, now);
}

bool hold_again(db::Tx& tx, OrderId order, Time now) {
  lock_stock(tx, order);
  // Of goods that were sold once the books tell already how they came back.
  const bool were_only_held = !tx.maybe_value<std::int64_t>(
      "SELECT 1 FROM reservations r WHERE r.order_id = $1 AND (r.state <> 'released' OR EXISTS "
      "(SELECT 1 FROM stock_movements m WHERE m.order_line_id = r.order_line_id)) LIMIT 1",
      order);
  if (!were_only_held) return false;
  const auto wanted = tx.all<VariantId, std::int64_t, std::int64_t>(
      "SELECT r.variant_id, CAST(SUM(r.quantity) AS BIGINT), s.on_hand + s.backorder_limit - s.reserved "
      "FROM reservations r JOIN stock_levels s ON s.variant_id = r.variant_id WHERE r.order_id = $1 "
      "GROUP BY r.variant_id, s.on_hand, s.backorder_limit, s.reserved ORDER BY r.variant_id",
      order);
  for (const auto& [variant, pieces, available] : wanted)
    if (available < pieces) return false;
  for (const auto& [variant, pieces, available] : wanted)
    tx.send("UPDATE stock_levels SET reserved = reserved + $1, changed_at = $2 WHERE variant_id = $3", pieces, now,
            variant);
  // Whoever has ordered since comes first: they were told what is in stock.
  tx.send("UPDATE reservations SET state = 'held', settled_at = NULL, created_at = $1 WHERE order_id = $2", now, order);
  return !wanted.empty();
}

std::int64_t let_go(db::Tx& tx, OrderLineId line, std::int64_t withdrawn, std::int64_t quantity, Time now) {
  const auto variant = lock_stock_of(tx, line);
  if (!variant) return 0;
  const auto& [awaited, dropped] = tx.one<std::int64_t, std::int64_t>(
      "SELECT awaited, dropped FROM reservations WHERE order_line_id = $1 FOR UPDATE", line);
  const std::int64_t gone = std::min({withdrawn - dropped, awaited, quantity});
  if (gone <= 0) return 0;
  tx.send("UPDATE reservations SET awaited = awaited - $1, dropped = dropped + $1 WHERE order_line_id = $2", gone,
          line);
  free_promised(tx, *variant, gone, now);
  return gone;
}

std::int64_t take_back(db::Tx& tx, OrderLineId line, std::int64_t quantity, std::string_view reference, Time now) {
  const auto variant = lock_stock_of(tx, line);
  if (!variant) return 0;
  const auto left = tx.maybe_value<std::int64_t>(
      "SELECT quantity - returned - dropped - awaited FROM reservations WHERE order_line_id = $1 AND state = "
      "'committed' FOR UPDATE",
      line);
  const std::int64_t back = std::min(quantity, left.value_or(0));
  if (back <= 0) return 0;
  tx.send("UPDATE reservations SET returned = returned + $1 WHERE order_line_id = $2", back, line);
  put_back(tx, line, *variant, back, reference, now);
  serve_waiting(tx, *variant, now);
  return back;
}

}  // namespace hurtrock::inventory
