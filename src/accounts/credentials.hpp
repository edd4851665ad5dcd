#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "accounts/accounts.hpp"

/// How somebody shows who they are. Outside transactions: hashing takes its time.
namespace hurtrock::accounts {

/// A new account's password, in characters (ASVS 6.2.1).
constexpr std::size_t kShortestPassword = 8;

struct LoginRefused {
  std::optional<std::chrono::seconds> wait;  ///< too many attempts; none: wrong mailbox or password
};
/// The same answer, after the same work, for an unknown mailbox and a wrong password. Attempts are counted for the
/// mailbox and the address they come from together, so that a stranger's tries do not slow down the owner; for the
/// mailbox alone only after very many of them.
std::expected<User, LoginRefused> check_login(db::Database& db, const Clock& clock, std::string_view email,
                                              const Secret& password, std::string_view remote_address);

/// When whoever has the session last showed that they know the password; nothing for a session from before that was
/// written down.
std::optional<Time> proved_at(db::Tx& tx, SessionId session);
void set_proved(db::Tx& tx, SessionId session, Time now);

}  // namespace hurtrock::accounts
