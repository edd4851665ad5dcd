#include "sandbox/failing_on_demand.hpp"
#include "sandbox/stripe_answers.hpp"
#include "sandbox/stripe_handlers.hpp"

namespace hurtrock::sandbox {
namespace {

using http::Access;
using http::Method;
using http::RunsOn;

constexpr std::size_t kStripeBodyLimit = 256 * 1024;

http::Handler api(std::string_view call, http::Response (*handler)(const http::Request&, StripeServices&),
                  StripeServices& services) {
  return failing_on_demand(
      call, services.misbehaviour,
      {.too_many = stripe_error({.status = 429, .message = "Too many requests", .code = "rate_limit"}),
       .broken = stripe_error({.status = 500, .message = "An unknown error occurred", .type = "api_error"})},
      [handler, &services](const http::Request& request) {
        expire_due(services);
        return handler(request, services);
      });
}

}  // namespace

std::vector<http::Route> stripe_routes(StripeServices& services) {
  const auto call = [&](Method method, std::string_view pattern, std::string_view name, auto* handler) {
    http::Route route{method, pattern, Access::kSigned, RunsOn::kGateway, api(name, handler, services)};
    route.body_limit = kStripeBodyLimit;
    return route;
  };
  const auto page = [&](Method method, std::string_view pattern, auto* handler) {
    return http::Route{method, pattern, Access::kAnyone, RunsOn::kWorker, http::bind(handler, services)};
  };
  return {
      call(Method::kPost, "/v1/checkout/sessions", "stripe.open", &create_session),
      call(Method::kGet, "/v1/checkout/sessions", "stripe.list", &list_sessions),
      call(Method::kGet, "/v1/checkout/sessions/:id", "stripe.status", &retrieve_session),
      call(Method::kGet, "/v1/checkout/sessions/:id/line_items", "stripe.list", &list_line_items),
      call(Method::kPost, "/v1/checkout/sessions/:id/expire", "stripe.expire", &expire_session),
      call(Method::kGet, "/v1/payment_intents/:id", "stripe.status", &retrieve_intent),
      call(Method::kPost, "/v1/payment_intents/:id/cancel", "stripe.cancel", &cancel_intent),
      call(Method::kPost, "/v1/refunds", "stripe.refund", &create_refund),
      call(Method::kGet, "/v1/refunds", "stripe.list", &list_refunds),
      call(Method::kGet, "/v1/refunds/:id", "stripe.list", &retrieve_refund),
      call(Method::kGet, "/v1/disputes", "stripe.list", &list_disputes),
      call(Method::kGet, "/v1/events", "stripe.list", &list_events),
      call(Method::kGet, "/v1/events/:id", "stripe.list", &retrieve_event),
      page(Method::kGet, "/stripe/checkout/:id", &show_stripe_page),
      page(Method::kPost, "/stripe/checkout/:id/:action", &submit_stripe_page),
      page(Method::kGet, "/_sandbox/stripe/sessions", &list_stripe_sessions),
      page(Method::kPost, "/_sandbox/stripe/sessions/:reference/:action", &act_as_stripe_buyer),
  };
}

}  // namespace hurtrock::sandbox
