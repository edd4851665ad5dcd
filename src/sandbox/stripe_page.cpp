// Stripe's hosted page, where the person at the browser decides how the payment ends.
#include <algorithm>
#include <array>

#include "platform/core/money.hpp"
#include "sandbox/page_language.hpp"
#include "sandbox/payment_page.hpp"
#include "sandbox/stripe_handlers.hpp"

namespace hurtrock::sandbox {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kPages = "/stripe/checkout/";

constexpr std::array kStripeMethods{PaymentMethod{"card", "Visa •••• 4242"}};

constexpr std::array kStripeEndings{
    PaymentEnding{"fail", "sandbox.deny"},
    PaymentEnding{"expire", "sandbox.expire"},
    PaymentEnding{"cancel", "sandbox.cancel"},
};

/// The page shows rupiah; what is not a whole number of them is shown rounded down.
Money rupiah(std::int64_t minor_units) { return Money{minor_units / 100}; }

std::string_view state_key(const StripeSession& session) {
  if (session.status == "expired") return "sandbox.state.expired";
  if (session.status == "open") return session.decline_code.empty() ? "sandbox.state.open" : "sandbox.state.denied";
  if (!session.refunds.empty()) return "sandbox.state.refunded";
  if (session.is_paid()) return "sandbox.state.paid";
  return session.intent_status == "processing" ? "sandbox.state.pending" : "sandbox.state.failed";
}

/// Where the browser goes after paying; "{CHECKOUT_SESSION_ID}" stands for the session.
std::string success_url(const StripeSession& session) {
  constexpr std::string_view kPlace = "{CHECKOUT_SESSION_ID}";
  std::string url = session.success_url;
  if (const auto at = url.find(kPlace); at != std::string::npos) url.replace(at, kPlace.size(), session.id);
  return url;
}

std::string return_url(const StripeSession& session) {
  return session.status == "complete" || session.cancel_url.empty() ? success_url(session) : session.cancel_url;
}

PaymentPage page_of(const StripeSession& session, const StripeServices& services) {
  PaymentPage page{.merchant = services.merchant_name,
                   .order_id = session.reference,
                   .buyer = session.customer_email,
                   .amount = rupiah(session.amount_total),
                   .methods = {kStripeMethods.begin(), kStripeMethods.end()},
                   .endings = {kStripeEndings.begin(), kStripeEndings.end()},
                   .actions_url = std::string{kPages} + session.id,
                   .deadline = wib_timestamp(session.expires_at),
                   .state_key = std::string{state_key(session)},
                   .payable = session.status == "open",
                   .return_url = return_url(session),
                   .locale = session.locale};
  for (const StripeLine& line : session.lines)
    page.lines.push_back(
        {.name = line.name, .quantity = line.quantity, .total = rupiah(line.unit_amount * line.quantity)});
  return page;
}

}  // namespace

Response show_stripe_page(const Request& request, StripeServices& services) {
  expire_due(services);
  const auto session = services.ledger.find(request.param("id"));
  if (!session) return refused_page(404, services.merchant_name, request);
  return payment_page(200, page_of(*session, services), request);
}

Response submit_stripe_page(const Request& request, StripeServices& services) {
  expire_due(services);
  const auto session = services.ledger.find(request.param("id"));
  const bool cancels = request.param("action") == "cancel";
  const auto deed = stripe_deed(request.param("action"));
  if (!session || !(cancels || deed)) return refused_page(404, services.merchant_name, request);
  // Going back leaves the session as it is: the buyer may come again.
  if (cancels) return http::see_other(return_url(*session));

  const auto changed = services.ledger.act(session->id, *deed, {});
  if (!changed) return payment_page(409, page_of(*session, services), request);
  tell(services, *changed);
  const bool through = changed->session.status == "complete";
  return http::see_other(through ? success_url(changed->session)
                                 : std::string{kPages} + session->id + language_query(request));
}

}  // namespace hurtrock::sandbox
