#pragma once

#include <expected>

#include "platform/core/clock.hpp"
#include "platform/http/message.hpp"
#include "sandbox/stripe_ledger.hpp"
#include "sandbox/stripe_session.hpp"

namespace hurtrock::sandbox {

/// The body of POST /v1/checkout/sessions, whose parameters are all known, checked by Stripe's rules.
std::expected<StripeSession, StripeRefusal> read_session_request(const http::Fields& form, Time now);

}  // namespace hurtrock::sandbox
