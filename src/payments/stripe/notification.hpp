#pragma once

#include <expected>

#include "payments/gateway.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"

namespace hurtrock::payments {

/// A webhook's event. Its name says which payment to ask about, never how that stands. Pure.
std::expected<Notification, NotificationRefusal> read_stripe_event(const WebhookMessage& message, const Secret& secret,
                                                                   Time now);

}  // namespace hurtrock::payments
