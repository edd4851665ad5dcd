#include "payments/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>

#include "platform/core/crypto.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

constexpr std::size_t kShortestShown = 12;  // characters of a key of which four may be shown
constexpr std::size_t kShortestKey = 16, kLongestKey = 255;

std::string purpose(std::string_view provider) { return fmt::format("payment_settings:{}", provider); }

json::object as_json(const Key& key) { return {{"value", key.value.reveal()}, {"since", to_micros(key.since)}}; }

/// Throws for anything but what as_json wrote: the box was opened, so it is ours.
Key key_in(const json::object& keys, std::string_view name) {
  const json::value* found = keys.if_contains(name);
  if (found == nullptr) return {};
  const json::object& key = found->as_object();
  return {.value = Secret{std::string{key.at("value").as_string()}}, .since = from_micros(key.at("since").as_int64())};
}

bool begins_with_one_of(std::string_view key, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return key.starts_with(beginning); });
}

bool is_plain(std::string_view key) {
  return key.size() >= kShortestKey && key.size() <= kLongestKey &&
         std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_of_stripe(KeyKind kind, std::string_view key) {
  switch (kind) {
    case KeyKind::kSecret:
      return begins_with_one_of(key, {"sk_test_", "sk_live_", "rk_test_", "rk_live_"});
    case KeyKind::kClient:
      return begins_with_one_of(key, {"pk_test_", "pk_live_"});
    case KeyKind::kWebhook:
      return key.starts_with("whsec_");
  }
  return false;
}

bool is_of_midtrans(KeyKind kind, std::string_view key) {
  if (kind == KeyKind::kWebhook || !begins_with_one_of(key, {"SB-Mid-", "Mid-", "SB-VT-", "VT-"})) return false;
  return key.contains(kind == KeyKind::kSecret ? "-server-" : "-client-");
}

}  // namespace

std::string_view word(Environment environment) {
  return environment == Environment::kProduction ? "production" : "sandbox";
}

Environment environment_from(std::string_view word) {
  if (word == "production") return Environment::kProduction;
  if (word == "sandbox") return Environment::kSandbox;
  throw std::invalid_argument("payment environment '" + std::string(word) + "'");
}

std::string Key::ending() const {
  const std::string& text = value.reveal();
  return text.size() < kShortestShown ? std::string{} : text.substr(text.size() - 4);
}

std::string seal_keys(const Secret& session_secret, std::string_view provider, const Keys& keys) {
  json::object written;
  if (!keys.secret.empty()) written["secret"] = as_json(keys.secret);
  if (!keys.client.empty()) written["client"] = as_json(keys.client);
  if (!keys.webhook.empty()) written["webhook"] = as_json(keys.webhook);
  if (!keys.former_webhook.empty())
    written["former_webhook"] = as_json({.value = keys.former_webhook, .since = keys.former_webhook_until});
  return crypto::seal(session_secret, purpose(provider), json::serialize(written));
}

std::optional<Keys> open_keys(const Secret& session_secret, std::string_view provider, std::string_view box) {
  const auto plain = crypto::unseal(session_secret, purpose(provider), box);
  if (!plain) return std::nullopt;
  const json::value parsed = json::parse(*plain);
  const json::object& written = parsed.as_object();
  Keys keys{.secret = key_in(written, "secret"),
            .client = key_in(written, "client"),
            .webhook = key_in(written, "webhook"),
            .former_webhook = {},
            .former_webhook_until = {}};
  const Key former = key_in(written, "former_webhook");
  keys.former_webhook = former.value;
  keys.former_webhook_until = former.since;
  return keys;
}

TotalLimits limits_of(std::string_view provider) {
  // A card payment in rupiah has at most twelve digits, two of them behind the comma.
  if (provider == "stripe") return {Money{1}, Money{9'999'999'999}};
  return {Money{1}, Money{100'000'000'000}};
}

std::optional<KeyFault> fault_of(std::string_view provider, KeyKind kind, std::string_view key,
                                 Environment environment) {
  const bool is_of_provider = provider == "stripe" ? is_of_stripe(kind, key) : is_of_midtrans(kind, key);
  if (!is_of_provider || !is_plain(key)) return KeyFault::kMalformed;
  if (kind == KeyKind::kWebhook) return std::nullopt;
  const bool is_test = provider == "stripe" ? key.substr(2).starts_with("_test_") : key.starts_with("SB-");
  const bool is_live = provider == "stripe" && !is_test;  // not every sandbox key of Midtrans begins with SB-
  if (environment == Environment::kProduction && is_test) return KeyFault::kSandbox;
  if (environment == Environment::kSandbox && is_live) return KeyFault::kProduction;
  return std::nullopt;
}

std::string_view word(KeyCheck check) {
  switch (check) {
    case KeyCheck::kWorks:
      return "works";
    case KeyCheck::kNoKeys:
      return "no_keys";
    case KeyCheck::kSealed:
      return "sealed";
    case KeyCheck::kWrongKey:
      return "wrong_key";
    case KeyCheck::kWrongEnvironment:
      return "wrong_environment";
    case KeyCheck::kForbidden:
      return "forbidden";
    case KeyCheck::kUnreachable:
      return "unreachable";
    case KeyCheck::kUnclear:
      return "unclear";
  }
  return "";
}

}  // namespace hurtrock::payments
