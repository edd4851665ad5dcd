#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "checkout/answer.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/close_attempt.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"
#include "checkout/transfer.hpp"
#include "checkout/transfer_difference.hpp"
#include "checkout/ways_to_pay.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::checkout {
namespace {

/// Why there is no page to send the buyer to.
enum class NoPage : std::uint8_t {
  kNotPayable,
  kMethodNotAvailable,
  kProofWaits,  ///< staff have to decide on a proof of transfer first
  kBusy,        ///< somebody else is opening a page of the order just now
};

/// Whether the buyer can be sent to the page the attempt already has.
bool is_usable(const payments::Attempt& attempt, std::string_view provider, Time now) {
  return attempt.provider == provider && payments::is_unsettled(attempt.state) &&
         (!attempt.expires_at || now < *attempt.expires_at);
}

/// A transfer takes its time, whatever the way chosen first gave; but no order is held for more than two such times.
Time hold_for_transfer(const Services& shop, const orders::Order& order, Time now) {
  const auto time_to_pay = shop.settings.time_to_pay("bank_transfer");
  return std::max(*order.hold_until,
                  std::min(now, order.placed_at + time_to_pay) + time_to_pay + shop.settings.hold_grace);
}

/// At Midtrans a virtual account may follow, though it was a wallet before, or a card.
Time hold_for(const Services& shop, const orders::Order& order, std::string_view provider, Time now) {
  if (provider == "bank_transfer") return hold_for_transfer(shop, order, now);
  if (provider != "midtrans") return *order.hold_until;
  return std::max(*order.hold_until, order.placed_at + shop.settings.time_to_pay(provider) + shop.settings.hold_grace);
}

/// The newest attempt, if it is usable; otherwise a new one, recorded before the provider is asked. `closed` are the
/// attempts that nobody can pay by any more.
std::expected<void, NoPage> prepare_attempt(Services& shop, OrderId id, const std::string& provider,
                                            const std::vector<payments::Attempt>& closed) {
  return with_free_code([&] {
    return shop.db.write([&](db::Tx& tx) -> std::expected<void, NoPage> {
      const Time now = shop.clock.now();
      const orders::Order order = orders::lock(tx, id);
      if (!order.can_be_paid(now)) return std::unexpected(NoPage::kNotPayable);
      const auto attempts = payments::attempts_of(tx, id);
      // Money is there that nobody understands yet: staff decide before more of it comes.
      if (std::ranges::find(attempts, payments::AttemptState::kMismatch, &payments::Attempt::state) != attempts.end())
        return std::unexpected(NoPage::kNotPayable);
      if (!attempts.empty() && is_usable(attempts.front(), provider, now)) return {};
      const Time hold_without_grace = *order.hold_until - shop.settings.hold_grace;
      if (now >= hold_without_grace) return std::unexpected(NoPage::kNotPayable);

      for (const payments::Attempt& attempt : attempts) {
        if (!payments::is_unsettled(attempt.state)) continue;
        // It may have been sent since its transfer was closed.
        if (is_proof_to_decide_on(tx, attempt)) return std::unexpected(NoPage::kProofWaits);
        if (!is_closed(closed, attempt)) return std::unexpected(NoPage::kBusy);
        payments::set_state(tx, attempt.id, payments::AttemptState::kCancelled, now);
      }
      const bool transfer = provider == "bank_transfer";
      const Money without_code = order.totals.total - order.totals.fee;
      const auto code = transfer ? payments::free_code(tx, without_code, now) : std::optional{Money{}};
      if (!code) return std::unexpected(NoPage::kMethodNotAvailable);
      orders::set_fee(tx, id, *code);
      const Time hold_until = hold_for(shop, order, provider, now);
      if (hold_until > *order.hold_until) orders::postpone_hold(tx, id, hold_until);
      orders::set_payment_method(tx, id, provider, orders::Actor::buyer(order.user), now);
      const auto attempt = payments::create_attempt(
          tx,
          {.order = id,
           .order_number = order.number,
           .provider = provider,
           .amount = without_code + *code,
           .state = transfer ? payments::AttemptState::kPending : payments::AttemptState::kOpening,
           .expires_at = std::min(hold_until - shop.settings.hold_grace, now + shop.settings.time_to_pay(provider))},
          now);
      if (transfer) send_transfer_mail(tx, shop, id, attempt.reference, now);
      return {};
    });
  });
}

/// Closes every page but one that the buyer can go on with: whoever has it open still shall not pay twice. The attempts
/// that were closed, or nothing when it is not certain of all.
std::optional<std::vector<payments::Attempt>> close_others(Services& shop, OrderId order, std::string_view provider) {
  const auto attempts = shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, order); });
  std::vector<payments::Attempt> closed;
  for (const payments::Attempt& attempt : attempts) {
    if (attempt.captured > Money{} ||
        (attempt.id == attempts.front().id && is_usable(attempt, provider, shop.clock.now())))
      continue;
    // An ended attempt without a page never had one. An unsettled one may be about to get it.
    if (!payments::is_unsettled(attempt.state) && attempt.token.empty()) continue;
    // A transfer has no page: whether it may end shows once the order is locked.
    if (attempt.provider != "bank_transfer" && !close_attempt(shop, attempt, Ending::kCancel)) return std::nullopt;
    closed.push_back(attempt);
  }
  return closed;
}

