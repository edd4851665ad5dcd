#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "checkout/answer.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/close_attempt.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/transfer_difference.hpp"
#include "inventory/inventory.hpp"

namespace hurtrock::checkout {
namespace {

/// Nobody may pay for the order any more; money that came in the meantime is applied. The attempts that were closed, or
/// nothing when it is not certain of all.
std::optional<std::vector<payments::Attempt>> close_attempts(Services& shop, OrderId id) {
  auto attempts = shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, id); });
  bool all_closed = true;
  for (const auto& attempt : attempts)
    if (attempt.captured == Money{} || is_undecided(attempt))
      all_closed &= close_attempt(shop, attempt, Ending::kCancel);
  if (!all_closed) return std::nullopt;
  return attempts;
}

/// Of the locked order: the buyer may have begun to pay anew while its payments were being closed.
bool can_still_be_paid(const std::vector<payments::Attempt>& attempts, const std::vector<payments::Attempt>& closed) {
  return std::ranges::any_of(attempts, [&](const payments::Attempt& attempt) {
    return payments::is_unsettled(attempt.state) && !is_closed(closed, attempt);
  });
}

/// Of the locked order: one may have been sent since its payments were closed.
bool has_proof_to_decide_on(db::Tx& tx, OrderId id) {
  return std::ranges::any_of(payments::attempts_of(tx, id),
                             [&](const payments::Attempt& attempt) { return is_proof_to_decide_on(tx, attempt); });
}

bool is_paid(const orders::Order& order) {
  return order.payment_state == orders::PaymentState::kPaid ||
         order.payment_state == orders::PaymentState::kPartiallyRefunded ||
         order.payment_state == orders::PaymentState::kRefunded;
}

/// What has gone, to the buyer or to the bank, does not go back once more.
bool holds_payment(const orders::Order& order) {
  return order.payment_state == orders::PaymentState::kPaid ||
         order.payment_state == orders::PaymentState::kPartiallyRefunded;
}

std::string_view notice_of(const std::expected<void, CancelRefusal>& cancelled, const orders::Order& before,
                           const orders::MoneyPart& money) {
  const bool goes_back = (holds_payment(before) && !money.is_disputed) || money.going_back > Money{};
  if (cancelled) return goes_back ? "cancelled_refunded" : "cancelled";
  switch (cancelled.error()) {
    case CancelRefusal::kProofWaits:
      return "proof_waits";
    case CancelRefusal::kProviderUnavailable:
      return "provider_unavailable";
    case CancelRefusal::kTooLate:
    case CancelRefusal::kPaid:
      break;
  }
  return "not_cancellable";
}

}  // namespace

bool may_cancel(const orders::Order& order) { return orders::is_before_shipment(order.state); }

std::expected<void, CancelRefusal> cancel_order(Services& shop, OrderId id, const orders::Actor& actor,
                                                std::string_view reason) {
  const auto before = shop.db.read([&](db::Tx& tx) { return *orders::find(tx, id); });
  if (!may_cancel(before)) return std::unexpected(CancelRefusal::kTooLate);
  const auto closed = close_attempts(shop, id);

  auto cancelled = shop.db.write([&](db::Tx& tx) -> std::expected<void, CancelRefusal> {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (is_paid(order) != is_paid(before)) return std::unexpected(CancelRefusal::kPaid);
    if (!may_cancel(order)) return std::unexpected(CancelRefusal::kTooLate);
    if (has_proof_to_decide_on(tx, id)) return std::unexpected(CancelRefusal::kProofWaits);
    if (!closed || can_still_be_paid(payments::attempts_of(tx, id), *closed))
      return std::unexpected(CancelRefusal::kProviderUnavailable);
    if (!orders::cancel(tx, id, actor, reason, now)) return std::unexpected(CancelRefusal::kTooLate);
    for (const auto& attempt : payments::attempts_of(tx, id)) {
      if (payments::is_unsettled(attempt.state))
        payments::set_state(tx, attempt.id, payments::AttemptState::kCancelled, now);
      // Money that does not settle the order stands on the staff's list; of another amount, it waited for a decision
      // that is made now. What is disputed may have gone: staff have been asked.
      if (attempt.settles_order) give_back(tx, order, attempt.id, "order_cancelled", actor, now);
      if (is_undecided(attempt)) {
        answer_tasks(tx, attempt.id, std::nullopt, now);
        answer_proof_tasks(tx, attempt.id, std::nullopt, now);
        ask_to_give_back(tx, id, attempt, attempt.captured, now);
      }
    }
    inventory::release(tx, id, now);
    const auto money = money_of(tx, *orders::find(tx, id));
    orders::send_mail(tx, shop.mails, orders::MailKind::kCancelled, id, now,
                      {// One that had lapsed before it was paid has had such a mail then.
                       .occasion = order.paid_at ? "paid" : "",
                       .money_goes_back = money.going_back > Money{},
                       .money_is_disputed = money.is_disputed});
    return {};
  });
  if (cancelled) shop.wake_jobs();
  return cancelled;
}

http::Response create_cancellation(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  const auto cancelled = cancel_order(shop, order->id, orders::Actor::buyer(order->user), "buyer");
  const auto money = shop.db.read([&](db::Tx& tx) { return money_of(tx, *orders::find(tx, order->id)); });
  return http::see_other(order_url(shop, *order, fmt::format("&notice={}", notice_of(cancelled, *order, money))));
}

http::Response api_create_cancellation(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return no_such_order(request);
  const auto& texts = request.visitor.texts();
  const auto cancelled = cancel_order(shop, order->id, orders::Actor::buyer(order->user), "buyer");
  if (!cancelled && cancelled.error() == CancelRefusal::kProviderUnavailable) return provider_unavailable(request);
  if (!cancelled)
    return http::problem(409, "not_cancellable", texts("orders.problem.not_cancellable"),
                         texts(cancelled.error() == CancelRefusal::kProofWaits ? "orders.notice.proof_waits"
                                                                               : "orders.notice.not_cancellable"));
  const auto now = shop.db.read([&](db::Tx& tx) { return *orders::find(tx, order->id); });
  return http::json(200, boost::json::serialize(
                             boost::json::object{{"order_number", now.number}, {"status", orders::word(now.state)}}));
}

}  // namespace hurtrock::checkout
