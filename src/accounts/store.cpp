#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "accounts/accounts.hpp"
#include "accounts/credentials.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::accounts {
namespace {

std::optional<User> user_in(const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  using Text = std::optional<std::string>;
  return User{.id = rows.get<UserId>(0, 0),
              .email = rows.get<std::string>(0, 1),
              .name = rows.get<std::string>(0, 2),
              .phone = rows.get<Text>(0, 3).value_or(""),
              .role = role_from(rows.get<std::string>(0, 4)),
              .active = rows.get<bool>(0, 5),
              .verified_at = rows.get<std::optional<Time>>(0, 6),
              .password_hash = rows.get<Text>(0, 7).value_or(""),
              .deleted = rows.get<std::optional<Time>>(0, 8).has_value()};
}

#define USER_COLUMNS "id, email, name, phone, role, active, email_verified_at, password_hash, deleted_at "

std::string_view word(TokenPurpose purpose) {
  return purpose == TokenPurpose::kVerifyEmail ? "verify_email" : "reset_password";
}

/// Whoever has addresses has exactly one default: changes of them come one after the other. False when the account has
/// been deleted meanwhile.
bool lock_user(db::Tx& tx, UserId user) {
  return !tx.query("SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL FOR UPDATE", user).empty();
}

std::optional<std::string> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

std::string_view word(http::Role role) {
  switch (role) {
    case http::Role::kBuyer:
      return "buyer";
    case http::Role::kStaff:
      return "staff";
    case http::Role::kAdmin:
      return "admin";
  }
  return "buyer";
}

http::Role role_from(std::string_view word) {
  if (word == "buyer") return http::Role::kBuyer;
  if (word == "staff") return http::Role::kStaff;
  if (word == "admin") return http::Role::kAdmin;
  throw std::invalid_argument("role '" + std::string(word) + "'");
}

std::optional<User> find_user(db::Tx& tx, std::string_view email) {
  return user_in(tx.query("SELECT " USER_COLUMNS "FROM users WHERE email = $1", email));
}

std::optional<User> find_user(db::Tx& tx, UserId id) {
  return user_in(tx.query("SELECT " USER_COLUMNS "FROM users WHERE id = $1", id));
}

std::optional<UserId> create_user(db::Tx& tx, const User& user, Time now) {
  return tx.maybe_value<UserId>(
      "INSERT INTO users (email, name, phone, password_hash, role, active, email_verified_at, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING RETURNING id",
      user.email, user.name, or_null(user.phone), or_null(user.password_hash), word(user.role), user.active,
      user.verified_at, now);
}

void set_password(db::Tx& tx, UserId id, std::string_view password_hash) {
  tx.send("UPDATE users SET password_hash = $1 WHERE id = $2 AND deleted_at IS NULL", password_hash, id);
  tx.send("DELETE FROM account_tokens WHERE user_id = $1 AND purpose = $2", id, word(TokenPurpose::kResetPassword));
}

void set_profile(db::Tx& tx, UserId id, std::string_view name, std::string_view phone) {
  tx.send("UPDATE users SET name = $1, phone = $2 WHERE id = $3 AND deleted_at IS NULL", name, or_null(phone), id);
}

void mark_verified(db::Tx& tx, UserId id, Time now) {
  tx.send("UPDATE users SET email_verified_at = $1 WHERE id = $2 AND email_verified_at IS NULL", now, id);
}

std::optional<User> lock_account(db::Tx& tx, UserId id) {
  return user_in(tx.query("SELECT " USER_COLUMNS "FROM users WHERE id = $1 FOR UPDATE", id));
}

void delete_account(db::Tx& tx, UserId id, Time now) {
  // No mailbox: nobody can register it, nor ask for its password.
  const std::string nobody = fmt::format("deleted:{}", id.value());
  tx.send("DELETE FROM sessions WHERE user_id = $1", id);
  tx.send("DELETE FROM account_tokens WHERE user_id = $1", id);
  tx.send("DELETE FROM addresses WHERE user_id = $1", id);
  tx.send("DELETE FROM chat_guests WHERE user_id = $1", id);
  tx.send("DELETE FROM second_steps WHERE user_id = $1", id);
  tx.send("UPDATE invitations SET email = $1, name = '' WHERE user_id = $2", nobody, id);
  tx.send(
      "UPDATE users SET email = $1, name = '', phone = NULL, password_hash = NULL, active = 0, language = 'id', "
      "email_verified_at = NULL, last_login_at = NULL, deleted_at = $2, version = version + 1 WHERE id = $3",
      nobody, now, id);
}

std::string create_token(db::Tx& tx, UserId user, TokenPurpose purpose, Time now, Time expires_at) {
  std::string token = crypto::random_token();
  tx.send(
      "INSERT INTO account_tokens (user_id, purpose, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
      user, word(purpose), crypto::sha256_hex(token), now, expires_at);
  return token;
}

std::optional<UserId> find_token(db::Tx& tx, std::string_view token, TokenPurpose purpose, Time now) {
  return tx.maybe_value<UserId>(
      "SELECT user_id FROM account_tokens WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > "
      "$3",
      crypto::sha256_hex(token), word(purpose), now);
}

std::optional<UserId> take_token(db::Tx& tx, std::string_view token, TokenPurpose purpose, Time now) {
  return tx.maybe_value<UserId>(
      "UPDATE account_tokens SET used_at = $1 "
      "WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1 RETURNING user_id",
      now, crypto::sha256_hex(token), word(purpose));
}

std::optional<std::chrono::seconds> count_attempt(db::Tx& tx, std::string_view key, Time now, std::int64_t free) {
  using namespace std::chrono_literals;
  // Makes the row or locks it, in one statement: attempts that come at once must not each begin a count of their own.
  const auto [counted, blocked_until, updated_at] = tx.one<std::int64_t, Time, Time>(
      "INSERT INTO throttles (throttle_key, failures, blocked_until, updated_at) VALUES ($1, 0, $2, $2) "
      "ON CONFLICT (throttle_key) DO UPDATE SET failures = throttles.failures RETURNING failures, blocked_until, "
      "updated_at",
      key, now);
  if (now < blocked_until) return std::chrono::ceil<std::chrono::seconds>(blocked_until - now);
  const std::int64_t failures = 1 + (now - updated_at < 15min ? counted : 0);
  const auto pause =
      failures < free
          ? 0s
          : std::chrono::seconds{std::min<std::int64_t>(60, 1LL << std::min<std::int64_t>(failures - free, 6))};
  tx.send("UPDATE throttles SET failures = $1, blocked_until = $2, updated_at = $3 WHERE throttle_key = $4", failures,
          now + pause, now, key);
  return std::nullopt;
}

void forget_attempts(db::Tx& tx, std::string_view key) {
  tx.send("DELETE FROM throttles WHERE throttle_key = $1", key);
}

std::vector<SessionInfo> sessions_of(db::Tx& tx, UserId user, Time now) {
  std::vector<SessionInfo> sessions;
  for (auto& [id, agent, address, seen] : tx.all<SessionId, std::string, std::string, Time>(
           "SELECT id, user_agent, remote_address, last_seen_at FROM sessions WHERE user_id = $1 AND expires_at > $2 "
           "ORDER BY last_seen_at DESC LIMIT 50",
           user, now))
    sessions.push_back({id, std::move(agent), std::move(address), seen});
  return sessions;
}

bool delete_session(db::Tx& tx, UserId user, SessionId session) {
  return tx.execute("DELETE FROM sessions WHERE id = $1 AND user_id = $2", session, user) == 1;
}

void delete_other_sessions(db::Tx& tx, UserId user, std::optional<SessionId> kept) {
  tx.send("DELETE FROM sessions WHERE user_id = $1 AND id <> $2", user, kept.value_or(SessionId{}));
}

std::optional<Time> proved_at(db::Tx& tx, SessionId session) {
  return tx.maybe_value<std::optional<Time>>("SELECT proved_at FROM sessions WHERE id = $1", session)
      .value_or(std::nullopt);
}

void set_proved(db::Tx& tx, SessionId session, Time now) {
  tx.send("UPDATE sessions SET proved_at = $1 WHERE id = $2", now, session);
}

std::string chat_guest_key(db::Tx& tx, SessionId session, Time now) {
  return tx.one<std::string>(
      "INSERT INTO chat_guests (guest_key, session_id, created_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (session_id) DO UPDATE SET session_id = excluded.session_id RETURNING guest_key",
      crypto::random_token(16), session, now);
}

void adopt_chat_guest(db::Tx& tx, SessionId session, UserId user) {
  tx.send("UPDATE chat_guests SET session_id = NULL, user_id = $1 WHERE session_id = $2", user, session);
}

std::vector<std::string> former_chat_guests(db::Tx& tx, UserId user, std::int64_t at_most) {
  std::vector<std::string> keys;
  for (auto& [key] : tx.all<std::string>(
           "SELECT guest_key FROM chat_guests WHERE user_id = $1 ORDER BY id DESC LIMIT $2", user, at_most))
    keys.push_back(std::move(key));
  return keys;
}

std::vector<Address> addresses_of(db::Tx& tx, UserId user) {
  std::vector<Address> addresses;
  for (auto& [id, recipient, phone, street, area, postal_code, is_default] :
       tx.all<std::int64_t, std::string, std::string, std::string, std::string, std::optional<std::string>, bool>(
           "SELECT id, recipient, phone, street, area_code, postal_code, is_default FROM addresses WHERE user_id = $1 "
           "ORDER BY is_default DESC, id",
           user))
    addresses.push_back({id, std::move(recipient), std::move(phone), std::move(street), std::move(area),
                         postal_code.value_or(""), is_default});
  return addresses;
}

bool add_address(db::Tx& tx, UserId user, const Address& address, Time now) {
  if (!lock_user(tx, user)) return false;
  const auto count = tx.one<std::int64_t>("SELECT COUNT(*) FROM addresses WHERE user_id = $1", user);
  if (count >= kMostAddresses) return false;
  tx.send(
      "INSERT INTO addresses (user_id, recipient, phone, street, area_code, postal_code, is_default, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      user, address.recipient, address.phone, address.street, address.area_code, or_null(address.postal_code),
      count == 0, now);
  return true;
}

bool change_address(db::Tx& tx, UserId user, const Address& address) {
  if (!lock_user(tx, user)) return false;
  if (tx.execute("UPDATE addresses SET recipient = $1, phone = $2, street = $3, area_code = $4, postal_code = $5 "
                 "WHERE id = $6 AND user_id = $7",
                 address.recipient, address.phone, address.street, address.area_code, or_null(address.postal_code),
                 address.id, user) == 0)
    return false;
  if (!address.is_default) return true;
  // One after the other: there is never more than one.
  tx.send("UPDATE addresses SET is_default = 0 WHERE user_id = $1 AND id <> $2", user, address.id);
  tx.send("UPDATE addresses SET is_default = 1 WHERE id = $1", address.id);
  return true;
}

bool delete_address(db::Tx& tx, UserId user, std::int64_t id) {
  if (!lock_user(tx, user)) return false;
  if (tx.execute("DELETE FROM addresses WHERE id = $1 AND user_id = $2", id, user) == 0) return false;
  tx.send(
      "UPDATE addresses SET is_default = 1 WHERE id = (SELECT MIN(id) FROM addresses WHERE user_id = $1) "
      "AND NOT EXISTS (SELECT 1 FROM addresses WHERE user_id = $1 AND is_default = 1)",
      user);
  return true;
}

}  // namespace hurtrock::accounts
