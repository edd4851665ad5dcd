#include "accounts/chat_token.hpp"

#include <boost/json.hpp>

#include "accounts/accounts.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::accounts {
namespace {

namespace json = boost::json;

// The version stands in what is signed: another format is another kind of token.
constexpr std::string_view kVersion = "c1.";
constexpr std::size_t kLongestToken = 4'000;

std::string mac_of(const Secret& master, std::string_view signed_part) {
  const Secret key{crypto::hmac_sha256(master, "hurtrock chat token")};
  return crypto::hmac_sha256(key, signed_part);
}

std::int64_t in_seconds(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

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
  const std::string mac = crypto::base64url(mac_of(master, token));
  return token.append(".").append(mac);
}

std::expected<ChatIdentity, TokenRefusal> read_chat_token(const Secret& master, std::string_view token, Time now) {
  const auto forged = std::unexpected(TokenRefusal::kForged);
  const std::size_t dot = token.rfind('.');
  if (token.size() > kLongestToken || !token.starts_with(kVersion) || dot < kVersion.size()) return forged;
  const std::string_view signed_part = token.substr(0, dot);
  const auto mac = crypto::from_base64url(token.substr(dot + 1));
  if (!mac || !crypto::equal(*mac, mac_of(master, signed_part))) return forged;
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

}  // namespace hurtrock::accounts
