#include <fmt/format.h>

#include <algorithm>

#include "orders/orders.hpp"
#include "orders/store.hpp"

namespace hurtrock::orders {
namespace {

std::int64_t pieces_to_ship(const std::vector<Line>& lines) {
  std::int64_t left = 0;
  for (const Line& line : lines) left += line.to_ship();
  return left;
}

/// What is paid back is not sent any more, as far as it is still here. Pieces withdrawn for a refund that came to
/// nothing count for the next one.
void withdraw_unsent(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces) {
  for (const Line& line : lines_of(tx, id)) {
    if (std::ranges::find(pieces, line.id, &Packed::line) == pieces.end()) continue;
    const std::int64_t unsent = std::min(line.refunded - line.withdrawn, line.to_ship());
    if (unsent > 0) store::withdraw(tx, {line.id, unsent});
  }
}

}  // namespace

std::expected<void, Refusal> begin_refund(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces, const Actor& actor,
                                          std::string_view detail, Time now) {
  Order order = lock(tx, id);
  for (const Packed& piece : pieces)
    if (piece.quantity < 1 || !store::mark_refunded(tx, id, piece)) return std::unexpected(Refusal::kNotBought);
  store::Change change;
  if (!pieces.empty() && order.state != State::kCancelled) {
    withdraw_unsent(tx, id, pieces);
    const bool nothing_left = pieces_to_ship(lines_of(tx, id)) == 0;
    if (nothing_left && is_before_shipment(order.state)) return std::unexpected(Refusal::kAllOfIt);
    if (nothing_left && order.state == State::kPartiallyShipped) {
      change = {.state_before = order.state, .state_after = State::kShipped};
      order.state = State::kShipped;
    }
  }
  store::update_states(tx, order);
  store::insert_event(tx, id, "refund_requested", actor, change, detail, now);
  return {};
}

void give_up_refund(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces) {
  for (const Packed& piece : pieces) store::unmark_refunded(tx, id, piece);
}

void record_refund(db::Tx& tx, OrderId id, std::string_view kind, std::optional<PaymentState> to, const Actor& actor,
                   std::string_view detail, Time now) {
  Order order = lock(tx, id);
  store::Change change;
  if (to && *to != order.payment_state) {
    change = {.payment_before = order.payment_state, .payment_after = to};
    order.payment_state = *to;
    store::update_states(tx, order);
  }
  store::insert_event(tx, id, kind, actor, change, detail, now);
}

std::string refund_reason(std::string_view reason, const i18n::Texts& texts) {
  const std::string key = fmt::format("orders.refund.reason.{}", reason);
  return std::string(texts.has(key) ? texts(key) : reason);
}

}  // namespace hurtrock::orders
