#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"
#include "platform/http/visitor.hpp"

/// Customers and staff. Functions that take a Tx are part of the caller's transaction.
namespace hurtrock::accounts {

struct User {
  UserId id;
  std::string email, name, phone;
  http::Role role = http::Role::kBuyer;
  bool active = true;
  std::optional<Time> verified_at;
  std::string password_hash;  ///< empty: none set, nobody can log in
  bool deleted = false;       ///< by its owner: nothing else of it is left
};

std::string_view word(http::Role role);
http::Role role_from(std::string_view word);

/// `email` is lower case.
std::optional<User> find_user(db::Tx& tx, std::string_view email);
std::optional<User> find_user(db::Tx& tx, UserId id);
/// Nothing when the mailbox has an account already.
std::optional<UserId> create_user(db::Tx& tx, const User& user, Time now);
/// Links that were mailed for setting one are worth nothing afterwards.
void set_password(db::Tx& tx, UserId id, std::string_view password_hash);
void set_profile(db::Tx& tx, UserId id, std::string_view name, std::string_view phone);
void mark_verified(db::Tx& tx, UserId id, Time now);
/// As `find_user`, locked until the transaction ends: nobody orders or is given a role meanwhile.
std::optional<User> lock_account(db::Tx& tx, UserId id);
/// Ends every session and takes away what accounts hold of the person. The row stays, without name and mailbox: what
/// refers to it still does, and a new account of the mailbox is another one.
void delete_account(db::Tx& tx, UserId id, Time now);

enum class TokenPurpose : std::uint8_t { kVerifyEmail, kResetPassword };
/// A fresh single-use token for a link in a mail; only its hash is stored.
std::string create_token(db::Tx& tx, UserId user, TokenPurpose purpose, Time now, Time expires_at);
/// Whose it is, without using it up.
std::optional<UserId> find_token(db::Tx& tx, std::string_view token, TokenPurpose purpose, Time now);
/// Uses it up; nothing when it is unknown, used or too old.
std::optional<UserId> take_token(db::Tx& tx, std::string_view token, TokenPurpose purpose, Time now);

/// Counts an attempt under `key` before it is made, so that many at once count too. Answers how long to wait when there
/// have been too many: once `free` have been made 1 s, doubled each time, a minute at most. The owner is never locked
/// out for longer, and everything is forgotten after a quarter of an hour without attempts.
std::optional<std::chrono::seconds> count_attempt(db::Tx& tx, std::string_view key, Time now, std::int64_t free = 5);
void forget_attempts(db::Tx& tx, std::string_view key);

struct SessionInfo {
  SessionId id;
  std::string user_agent, remote_address;
  Time last_seen_at;
};
std::vector<SessionInfo> sessions_of(db::Tx& tx, UserId user, Time now);
bool delete_session(db::Tx& tx, UserId user, SessionId session);
/// All but `kept`, which may be none.
void delete_other_sessions(db::Tx& tx, UserId user, std::optional<SessionId> kept);

/// What the chat service knows the session's guest by: made at the first question, random, told to nobody but it.
std::string chat_guest_key(db::Tx& tx, SessionId session, Time now);
/// On login: the guest of the session is this account from now on.
void adopt_chat_guest(db::Tx& tx, SessionId session, UserId user);
/// Keys of the guests that the account was, newest first.
std::vector<std::string> former_chat_guests(db::Tx& tx, UserId user, std::int64_t at_most);

struct Address {
  std::int64_t id = 0;
  std::string recipient, phone, street, area_code, postal_code;
  bool is_default = false;
};
constexpr std::int64_t kMostAddresses = 20;  ///< of an account
/// The default first.
std::vector<Address> addresses_of(db::Tx& tx, UserId user);
/// The first one becomes the default. False when the account has kMostAddresses already.
bool add_address(db::Tx& tx, UserId user, const Address& address, Time now);
/// By its id; with `is_default` it becomes the default in the place of the one before, without it nothing changes
/// there. False when the account has no such address.
bool change_address(db::Tx& tx, UserId user, const Address& address);
bool delete_address(db::Tx& tx, UserId user, std::int64_t id);

}  // namespace hurtrock::accounts
