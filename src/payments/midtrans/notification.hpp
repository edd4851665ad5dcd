#pragma once

#include <expected>
#include <string_view>

#include "payments/gateway.hpp"
#include "platform/core/secret.hpp"

namespace hurtrock::payments {

/// The body of Midtrans' POST, checked against its signature_key: SHA-512 over order_id, status_code, gross_amount
/// exactly as written, and the server key. The signature covers neither the state nor the fraud verdict. Pure; any
/// thread.
std::expected<Notification, NotificationRefusal> read_notification(std::string_view body, const Secret& server_key);

}  // namespace hurtrock::payments
