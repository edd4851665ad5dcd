#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"

/// Codes that change with the time (RFC 6238 over RFC 4226, with SHA-1, six digits and half a minute, which is what
/// every authenticator takes). Pure.
namespace hurtrock::accounts::totp {

constexpr std::chrono::seconds kStep{30};
constexpr int kDigits = 6;
constexpr std::size_t kSecretBytes = 20;  ///< RFC 4226 section 4 recommends 160 bits

/// How many half minutes have passed since 1970.
std::int64_t step_at(Time time);
/// The code of that half minute, with leading zeros. `digits` from 6 to 8.
std::string code_at(const Secret& secret, std::int64_t step, int digits = kDigits);
/// Which half minute the code is of: this one, the one before or the one after, since clocks differ and people type
/// slowly.
std::optional<std::int64_t> step_of(const Secret& secret, std::string_view code, Time now);

/// RFC 4648, without padding: how people type a key.
std::string base32(std::string_view bytes);
/// What an authenticator reads from the QR code. `issuer` and `account` are shown in it.
std::string key_uri(const Secret& secret, std::string_view issuer, std::string_view account);

}  // namespace hurtrock::accounts::totp
