#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/secret.hpp"

namespace hurtrock::payments {

/// The header Stripe would send with `body`.
inline std::string stripe_signature(std::string_view body, const Secret& secret, Time at) {
  const auto second = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  return fmt::format("t={},v1={}", second,
                     crypto::hex(crypto::hmac_sha256(secret, fmt::format("{}.{}", second, body))));
}

}  // namespace hurtrock::payments
