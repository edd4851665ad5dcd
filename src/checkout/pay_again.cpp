#include <algorithm>
#include <boost/json.hpp>

#include "checkout/answer.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/close_attempt.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"

namespace hurtrock::checkout {
namespace {

/// The newest attempt, if the buyer can still pay by it; otherwise a new one, recorded before the provider is asked.
/// False when the order cannot be paid any more.
bool prepare_attempt(Services& shop, OrderId id) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (!order.can_be_paid(now)) return false;
    const auto attempts = payments::attempts_of(tx, id);
    // Money is there that nobody understands yet: staff decide before more of it comes.
    if (std::ranges::find(attempts, payments::AttemptState::kMismatch, &payments::Attempt::state) != attempts.end())
      return false;
    const bool usable = !attempts.empty() && payments::is_unsettled(attempts.front().state) &&
                        (!attempts.front().expires_at || now < *attempts.front().expires_at);
    if (usable) return true;
    const Time hold_without_grace = *order.hold_until - shop.settings.hold_grace;
    if (now >= hold_without_grace) return false;
    payments::create_attempt(tx,
                             {.order = id,
                              .order_number = order.number,
                              .provider = order.payment_method,
                              .amount = order.totals.total,
                              .expires_at = hold_without_grace},
                             now);
    return true;
  });
}

/// Asks the provider first: the money may have come without our hearing of it.
std::optional<PaymentPage> pay(Services& shop, const orders::Order& order) {
  const auto attempts = shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, order.id); });
  if (!attempts.empty() && !attempts.front().redirect_url.empty()) ask_and_apply(shop, attempts.front().reference);
  // An ended attempt's page might take another try while the buyer is at the new one.
  const auto now = shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, order.id); });
  for (const payments::Attempt& attempt : now)
    if (!payments::is_unsettled(attempt.state) && attempt.captured == Money{} && !attempt.token.empty() &&
        !close_attempt(shop, attempt, Ending::kCancel))
      return PaymentPage{.kind = PaymentPage::Kind::kUnavailable, .url = {}};
  if (!prepare_attempt(shop, order.id)) return std::nullopt;
  return open_payment(shop, order.id);
}

}  // namespace

http::Response create_payment(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  const auto page = pay(shop, *order);
  if (!page) return http::see_other(order_url(shop, *order, "&notice=not_payable"));
  if (page->kind == PaymentPage::Kind::kRedirect) return http::see_other(page->url);
  return http::see_other(
      order_url(shop, *order, page->kind == PaymentPage::Kind::kUnavailable ? "&notice=provider_unavailable" : ""));
}

http::Response api_create_payment(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return no_such_order(request);
  const auto& texts = request.visitor.texts();
  const auto page = pay(shop, *order);
  if (!page || page->kind == PaymentPage::Kind::kNone)
    return http::problem(409, "not_payable", texts("orders.problem.not_payable"), texts("orders.notice.not_payable"));
  if (page->kind == PaymentPage::Kind::kUnavailable) return provider_unavailable(request);
  return http::json(
      201, boost::json::serialize(boost::json::object{{"order_number", order->number},
                                                      {"payment", {{"kind", "redirect"}, {"url", page->url}}}}));
}

}  // namespace hurtrock::checkout
