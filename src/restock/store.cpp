#include <fmt/format.h>

#include <algorithm>

#include "inventory/inventory.hpp"
#include "restock/restock.hpp"

namespace hurtrock::restock {
namespace {

std::vector<Line> lines_of(db::Tx& tx, PurchaseOrderId order) {
  std::vector<Line> lines;
  for (auto& [id, variant, sku, name, options, quantity, cost, received] :
       tx.all<PurchaseLineId, VariantId, std::string, std::string, std::string, std::int64_t, Money, std::int64_t>(
           "SELECT id, variant_id, sku, name, options, quantity, unit_cost, received FROM purchase_order_lines "
           "WHERE purchase_order_id = $1 ORDER BY position",
           order))
    lines.push_back({.id = id,
                     .ordered = {.variant = variant,
                                 .sku = std::move(sku),
                                 .name = std::move(name),
                                 .options = std::move(options),
                                 .quantity = quantity,
                                 .unit_cost = cost},
                     .received = received});
  return lines;
}

/// Locked until the transaction ends, and as it was seen.
std::expected<Order, Refusal> lock(db::Tx& tx, const Seen& seen) {
  if (!tx.maybe_value<PurchaseOrderId>("SELECT id FROM purchase_orders WHERE number = $1 FOR UPDATE", seen.number))
    return std::unexpected(Refusal::kNoSuchOrder);
  auto order = find(tx, seen.number);
  return *std::move(order);
}

/// Together with when it was, for the table knows which states have which times.
void set_state(db::Tx& tx, const Order& order, State state, Time now) {
  const bool is_ordered = order.state == State::kDraft && state == State::kOrdered;
  const bool is_closed = state == State::kReceived || state == State::kCancelled;
  tx.send("UPDATE purchase_orders SET state = $1, ordered_at = $2, closed_at = $3, version = version + 1 WHERE id = $4",
          word(state), is_ordered ? std::optional{now} : order.ordered_at,
          is_closed ? std::optional{now} : order.closed_at, order.id);
}

void add_lines(db::Tx& tx, PurchaseOrderId order, std::span<const LineDraft> lines) {
  std::int64_t position = 0;
  for (const LineDraft& line : lines)
    tx.send(
        "INSERT INTO purchase_order_lines (purchase_order_id, position, variant_id, sku, name, options, quantity, "
        "unit_cost) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        order, ++position, line.variant, line.sku, line.name, line.options, line.quantity, line.unit_cost);
}

bool is_waited_for(State state) { return state == State::kOrdered || state == State::kPartiallyReceived; }

bool has_come(const Order& order) {
  return std::ranges::any_of(order.lines, [](const Line& line) { return line.received > 0; });
}

}  // namespace

std::optional<Order> find(db::Tx& tx, std::string_view number) {
  auto row = tx.maybe<PurchaseOrderId, std::string, std::string, std::int64_t, SupplierId, std::optional<Time>,
                      std::string, Time, std::optional<Time>, std::optional<Time>>(
      "SELECT id, number, state, version, supplier_id, expected_at, note, created_at, ordered_at, closed_at "
      "FROM purchase_orders WHERE number = $1",
      number);
  if (!row) return std::nullopt;
  auto& [id, stored_number, state, version, supplier, expected, note, created, ordered, closed] = *row;
  return Order{.id = id,
               .number = std::move(stored_number),
               .state = *find_state(state),
               .version = version,
               .supplier = supplier,
               .expected_at = expected,
               .note = std::move(note),
               .created_at = created,
               .ordered_at = ordered,
               .closed_at = closed,
               .lines = lines_of(tx, id)};
}

Created create(db::Tx& tx, const Draft& draft, std::string_view request_key, UserId actor, Time now) {
  // The year's row is the lock: of two drafts with one key the second finds the first.
  const std::int64_t year = in_wib(now).year;
  const auto sequence = tx.one<std::int64_t>(
      "INSERT INTO purchase_order_counters (year, last_sequence) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET "
      "last_sequence = purchase_order_counters.last_sequence + 1 RETURNING last_sequence",
      year);
  if (auto known =
          tx.maybe_value<std::string>("SELECT number FROM purchase_orders WHERE request_key = $1", request_key))
    return {.number = *std::move(known), .is_new = false};
  std::string number = fmt::format("PO-{}-{:04}", year, sequence);
  const auto id = tx.one<PurchaseOrderId>(
      "INSERT INTO purchase_orders (number, supplier_id, state, expected_at, note, request_key, created_by, "
      "created_at) "
      "VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7) RETURNING id",
      number, draft.supplier, draft.expected_at, draft.note, request_key, actor, now);
  add_lines(tx, id, draft.lines);
  return {.number = std::move(number)};
}

Done change(db::Tx& tx, const Seen& seen, const Draft& draft) {
  const auto order = lock(tx, seen);
  if (!order) return std::unexpected(order.error());
  if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
  if (order->state != State::kDraft) return std::unexpected(Refusal::kNotAllowed);
  tx.send("UPDATE purchase_orders SET expected_at = $1, note = $2, version = version + 1 WHERE id = $3",
          draft.expected_at, draft.note, order->id);
  tx.send("DELETE FROM purchase_order_lines WHERE purchase_order_id = $1", order->id);
  add_lines(tx, order->id, draft.lines);
  return {};
}

Done place(db::Tx& tx, const Seen& seen, Time now) {
  const auto order = lock(tx, seen);
  if (!order) return std::unexpected(order.error());
  if (is_waited_for(order->state)) return std::unexpected(Refusal::kAlready);
  if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
  if (order->state != State::kDraft) return std::unexpected(Refusal::kNotAllowed);
  if (order->lines.empty()) return std::unexpected(Refusal::kEmpty);
  set_state(tx, *order, State::kOrdered, now);
  return {};
}

Done receive(db::Tx& tx, const Seen& seen, const Reception& reception, Time now) {
  auto order = lock(tx, seen);
  if (!order) return std::unexpected(order.error());
  if (tx.maybe_value<std::int64_t>("SELECT id FROM purchase_receptions WHERE request_key = $1", reception.request_key))
    return std::unexpected(Refusal::kAlready);
  if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
  if (!is_waited_for(order->state)) return std::unexpected(Refusal::kNotAllowed);
  if (reception.pieces.empty()) return std::unexpected(Refusal::kEmpty);

  const auto id = tx.one<std::int64_t>(
      "INSERT INTO purchase_receptions (purchase_order_id, note, request_key, received_by, received_at) "
      "VALUES ($1, $2, $3, $4, $5) RETURNING id",
      order->id, reception.note, reception.request_key, reception.actor, now);
  std::vector<inventory::Arrival> arrivals;
  for (const Arrived& piece : reception.pieces) {
    const auto line = std::ranges::find(order->lines, piece.line, &Line::id);
    if (line == order->lines.end()) return std::unexpected(Refusal::kNoSuchLine);
    if (piece.quantity > line->left() && !reception.may_be_more) return std::unexpected(Refusal::kTooMany);
    line->received += piece.quantity;
    tx.send("UPDATE purchase_order_lines SET received = received + $1 WHERE id = $2", piece.quantity, line->id);
    arrivals.push_back(
        {.variant = line->ordered.variant,
         .quantity = piece.quantity,
         .line = tx.one<ReceptionLineId>("INSERT INTO purchase_reception_lines (reception_id, order_line_id, quantity) "
                                         "VALUES ($1, $2, $3) RETURNING id",
                                         id, line->id, piece.quantity)});
  }
  inventory::receive(tx, std::move(arrivals), order->number, reception.actor, now);
  const bool all_here = std::ranges::all_of(order->lines, [](const Line& line) { return line.left() == 0; });
  set_state(tx, *order, all_here ? State::kReceived : State::kPartiallyReceived, now);
  return {};
}

Done close(db::Tx& tx, const Seen& seen, Time now) {
  const auto order = lock(tx, seen);
  if (!order) return std::unexpected(order.error());
  if (order->closed_at) return std::unexpected(Refusal::kAlready);
  if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
  if (!is_waited_for(order->state)) return std::unexpected(Refusal::kNotAllowed);
  set_state(tx, *order, has_come(*order) ? State::kReceived : State::kCancelled, now);
  return {};
}

Done cancel(db::Tx& tx, const Seen& seen, Time now) {
  const auto order = lock(tx, seen);
  if (!order) return std::unexpected(order.error());
  if (order->state == State::kCancelled) return std::unexpected(Refusal::kAlready);
  if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
  if (order->state != State::kDraft && order->state != State::kOrdered) return std::unexpected(Refusal::kNotAllowed);
  set_state(tx, *order, State::kCancelled, now);
  return {};
}

std::vector<ReceptionRecord> receptions_of(db::Tx& tx, PurchaseOrderId order) {
  std::vector<ReceptionRecord> records;
  std::int64_t last = 0;
  for (auto& [id, at, actor, note, line, quantity] :
       tx.all<std::int64_t, Time, UserId, std::string, PurchaseLineId, std::int64_t>(
           "SELECT r.id, r.received_at, r.received_by, r.note, l.order_line_id, l.quantity FROM purchase_receptions r "
           "JOIN purchase_reception_lines l ON l.reception_id = r.id WHERE r.purchase_order_id = $1 "
           "ORDER BY r.id, l.id",
           order)) {
    if (id != last) records.push_back({.received_at = at, .actor = actor, .note = std::move(note), .pieces = {}});
    last = id;
    records.back().pieces.emplace_back(line, quantity);
  }
  return records;
}

std::vector<Supply> supply_of(db::Tx& tx, std::span<const VariantId> variants) {
  std::vector<Supply> supplies(variants.size());
  if (variants.empty()) return supplies;
  std::string list;
  std::vector<db::Value> values;
  for (const VariantId variant : variants) {
    values.push_back(db::to_value(variant));
    list += fmt::format("{}${}", values.size() == 1 ? "" : ", ", values.size());
  }
  const auto supply_at = [&](const db::Rows& rows, std::size_t row) -> Supply& {
    const auto place = std::ranges::find(variants, rows.get<VariantId>(row, 0)) - variants.begin();
    return supplies[static_cast<std::size_t>(place)];
  };
  const db::Rows owed = tx.query_list(
      fmt::format(
          "SELECT l.variant_id, SUM(l.quantity - l.received) FROM purchase_order_lines l JOIN purchase_orders o "
          "ON o.id = l.purchase_order_id WHERE l.variant_id IN ({}) AND l.received < l.quantity "
          "AND o.state IN ('ordered', 'partially_received') GROUP BY l.variant_id",
          list),
      values);
  for (std::size_t row = 0; row < owed.size(); ++row) supply_at(owed, row).on_order = owed.get<std::int64_t>(row, 1);
  const db::Rows costs =
      tx.query_list(fmt::format("SELECT variant_id, unit_cost FROM purchase_order_lines WHERE id IN (SELECT MAX(l.id) "
                                "FROM purchase_order_lines l JOIN purchase_orders o ON o.id = l.purchase_order_id "
                                "WHERE l.variant_id IN ({}) AND l.unit_cost > 0 AND o.ordered_at IS NOT NULL "
                                "AND o.state <> 'cancelled' GROUP BY l.variant_id)",
                                list),
                    values);
  for (std::size_t row = 0; row < costs.size(); ++row) supply_at(costs, row).last_cost = costs.get<Money>(row, 1);
  return supplies;
}

}  // namespace hurtrock::restock
