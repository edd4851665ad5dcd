#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "orders/orders.hpp"
#include "orders/store.hpp"

namespace hurtrock::orders {
namespace {

/// Locks the order, lets `change` alter it, and writes it with an event that names what changed.
template <class F>
std::expected<void, Refusal> change_state(db::Tx& tx, OrderId id, State to, std::string_view kind, const Actor& actor,
                                          std::string_view detail, Time now, F&& alter) {
  Order order = lock(tx, id);
  if (!may_become(order.state, to)) return std::unexpected(Refusal::kNotAllowed);
  const State before = order.state;
  order.state = to;
  alter(order);
  store::update_states(tx, order);
  store::insert_event(tx, id, kind, actor, {.state_before = before, .state_after = to}, detail, now);
  return {};
}

/// `state_follows`: the order's own state becomes paid too.
void write_paid(db::Tx& tx, Order order, bool state_follows, std::string_view kind, const Actor& actor, Time now) {
  store::Change change{.payment_before = order.payment_state, .payment_after = PaymentState::kPaid};
  order.payment_state = PaymentState::kPaid;
  order.paid_at = now;
  if (state_follows) {
    change.state_before = order.state;
    change.state_after = order.state = State::kPaid;
    order.hold_until.reset();
  }
  store::update_states(tx, order);
  store::insert_event(tx, order.id, kind, actor, change, "", now);
  store::insert_invoice(tx, order, now);
}

}  // namespace

bool stopped_packing(const Event& event) {
  return event.kind == "cancelled" && event.actor_kind == "buyer" && event.state_before == word(State::kProcessing);
}

Placed place(db::Tx& tx, const NewOrder& order, Time now) {
  Placed placed;
  placed.number = new_number();
  placed.id = store::insert_order(tx, order, placed.number, now);
  placed.lines = store::insert_lines(tx, placed.id, order.lines);
  store::insert_event(tx, placed.id, "placed",
                      order.placed_by ? Actor::staff(*order.placed_by) : Actor::buyer(order.user),
                      {.state_after = order.state, .payment_after = PaymentState::kUnpaid}, "", now);
  return placed;
}

Order order_of(const Placed& placed, const NewOrder& order, Time placed_at) {
  return {.id = placed.id,
          .number = placed.number,
          .user = order.user,
          .session = order.session,
          .state = order.state,
          .payment_state = PaymentState::kUnpaid,
          .payment_method = order.payment_method,
          .language = order.language,
          .contact = order.contact,
          .address = order.address,
          .note = order.note,
          .shipping = order.shipping,
          .totals = order.totals,
          .hold_until = order.hold_until,
          .paid_at = {},
          .cancelled_at = {},
          .delivered_at = {},
          .returned_at = {},
          .placed_at = placed_at};
}

std::vector<Line> lines_of(const Placed& placed, const NewOrder& order) {
  std::vector<Line> lines;
  lines.reserve(order.lines.size());
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const NewLine& line = order.lines[i];
    lines.push_back({.id = placed.lines.at(i),
                     .product = line.product,
                     .variant = line.variant,
                     .sku = line.sku,
                     .name = line.name,
                     .options = line.options,
                     .quantity = line.quantity,
                     .unit_price = line.unit_price,
                     .total = line.unit_price * line.quantity,
                     .weight_g = line.weight_g,
                     .slug = {},
                     .image_url = {}});
  }
  return lines;
}

void note_event(db::Tx& tx, OrderId id, std::string_view kind, const Actor& actor, std::string_view detail, Time now) {
  store::insert_event(tx, id, kind, actor, {}, detail, now);
}

bool add_note(db::Tx& tx, OrderId id, const Actor& actor, std::string_view text, std::string_view request_key,
              Time now) {
  return store::insert_note(tx, id, actor, text, request_key, now);
}

std::expected<void, Refusal> mark_paid(db::Tx& tx, OrderId id, const Actor& actor, Time now) {
  const Order order = lock(tx, id);
  if (!may_become(order.payment_state, PaymentState::kPaid) || order.state == State::kCancelled || order.returned_at)
    return std::unexpected(Refusal::kNotAllowed);
  write_paid(tx, order, order.state == State::kPending, "paid", actor, now);
  return {};
}

void mark_paid_late(db::Tx& tx, OrderId id, const Actor& actor, Time now) {
  Order order = lock(tx, id);
  if (!has_lapsed(tx, order)) throw std::logic_error("the order does not wait for late money");
  order.cancelled_at.reset();
  write_paid(tx, order, true, "paid_late", actor, now);
}

