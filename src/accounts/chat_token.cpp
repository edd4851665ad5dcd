#include "accounts/chat_token.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "accounts/accounts.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::accounts {
namespace {

namespace json = boost::json;

// The version stands in what is signed: another format is another kind of token.
constexpr std::string_view kVersion = "c1.";
constexpr std::size_t kLongestToken = 4'000;

std::string token_mac(const Secret& master, std::string_view signed_part) {
  const Secret key{crypto::hmac_sha256(master, "hurtrock chat token")};
  return crypto::hmac_sha256(key, signed_part);
}

std::int64_t in_seconds(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

constexpr std::string_view kServiceScheme = "Hurtrock-Service ";
constexpr std::chrono::seconds kServiceLife{60};

std::string service_mac(const Secret& master, std::int64_t seconds) {
  const Secret key{crypto::hmac_sha256(master, "hurtrock service to service")};
  return crypto::base64url(crypto::hmac_sha256(key, std::to_string(seconds)));
}

/// Only after the signature has been found to be ours: throws for what is not as make_chat_token writes it.
ChatIdentity identity_from(const json::object& claims) {
  ChatIdentity identity;
  identity.account = claims.at("account").to_number<std::int64_t>();
  identity.guest_key = std::string(claims.at("guest").as_string());
  identity.name = std::string(claims.at("name").as_string());
  identity.role = role_from(std::string_view(claims.at("role").as_string()));
  identity.language =
      claims.at("language").as_string() == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian;
  for (const json::value& key : claims.at("former").as_array()) identity.former_guests.emplace_back(key.as_string());
  identity.expires_at = Time{std::chrono::seconds{claims.at("expires").to_number<std::int64_t>()}};
  return identity;
}

}  // namespace

std::string make_chat_token(const Secret& master, const ChatIdentity& identity) {
  json::array former;
  for (const std::string& key : identity.former_guests) former.emplace_back(key);
  const std::string claims = json::serialize(json::object{{"account", identity.account},
                                                          {"guest", identity.guest_key},
                                                          {"name", identity.name},
                                                          {"role", word(identity.role)},
                                                          {"language", i18n::code(identity.language)},
                                                          {"former", std::move(former)},
                                                          {"expires", in_seconds(identity.expires_at)}});
  std::string token = std::string(kVersion) + crypto::base64url(claims);
  const std::string mac = crypto::base64url(token_mac(master, token));
  return token.append(".").append(mac);
}

std::expected<ChatIdentity, TokenRefusal> read_chat_token(const Secret& master, std::string_view token, Time now) {
  const auto forged = std::unexpected(TokenRefusal::kForged);
  const std::size_t dot = token.rfind('.');
  if (token.size() > kLongestToken || !token.starts_with(kVersion) || dot < kVersion.size()) return forged;
  const std::string_view signed_part = token.substr(0, dot);
  const auto mac = crypto::from_base64url(token.substr(dot + 1));
  if (!mac || !crypto::equal(*mac, token_mac(master, signed_part))) return forged;
  const auto claims = crypto::from_base64url(signed_part.substr(kVersion.size()));
  if (!claims) return forged;
  ChatIdentity identity;
  try {
    identity = identity_from(json::parse(*claims).as_object());
  } catch (const std::exception&) {
    return forged;
  }
  if (identity.expires_at <= now) return std::unexpected(TokenRefusal::kExpired);
  return identity;
}

Secret service_authorization(const Secret& master, Time now) {
  const auto seconds = in_seconds(now);
  return Secret{fmt::format("{}{}.{}", kServiceScheme, seconds, service_mac(master, seconds))};
}

bool is_service(const Secret& master, std::string_view authorization, Time now) {
  if (!authorization.starts_with(kServiceScheme)) return false;
  authorization.remove_prefix(kServiceScheme.size());
  const std::size_t dot = authorization.find('.');
  if (dot == std::string_view::npos) return false;
  const auto made = text::parse_integer(authorization.substr(0, dot), 0, INT64_MAX / 1'000'000);
  if (!made || !crypto::equal(authorization.substr(dot + 1), service_mac(master, *made))) return false;
  // The clocks of two machines are never quite the same.
  return std::abs(in_seconds(now) - *made) <= kServiceLife.count();
}

}  // namespace hurtrock::accounts
