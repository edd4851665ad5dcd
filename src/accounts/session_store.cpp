#include "accounts/sessions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;

// Written at most this often for one session.
constexpr auto kTouchEvery = 5min;
constexpr std::size_t kMacBytes = 16;

std::string masked(std::string_view mac) {
  // A fresh mask on every page keeps a compressed answer's length from telling the token (BREACH).
  std::string bytes = crypto::random_bytes(kMacBytes);
  for (std::size_t i = 0; i < kMacBytes; ++i) bytes += static_cast<char>(bytes[i] ^ mac[i]);
  return crypto::base64url(bytes);
}

std::string unmasked(std::string_view token) {
  const auto bytes = crypto::from_base64url(token);
  if (!bytes || bytes->size() != 2 * kMacBytes) return {};
  std::string mac;
  for (std::size_t i = 0; i < kMacBytes; ++i) mac += static_cast<char>((*bytes)[i] ^ (*bytes)[i + kMacBytes]);
  return mac;
}

/// Never one of before: what outlives a session may still name it (checkout_requests), and SQLite would give the number
/// of the newest session to the next visitor once that is deleted.
SessionId new_id() {
  constexpr std::int64_t kBits = (std::int64_t{1} << 62U) - 1;
  std::int64_t id = 0;
  const std::string bytes = crypto::random_bytes(sizeof id);
  std::memcpy(&id, bytes.data(), sizeof id);
  return SessionId{(id & kBits) + 1};
}

std::string csrf_mac(const Secret& secret, std::string_view session_token) {
  return crypto::hmac_sha256(secret, "csrf:" + std::string(session_token)).substr(0, kMacBytes);
}

}  // namespace

Sessions::Sessions(db::Database& db, const Clock& clock, SessionSettings settings)
    : db_(db),
      clock_(clock),
      settings_(std::move(settings)),
      cookie_name_(http::host_cookie_name("hurtrock_session", settings_.secure_cookie)) {}

void Sessions::resolve(const http::Request& request, http::Visitor& visitor) {
  const std::string_view token = request.cookie(cookie_name_);
  if (token.empty() || token.size() > 100) return;
  const Time now = clock_.now();
  using Text = std::optional<std::string>;
  const auto row = db_.read([&](db::Tx& tx) {
    return tx.maybe<SessionId, std::optional<UserId>, Time, Time, Text, Text, Text, std::optional<bool>,
                    std::optional<Time>, std::optional<Time>>(
        "SELECT s.id, s.user_id, s.created_at, s.last_seen_at, u.name, u.email, u.role, u.active, u.email_verified_at, "
        "t.confirmed_at FROM sessions s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN second_steps t "
        "ON t.user_id = u.id WHERE s.token_hash = $1 AND s.expires_at > $2",
        hash_of(token), now);
  });
  if (!row) return;
  const auto& [id, user, created, last_seen, name, email, role, active, verified, second_step] = *row;
  if (user && !active.value_or(false)) return;
  const bool of_staff = user && role_from(*role) != http::Role::kBuyer;
  const Time end = created + (of_staff ? settings_.staff_longest : settings_.buyer_longest);
  if (now >= end) return;

  visitor.session = http::Visitor::Session{.id = id.value(), .csrf_token = csrf_token(token)};
  if (user)
    visitor.user = http::Visitor::User{.id = user->value(),
                                       .name = *name,
                                       .email = *email,
                                       .role = role_from(*role),
                                       .verified = verified.has_value(),
                                       .second_step = second_step.has_value()};
  if (now - last_seen < kTouchEvery) return;
  const Time unused_until = now + (of_staff ? settings_.staff_lifetime : settings_.buyer_lifetime);
  db_.write([&](db::Tx& tx) {
    tx.send("UPDATE sessions SET last_seen_at = $1, expires_at = $2 WHERE id = $3", now, std::min(unused_until, end),
            id);
  });
}

std::string Sessions::hash_of(std::string_view token) const {
  return crypto::hex(crypto::hmac_sha256(settings_.secret, "session:" + std::string(token)));
}

Sessions::Created Sessions::create(db::Tx& tx, const http::Request& request, std::optional<UserId> user,
                                   std::chrono::hours lifetime) {
  const Time now = clock_.now();
  std::string token = crypto::random_token();
  const std::string_view agent = request.header("User-Agent");
  const SessionId id = new_id();
  tx.send(
      "INSERT INTO sessions (id, token_hash, user_id, created_at, last_seen_at, expires_at, remote_address, "
      "user_agent, proved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      id, hash_of(token), user, now, now, now + lifetime, request.remote_address,
      text::is_printable(agent) ? text::shorten(agent, 300) : std::string_view{},
      user ? std::optional{now} : std::nullopt);
  return {id, std::move(token)};
}

http::SessionStarter::Started Sessions::announce(const Created& created, std::chrono::hours lifetime) const {
  return {.session = {.id = created.id.value(), .csrf_token = csrf_token(created.token)},
          .cookie = cookie(created.token, lifetime)};
}

http::SessionStarter::Started Sessions::start(const http::Request& request) {
  const auto lifetime = settings_.buyer_lifetime;
  return announce(db_.write([&](db::Tx& tx) { return create(tx, request, std::nullopt, lifetime); }), lifetime);
}

http::SessionStarter::Started Sessions::log_in(const http::Request& request, const User& user,
                                               const std::function<void(db::Tx&, SessionId, UserId)>& adopt) {
  const auto lifetime = user.role == http::Role::kBuyer ? settings_.buyer_lifetime : settings_.staff_lifetime;
  const auto created = db_.write([&](db::Tx& tx) {
    Created fresh = create(tx, request, user.id, lifetime);
    if (request.visitor.session) {
      const SessionId old{request.visitor.session->id};
      // Of several logins at once one takes over what the visitor had; the others find the session gone.
      const bool is_there =
          tx.maybe_value<SessionId>("SELECT id FROM sessions WHERE id = $1 FOR UPDATE", old).has_value();
      if (is_there && !request.visitor.user) {
        adopt_chat_guest(tx, old, user.id);
        adopt(tx, old, user.id);
      }
      tx.send("DELETE FROM sessions WHERE id = $1", old);
    }
    tx.send("UPDATE users SET last_login_at = $1 WHERE id = $2 AND deleted_at IS NULL", clock_.now(), user.id);
    return fresh;
  });
  return announce(created, lifetime);
}

std::string Sessions::log_out(const http::Request& request) {
  if (request.visitor.session)
    db_.write([&](db::Tx& tx) { tx.send("DELETE FROM sessions WHERE id = $1", request.visitor.session->id); });
  return cookie("", 0s);
}

bool Sessions::is_csrf_token(const http::Request& request, std::string_view token) const {
  const std::string mac = unmasked(token);
  return !mac.empty() && crypto::equal(mac, csrf_mac(settings_.secret, request.cookie(cookie_name_)));
}

void Sessions::forget_expired() {
  db_.write([&](db::Tx& tx) {
    tx.send("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT 5000)",
            clock_.now());
    tx.send("DELETE FROM account_tokens WHERE expires_at <= $1", clock_.now() - 24h * 7);
    tx.send("DELETE FROM throttles WHERE updated_at <= $1", clock_.now() - 24h);
  });
}

std::string Sessions::csrf_token(std::string_view token) const { return masked(csrf_mac(settings_.secret, token)); }

std::string Sessions::cookie(std::string_view token, std::chrono::seconds max_age) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", cookie_name_, token, max_age.count(),
                     settings_.secure_cookie ? "; Secure" : "");
}

}  // namespace hurtrock::accounts
