#pragma once

#include <optional>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::checkout {

/// The order named in the address, when the visitor is its owner or carries its signed link (`t` in query or form).
/// Nothing otherwise, so that a stranger cannot tell which numbers exist.
std::optional<orders::Order> own_order(const http::Request& request, Services& shop);

/// 404 as the API answers it.
http::Response no_such_order(const http::Request& request);
/// 503 with Retry-After as the API answers it.
http::Response provider_unavailable(const http::Request& request);

}  // namespace hurtrock::checkout
