#include <boost/json.hpp>

#include "checkout/answer.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/close_attempt.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"
#include "inventory/inventory.hpp"

namespace hurtrock::checkout {
namespace {

/// Nobody may pay for the order any more; money that came in the meantime is applied. False when that is not certain.
bool close_attempts(Services& shop, OrderId id) {
  bool all_closed = true;
  for (const auto& attempt : shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, id); }))
    if (attempt.captured == Money{}) all_closed &= close_attempt(shop, attempt, Ending::kCancel);
  return all_closed;
}

}  // namespace

std::expected<void, CancelRefusal> cancel_order(Services& shop, OrderId id, const orders::Actor& actor,
                                                std::string_view reason) {
  const auto unpaid = [](const orders::Order& order) {
    return order.payment_state != orders::PaymentState::kPaid &&
           order.payment_state != orders::PaymentState::kPartiallyRefunded &&
           order.payment_state != orders::PaymentState::kRefunded;
  };
  const auto before = shop.db.read([&](db::Tx& tx) { return *orders::find(tx, id); });
  if (!orders::is_before_shipment(before.state)) return std::unexpected(CancelRefusal::kTooLate);
  if (!unpaid(before)) return std::unexpected(CancelRefusal::kPaid);
  const bool closed = close_attempts(shop, id);

  auto cancelled = shop.db.write([&](db::Tx& tx) -> std::expected<void, CancelRefusal> {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (!unpaid(order)) return std::unexpected(CancelRefusal::kPaid);
    if (!closed) return std::unexpected(CancelRefusal::kProviderUnavailable);
    if (!orders::cancel(tx, id, actor, reason, now)) return std::unexpected(CancelRefusal::kTooLate);
    for (const auto& attempt : payments::attempts_of(tx, id))
      if (payments::is_unsettled(attempt.state))
        payments::set_state(tx, attempt.id, payments::AttemptState::kCancelled, now);
    inventory::release(tx, id, now);
    orders::send_mail(tx, shop.mails, orders::MailKind::kCancelled, id, now);
    return {};
  });
  if (cancelled) shop.wake_jobs();
  return cancelled;
}

http::Response create_cancellation(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  const auto cancelled = cancel_order(shop, order->id, orders::Actor::buyer(order->user), "buyer");
  if (!cancelled && cancelled.error() == CancelRefusal::kProviderUnavailable)
    return http::see_other(
        order_url(shop, *order,
                  order->payment_method == "bank_transfer" ? "&notice=proof_waits" : "&notice=provider_unavailable"));
  return http::see_other(order_url(shop, *order, cancelled ? "&notice=cancelled" : "&notice=not_cancellable"));
}

http::Response api_create_cancellation(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return no_such_order(request);
  const auto& texts = request.visitor.texts();
  const auto cancelled = cancel_order(shop, order->id, orders::Actor::buyer(order->user), "buyer");
  if (!cancelled && cancelled.error() == CancelRefusal::kProviderUnavailable) return provider_unavailable(request);
  if (!cancelled)
    return http::problem(409, "not_cancellable", texts("orders.problem.not_cancellable"),
                         texts("orders.notice.not_cancellable"));
  const auto now = shop.db.read([&](db::Tx& tx) { return *orders::find(tx, order->id); });
  return http::json(200, boost::json::serialize(
                             boost::json::object{{"order_number", now.number}, {"status", orders::word(now.state)}}));
}

}  // namespace hurtrock::checkout
