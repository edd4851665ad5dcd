#include "platform/core/crypto.hpp"
#include "sandbox/failing_on_demand.hpp"
#include "sandbox/midtrans_handlers.hpp"

namespace hurtrock::sandbox {
namespace {

using http::Access;
using http::Method;
using http::Response;
using http::RunsOn;

/// 16 kB is Midtrans' limit for a body; the larger one here lets its own message answer.
constexpr std::size_t kMidtransBodyLimit = 64 * 1024;

/// A call of the API that fails when a test has asked for it.
http::Handler api(std::string_view call, Response (*handler)(const http::Request&, MidtransServices&),
                  MidtransServices& services) {
  return failing_on_demand(
      call, services.misbehaviour,
      {.too_many = http::json(429, R"({"status_code":"429","status_message":"Too many requests"})"),
       .broken = http::json(
           500, R"({"error_messages":["Sorry, we encountered internal server error. We will fix this soon."]})")},
      [handler, &services](const http::Request& request) {
        expire_due(services);
        return handler(request, services);
      });
}

}  // namespace

bool is_authorized(const http::Request& request, const MidtransServices& services) {
  const std::string expected = "Basic " + crypto::base64(services.server_key.reveal() + ":");
  return !services.server_key.empty() && crypto::equal(request.header("authorization"), expected);
}

std::vector<http::Route> midtrans_routes(MidtransServices& services) {
  const auto call = [&](Method method, std::string_view pattern, std::string_view name, auto* handler) {
    return http::Route{method,
                       pattern,
                       Access::kSigned,
                       RunsOn::kGateway,
                       api(name, handler, services),
                       http::Cached::kNo,
                       kMidtransBodyLimit};
  };
  const auto page = [&](Method method, std::string_view pattern, auto* handler) {
    return http::Route{method, pattern, Access::kAnyone, RunsOn::kWorker, http::bind(handler, services)};
  };
  return {
      call(Method::kPost, "/snap/v1/transactions", "open", &create_snap_transaction),
      call(Method::kPost, "/snap/v1/transactions/:token/cancel", "close_page", &close_snap_page),
      call(Method::kPost, "/snap/v1/transactions/:token/expire", "close_page", &close_snap_page),
      call(Method::kGet, "/v2/:id/status", "status", &transaction_status),
      call(Method::kPost, "/v2/:id/cancel", "cancel", &cancel_transaction),
      call(Method::kPost, "/v2/:id/expire", "expire", &expire_transaction),
      call(Method::kPost, "/v2/:id/approve", "approve", &approve_transaction),
      call(Method::kPost, "/v2/:id/deny", "deny", &deny_transaction),
      call(Method::kPost, "/v2/:id/refund", "refund", &refund_transaction),
      call(Method::kPost, "/v2/:id/refund/online/direct", "refund", &refund_transaction),
      page(Method::kGet, "/snap/v4/redirection/:token", &show_payment_page),
      page(Method::kPost, "/snap/v4/redirection/:token/:action", &submit_payment_page),
      page(Method::kGet, "/_sandbox/orders", &list_orders),
      page(Method::kPost, "/_sandbox/orders/:order_id/:action", &act_as_buyer),
  };
}

}  // namespace hurtrock::sandbox
