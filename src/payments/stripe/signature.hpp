#pragma once

#include <string_view>

#include "payments/gateway.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"

namespace hurtrock::payments {

/// Whether Stripe signed the message with `secret` no more than five minutes before `now`: one of the header's v1
/// signatures is the HMAC-SHA256 of "<t>.<body>". Decided as Stripe's own libraries do, so a time that is yet to come
/// counts. In constant time. Pure.
bool is_signed_by_stripe(const WebhookMessage& message, const Secret& secret, Time now);

}  // namespace hurtrock::payments
