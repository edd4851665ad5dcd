#include "payments/stripe/signature.hpp"

#include <string>
#include <vector>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;

constexpr auto kTolerance = 300s;
constexpr std::int64_t kLatestSecond = 253'402'300'799;  // the end of the year 9999

struct SignatureHeader {
  std::string_view time;               ///< the last one given
  std::vector<std::string_view> each;  ///< one for each secret that is valid while Stripe rolls them
};

SignatureHeader parse(std::string_view header) {
  SignatureHeader parsed;
  for (const std::string_view part : text::split(header, ',')) {
    if (part.starts_with("t=")) parsed.time = part.substr(2);
    if (part.starts_with("v1=")) parsed.each.push_back(part.substr(3));
  }
  return parsed;
}

}  // namespace

bool is_signed_by_stripe(const WebhookMessage& message, const Secret& secret, Time now) {
  const SignatureHeader header = parse(message.signature);
  const auto second = text::parse_integer(header.time, 0, kLatestSecond);
  if (secret.empty() || message.body.empty() || !second) return false;

  const std::string signed_text = std::string{header.time} + "." + std::string{message.body};
  const std::string expected = crypto::hex(crypto::hmac_sha256(secret, signed_text));
  bool found = false;
  for (const std::string_view given : header.each) found |= crypto::equal(expected, given);
  const auto age = std::chrono::floor<std::chrono::seconds>(now) - Time{std::chrono::seconds{*second}};
  return found && age <= kTolerance;
}

}  // namespace hurtrock::payments
