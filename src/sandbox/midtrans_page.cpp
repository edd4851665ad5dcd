// Snap's payment page, where the person at the browser decides how the payment ends.
#include <algorithm>
#include <array>

#include "sandbox/midtrans_handlers.hpp"
#include "sandbox/midtrans_messages.hpp"
#include "sandbox/page_language.hpp"
#include "sandbox/payment_page.hpp"

namespace hurtrock::sandbox {
namespace {

using http::Request;
using http::Response;

constexpr std::array kMidtransEndings{
    PaymentEnding{"choose", "sandbox.choose"},
    PaymentEnding{"deny", "sandbox.deny"},
    PaymentEnding{"expire", "sandbox.expire"},
    PaymentEnding{"cancel", "sandbox.cancel"},
};

constexpr std::array kMidtransMethods{
    PaymentMethod{"bca_va", "BCA Virtual Account"},
    PaymentMethod{"bni_va", "BNI Virtual Account"},
    PaymentMethod{"bri_va", "BRI Virtual Account"},
    PaymentMethod{"permata_va", "Permata Virtual Account"},
    PaymentMethod{"echannel", "Mandiri Bill Payment"},
    PaymentMethod{"gopay", "GoPay"},
    PaymentMethod{"shopeepay", "ShopeePay"},
    PaymentMethod{"qris", "QRIS"},
    PaymentMethod{"credit_card", "Visa, Mastercard, JCB"},
    PaymentMethod{"indomaret", "Indomaret"},
    PaymentMethod{"alfamart", "Alfamart"},
};

std::string_view state_key(const MidtransOrder& order, Time now) {
  const MidtransTransaction* last = order.last();
  if (last != nullptr) {
    const std::string& status = last->status;
    if (status == "capture" && last->fraud_status == "challenge") return "sandbox.state.held";
    if (status == "capture" || status == "settlement") return "sandbox.state.paid";
    if (status.ends_with("refund")) return "sandbox.state.refunded";
    if (status == "cancel") return "sandbox.state.cancelled";
    if (status == "expire") return "sandbox.state.expired";
    if (status == "failure") return "sandbox.state.failed";
  }
  if (now >= order.expires_at) return "sandbox.state.expired";
  if (order.page_closed) return "sandbox.state.cancelled";
  if (last == nullptr) return "sandbox.state.open";
  return last->status == "deny" ? "sandbox.state.denied" : "sandbox.state.pending";
}

/// Where Snap sends the browser afterwards: the shop's page with the outcome, which the shop must not believe.
std::string finish_url(const MidtransOrder& order) {
  if (order.finish_url.empty()) return {};
  std::vector<std::pair<std::string, std::string>> outcome{{"order_id", order.order_id}};
  if (const auto* last = order.last()) {
    outcome.emplace_back("status_code", status_code_of(*last));
    outcome.emplace_back("transaction_status", last->status);
  }
  const char joint = order.finish_url.contains('?') ? '&' : '?';
  return order.finish_url + joint + http::Fields{std::move(outcome)}.canonical();
}

/// Whoever gave up on a card may try again; everything else that ended stays ended.
bool is_payable(const MidtransOrder& order, Time now) {
  const std::string_view key = state_key(order, now);
  const bool gave_up_card = order.last() != nullptr && order.last()->method == "credit_card" &&
                            (key == "sandbox.state.expired" || key == "sandbox.state.failed");
  const bool waits = key == "sandbox.state.open" || key == "sandbox.state.pending" || key == "sandbox.state.denied";
  return !order.page_closed && now < order.expires_at && (waits || gave_up_card);
}

PaymentPage page_of(const MidtransOrder& order, const MidtransServices& services) {
  const Time now = services.clock.now();
  PaymentPage page{.merchant = services.merchant_name,
                   .order_id = order.order_id,
                   .buyer = order.buyer,
                   .amount = order.gross_amount,
                   .methods = {kMidtransMethods.begin(), kMidtransMethods.end()},
                   .endings = {kMidtransEndings.begin(), kMidtransEndings.end()},
                   .actions_url = "/snap/v4/redirection/" + order.token,
                   .deadline = wib_timestamp(order.expires_at),
                   .state_key = std::string{state_key(order, now)},
                   .payable = is_payable(order, now),
                   .return_url = finish_url(order)};
  for (const auto& item : order.items)
    page.lines.push_back({.name = item.name, .quantity = item.quantity, .total = item.price * item.quantity});
  return page;
}

}  // namespace

Response show_payment_page(const Request& request, MidtransServices& services) {
  expire_due(services);
  const auto order = services.ledger.find_page(request.param("token"));
  return order ? payment_page(200, page_of(*order, services), request)
               : refused_page(404, services.merchant_name, request);
}

Response submit_payment_page(const Request& request, MidtransServices& services) {
  expire_due(services);
  const auto order = services.ledger.find_page(request.param("token"));
  const auto action = buyer_action(request.param("action"));
  if (!order || !action) return refused_page(404, services.merchant_name, request);

  MidtransLedger::Manner manner;
  const std::string_view method = request.form.value("method");
  if (std::ranges::find(kMidtransMethods, method, &PaymentMethod::code) != kMidtransMethods.end())
    manner.method = method;
  const auto changed = services.ledger.act(order->order_id, *action, manner);
  if (!changed) return payment_page(409, page_of(*order, services), request);
  tell(services, *changed);

  const std::string back = finish_url(changed->order);
  return http::see_other(back.empty() ? "/snap/v4/redirection/" + order->token + language_query(request) : back);
}

}  // namespace hurtrock::sandbox
