#pragma once

#include <vector>

#include "platform/http/route.hpp"
#include "sandbox/stripe_services.hpp"

/// Everything the sandbox answers in Stripe's name.
namespace hurtrock::sandbox {

std::vector<http::Route> stripe_routes(StripeServices& services);

// stripe_sessions_api.cpp
http::Response create_session(const http::Request& request, StripeServices& services);
http::Response list_sessions(const http::Request& request, StripeServices& services);
http::Response retrieve_session(const http::Request& request, StripeServices& services);
http::Response list_line_items(const http::Request& request, StripeServices& services);
http::Response expire_session(const http::Request& request, StripeServices& services);
// stripe_payments_api.cpp
http::Response retrieve_intent(const http::Request& request, StripeServices& services);
http::Response cancel_intent(const http::Request& request, StripeServices& services);
http::Response create_refund(const http::Request& request, StripeServices& services);
http::Response list_refunds(const http::Request& request, StripeServices& services);
http::Response retrieve_refund(const http::Request& request, StripeServices& services);
http::Response list_disputes(const http::Request& request, StripeServices& services);
http::Response list_events(const http::Request& request, StripeServices& services);
http::Response retrieve_event(const http::Request& request, StripeServices& services);
// stripe_page.cpp
http::Response show_stripe_page(const http::Request& request, StripeServices& services);
http::Response submit_stripe_page(const http::Request& request, StripeServices& services);
// stripe_hooks.cpp
http::Response act_as_stripe_buyer(const http::Request& request, StripeServices& services);
http::Response list_stripe_sessions(const http::Request& request, StripeServices& services);

}  // namespace hurtrock::sandbox
