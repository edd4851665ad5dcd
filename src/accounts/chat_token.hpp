#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/http/visitor.hpp"

/// What the shop gives its visitors to show at the chat service: who they are, signed and short-lived. The two services
/// share the secret and nothing else. Pure.
namespace hurtrock::accounts {

/// How long a token is good for, and so how long somebody may go on after a logout elsewhere.
constexpr std::chrono::minutes kChatTokenLife{10};

struct ChatIdentity {
  std::int64_t account = 0;              ///< 0: a guest
  std::string guest_key;                 ///< of a guest
  std::string name;                      ///< of an account
  http::Role role = http::Role::kBuyer;  ///< of an account
  i18n::Language language = i18n::Language::kIndonesian;
  std::vector<std::string> former_guests;  ///< keys of the guests that this account was before it logged in
  Time expires_at;                         ///< in whole seconds
};

/// `master` is the SESSION_SECRET; the key is derived from it for this purpose alone.
std::string make_chat_token(const Secret& master, const ChatIdentity& identity);

enum class TokenRefusal : std::uint8_t { kForged, kExpired };
std::expected<ChatIdentity, TokenRefusal> read_chat_token(const Secret& master, std::string_view token, Time now);

// Between the services themselves
// --------------------------------------------------------------------------------------------------------

/// What one of them shows when it asks the other: the whole value of the Authorization header, good for a minute.
Secret service_authorization(const Secret& master, Time now);
bool is_service(const Secret& master, std::string_view authorization, Time now);

}  // namespace hurtrock::accounts
