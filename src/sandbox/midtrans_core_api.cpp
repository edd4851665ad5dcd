// The Core API: asking for a transaction and changing it (Midtrans' "status cycle" and the reference page of each
// call).
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "platform/core/crypto.hpp"
#include "sandbox/midtrans_handlers.hpp"
#include "sandbox/midtrans_messages.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

/// Midtrans answers most errors of this API under HTTP 200, with the code in the body; its own libraries look there.
Response error(int code, std::string_view message) {
  const json::object body{
      {"status_code", std::to_string(code)}, {"status_message", message}, {"id", crypto::random_uuid()}};
  const int status = code == 401 || code == 404 || code >= 500 ? code : 200;
  return http::json(status, json::serialize(body));
}

Response unauthorized() { return error(401, "Unknown Merchant server_key/id"); }

const MidtransTransaction& named_transaction(const MidtransOrder& order, std::string_view id) {
  for (const auto& transaction : order.transactions)
    if (transaction.id == id) return transaction;
  return order.transactions.back();
}

/// Errors, also those under HTTP 200, are not kept: the caller may try again. 407 is how an expiry succeeds.
bool is_success(const Response& response) {
  const bool failed =
      response.body.contains(R"("status_code":"4)") && !response.body.contains(R"("status_code":"407")");
  return response.status < 300 && !failed;
}

/// A change under Midtrans' rules for an Idempotency-Key: it brings back the first success, whatever the endpoint and
/// the body; 202 while the first is still being worked on.
template <class Work>
Response change(const Request& request, MidtransServices& services, Work&& work) {
  if (!is_authorized(request, services)) return unauthorized();
  const auto key = request.header("idempotency-key");
  if (auto earlier = services.repeated_calls.begin(key))
    return earlier->response
               ? *std::move(earlier->response)
               : http::json(202, R"({"status_code":"202","status_message":"The request is being processed"})");
  Response response = work();
  if (is_success(response))
    services.repeated_calls.done(key, response);
  else
    services.repeated_calls.forget(key);
  return response;
}

Response act(const Request& request, MidtransServices& services, MerchantAction action, std::string_view code,
             std::string_view message) {
  return change(request, services, [&] {
    const auto changed = services.ledger.act(request.param("id"), action);
    if (!changed) return error(changed.error().code, changed.error().message);
    tell(services, *changed);
    const auto& order = changed->order;
    return http::json(200, json::serialize(transaction_body(order, order.transactions.back(), code, message)));
  });
}

std::optional<MidtransRefund> read_refund(std::string_view body, Money all) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(body.empty() ? "{}" : body, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  const auto& fields = parsed.get_object();
  MidtransRefund refund{.key = crypto::random_uuid(), .amount = all};
  if (const auto* key = fields.if_contains("refund_key"); key != nullptr && key->is_string())
    refund.key = std::string{key->get_string()};
  if (const auto* reason = fields.if_contains("reason"); reason != nullptr && reason->is_string())
    refund.reason = std::string{reason->get_string()};
  if (const auto* amount = fields.if_contains("amount")) {
    if (!amount->is_int64()) return std::nullopt;
    refund.amount = Money{amount->get_int64()};
  }
  return refund;
}

}  // namespace

Response transaction_status(const Request& request, MidtransServices& services) {
  if (!is_authorized(request, services)) return unauthorized();
  const auto order = services.ledger.find(request.param("id"));
  if (!order || order->transactions.empty()) return error(404, "Transaction doesn't exist.");
  const auto& transaction = named_transaction(*order, request.param("id"));
  return http::json(200, json::serialize(transaction_body(*order, transaction, status_code_of(transaction),
                                                          "Success, transaction is found")));
}

Response cancel_transaction(const Request& request, MidtransServices& services) {
  return act(request, services, MerchantAction::kCancel, "200", "Success, transaction is canceled");
}

Response expire_transaction(const Request& request, MidtransServices& services) {
  return act(request, services, MerchantAction::kExpire, "407", "Success, transaction has expired");
}

Response approve_transaction(const Request& request, MidtransServices& services) {
  return act(request, services, MerchantAction::kApprove, "200", "Success, transaction is approved");
}

Response deny_transaction(const Request& request, MidtransServices& services) {
  return act(request, services, MerchantAction::kDeny, "200", "Success, transaction is denied");
}

Response refund_transaction(const Request& request, MidtransServices& services) {
  return change(request, services, [&] {
    const auto order = services.ledger.find(request.param("id"));
    if (!order || order->transactions.empty()) return error(404, "Transaction doesn't exist.");
    const auto refund = read_refund(request.body, order->gross_amount - order->transactions.back().refunded());
    if (!refund) return error(400, "Validation Error");

    const auto changed = services.ledger.refund(request.param("id"), *refund);
    // A bank's no comes with the payment as it stays.
    if (!changed && changed.error().code == 202)
      return http::json(
          200, json::serialize(transaction_body(*order, order->transactions.back(), "202", changed.error().message)));
    if (!changed) return error(changed.error().code, changed.error().message);
    tell(services, *changed);
    json::object body = transaction_body(changed->order, changed->order.transactions.back(), "200",
                                         "Success, refund request is approved");
    body["refund_key"] = refund->key;
    body["refund_amount"] = amount_text(refund->amount);
    return http::json(200, json::serialize(body));
  });
}

}  // namespace hurtrock::sandbox