void set_payment_state(db::Tx& tx, OrderId id, PaymentState to, const Actor& actor, std::string_view detail, Time now) {
  Order order = lock(tx, id);
  if (!may_become(order.payment_state, to)) return;
  const store::Change change{.payment_before = order.payment_state, .payment_after = to};
  order.payment_state = to;
  store::update_states(tx, order);
  store::insert_event(tx, id, "payment_changed", actor, change, detail, now);
}

void set_payment_method(db::Tx& tx, OrderId id, std::string_view method, const Actor& actor, Time now) {
  const Order order = lock(tx, id);
  if (order.state != State::kPending || order.payment_method == method) return;
  store::update_payment_method(tx, id, method);
  store::insert_event(tx, id, "payment_method_changed", actor, {}, method, now);
}

void set_fee(db::Tx& tx, OrderId id, Money fee) {
  const Order order = lock(tx, id);
  if (order.state == State::kPending && order.totals.fee != fee) store::update_fee(tx, id, fee);
}

std::expected<void, Refusal> start_processing(db::Tx& tx, OrderId id, const Actor& actor, Time now) {
  return change_state(tx, id, State::kProcessing, "processing", actor, "", now, [](Order&) {});
}

std::expected<void, Refusal> cancel(db::Tx& tx, OrderId id, const Actor& actor, std::string_view reason, Time now) {
  return change_state(tx, id, State::kCancelled, "cancelled", actor, reason, now, [&](Order& order) {
    order.cancelled_at = now;
    order.hold_until.reset();
  });
}

std::expected<ShipmentId, Refusal> ship(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces,
                                        std::string_view courier, std::string_view tracking_number, const Actor& actor,
                                        Time now) {
  Order order = lock(tx, id);
  const auto lines = lines_of(tx, id);
  std::int64_t packed = 0;
  for (const Packed& piece : pieces) {
    const auto line = std::ranges::find(lines, piece.line, &Line::id);
    const bool named_once = std::ranges::count(pieces, piece.line, &Packed::line) == 1;
    if (line == lines.end() || !named_once || piece.quantity < 1 || piece.quantity > line->at_hand())
      return std::unexpected(Refusal::kNothingToShip);
    packed += piece.quantity;
  }
  if (packed == 0) return std::unexpected(Refusal::kNothingToShip);

  std::int64_t left = -packed;
  for (const Line& line : lines) left += line.to_ship();
  const State to = left == 0 ? State::kShipped : State::kPartiallyShipped;
  if (!may_become(order.state, to)) return std::unexpected(Refusal::kNotAllowed);

  const ShipmentId shipment = store::insert_shipment(tx, id, courier, tracking_number, actor, now);
  for (const Packed& piece : pieces) store::insert_shipment_line(tx, shipment, piece);
  const State before = order.state;
  order.state = to;
  store::update_states(tx, order);
  store::insert_event(tx, id, "shipped", actor, {.state_before = before, .state_after = to}, tracking_number, now);
  return shipment;
}

void correct_tracking(db::Tx& tx, OrderId id, const ShipmentRecord& shipment, std::string_view tracking_number,
                      const Actor& actor, Time now) {
  lock(tx, id);
  store::update_tracking_number(tx, shipment.id, tracking_number);
  store::insert_event(tx, id, kTrackingCorrected, actor, {},
                      fmt::format("{} {}", shipment.tracking_number, tracking_number), now);
}

std::expected<void, Refusal> mark_delivered(db::Tx& tx, OrderId id, const Actor& actor, Time now) {
  if (lock(tx, id).returned_at) return std::unexpected(Refusal::kNotAllowed);
  auto changed = change_state(tx, id, State::kDelivered, "delivered", actor, "", now,
                              [&](Order& order) { order.delivered_at = now; });
  if (changed) store::deliver_shipments(tx, id, now);
  return changed;
}

bool can_be_returned(const Order& order) {
  return order.state == State::kShipped && order.payment_method == "cod" && !order.returned_at &&
         may_become(order.payment_state, PaymentState::kFailed);
}

std::expected<void, Refusal> mark_returned(db::Tx& tx, OrderId id, const std::vector<Packed>& restocked,
                                           const Actor& actor, std::string_view detail, Time now) {
  Order order = lock(tx, id);
  if (!can_be_returned(order)) return std::unexpected(Refusal::kNotAllowed);
  const store::Change change{.payment_before = order.payment_state, .payment_after = PaymentState::kFailed};
  order.payment_state = PaymentState::kFailed;
  order.returned_at = now;
  store::update_states(tx, order);
  for (const Packed& pieces : restocked) store::mark_came_back(tx, pieces);
  store::insert_event(tx, id, "returned", actor, change, detail, now);
  return {};
}

}  // namespace hurtrock::orders