/// `method`: the way the buyer wants to pay; empty: as before.
std::expected<PaymentPage, NoPage> pay(Services& shop, const orders::Order& order, std::string_view method) {
  const std::string provider = method.empty() ? order.payment_method : std::string(method);
  const auto [ways, attempts] = shop.db.read(
      [&](db::Tx& tx) { return std::pair{ways_to_pay(tx, shop, order), payments::attempts_of(tx, order.id)}; });
  if (!method.empty() && std::ranges::find(ways, provider) == ways.end())
    return std::unexpected(NoPage::kMethodNotAvailable);
  // Asks the provider first: the money may have come without our hearing of it.
  if (!attempts.empty() && !attempts.front().redirect_url.empty()) ask_and_apply(shop, attempts.front().reference);

  const auto closed = close_others(shop, order.id, provider);
  if (!closed) return PaymentPage{.kind = PaymentPage::Kind::kUnavailable, .url = {}};
  const auto prepared = prepare_attempt(shop, order.id, provider, *closed);
  if (prepared) {
    shop.wake_jobs();
    return open_payment(shop, order.id);
  }
  if (prepared.error() == NoPage::kBusy) return PaymentPage{.kind = PaymentPage::Kind::kUnavailable, .url = {}};
  return std::unexpected(prepared.error());
}

std::string_view words_for(NoPage why) {
  switch (why) {
    case NoPage::kMethodNotAvailable:
      return "method_not_available";
    case NoPage::kProofWaits:
      return "proof_waits";
    case NoPage::kNotPayable:
    case NoPage::kBusy:
      break;
  }
  return "not_payable";
}

}  // namespace

http::Response create_payment(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  const auto page = pay(shop, *order, request.form.value("payment_method"));
  if (!page) return http::see_other(order_url(shop, *order, fmt::format("&notice={}", words_for(page.error()))));
  if (page->kind == PaymentPage::Kind::kRedirect) return http::see_other(page->url);
  return http::see_other(
      order_url(shop, *order, page->kind == PaymentPage::Kind::kUnavailable ? "&notice=provider_unavailable" : ""));
}

http::Response api_create_payment(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return no_such_order(request);
  const auto& texts = request.visitor.texts();
  std::string method;
  if (!request.body.empty()) {
    auto input = http::Input::of_json(request);
    if (!input) return std::move(input.error());
    method = input->line("payment_method", 40, http::Need::kOptional);
    if (!input->ok()) return http::invalid(*input);
  }
  const auto page = pay(shop, *order, method);
  if (!page && page.error() == NoPage::kMethodNotAvailable)
    return http::problem(
        422, "payment_method_not_available", texts("checkout.refused.title"),
        texts("orders.notice.method_not_available"),
        {{"payment_method", "not_available", std::string(texts("orders.notice.method_not_available"))}});
  const bool by_transfer = page && page->kind == PaymentPage::Kind::kNone && shop.db.read([&](db::Tx& tx) {
    return transfer_of(tx, *orders::find(tx, order->id)).has_value();
  });
  if (by_transfer)
    return http::json(
        201, boost::json::serialize(boost::json::object{
                 {"order_number", order->number},
                 {"payment", {{"kind", "none"}, {"url", shop.settings.public_url + order_url(shop, *order)}}}}));
  if (!page || page->kind == PaymentPage::Kind::kNone)
    return http::problem(409, "not_payable", texts("orders.problem.not_payable"),
                         texts(fmt::format("orders.notice.{}", words_for(page ? NoPage::kNotPayable : page.error()))));
  if (page->kind == PaymentPage::Kind::kUnavailable) return provider_unavailable(request);
  return http::json(
      201, boost::json::serialize(boost::json::object{{"order_number", order->number},
                                                      {"payment", {{"kind", "redirect"}, {"url", page->url}}}}));
}

}  // namespace hurtrock::checkout
