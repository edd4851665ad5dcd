#include "accounts/totp.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "platform/core/crypto.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::accounts::totp {
namespace {

constexpr std::array<std::uint32_t, 9> kPowersOfTen = {1,       10,        100,        1'000,      10'000,
                                                       100'000, 1'000'000, 10'000'000, 100'000'000};

std::array<unsigned char, 20> hmac_sha1(const std::string& key, std::int64_t counter) {
  std::array<unsigned char, 8> message{};
  for (std::size_t i = 0; i < message.size(); ++i)
    message[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(counter) >> (8 * (7 - i)));
  std::array<unsigned char, 20> mac{};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), mac.data(), &size) ==
          nullptr ||
      size != mac.size())
    throw std::runtime_error("HMAC-SHA1 cannot be computed");
  return mac;
}

}  // namespace

std::int64_t step_at(Time time) { return to_micros(time) / std::chrono::microseconds(kStep).count(); }

std::string code_at(const Secret& secret, std::int64_t step, int digits) {
  const auto mac = hmac_sha1(secret.reveal(), step);
  // RFC 4226 section 5.3: the last half byte says where the 31 bits begin.
  const std::size_t at = mac.back() & 0x0fU;
  const std::uint32_t bits = (static_cast<std::uint32_t>(mac[at]) & 0x7fU) << 24 |
                             static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                             static_cast<std::uint32_t>(mac[at + 2]) << 8 | static_cast<std::uint32_t>(mac[at + 3]);
  return fmt::format("{:0{}}", bits % kPowersOfTen.at(static_cast<std::size_t>(digits)), digits);
}

std::optional<std::int64_t> step_of(const Secret& secret, std::string_view code, Time now) {
  const std::int64_t current = step_at(now);
  std::optional<std::int64_t> found;
  // All three are computed whatever is found: time must not tell which one fits.
  for (const std::int64_t step : {current - 1, current, current + 1})
    if (crypto::equal(code_at(secret, step), code)) found = step;
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (have += 8; have >= 5; have -= 5) text += kAlphabet[bits >> (have - 5) & 0x1fU];
    bits &= 0xffU;
  }
  if (have > 0) text += kAlphabet[bits << (5 - have) & 0x1fU];
  return text;
}

std::string key_uri(const Secret& secret, std::string_view issuer, std::string_view account) {
  const auto encoded = [](std::string_view text) {
    std::string out;
    http::append_form_encoded(out, text);
    // A form writes a space as "+", an address as "%20".
    for (std::size_t at = out.find('+'); at != std::string::npos; at = out.find('+', at)) out.replace(at, 1, "%20");
    return out;
  };
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", encoded(issuer), encoded(account),
                     base32(secret.reveal()), encoded(issuer));
}

}  // namespace hurtrock::accounts::totp
