#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "accounts/accounts.hpp"
#include "platform/http/sessions.hpp"

namespace hurtrock::accounts {

struct SessionSettings {
  Secret secret;  ///< makes the CSRF tokens; with another one no session of before is known any more
  bool secure_cookie = false;
  std::chrono::hours buyer_lifetime{24 * 30};  ///< since last seen
  std::chrono::hours staff_lifetime{14};       ///< a working day
  // However much it is used: whoever has got hold of one keeps it no longer (ASVS 7.3.2).
  std::chrono::hours buyer_longest{24 * 180};
  std::chrono::hours staff_longest{24 * 30};
};

/// Sessions live in the database; the browser holds a random token. Thread-safe.
class Sessions final : public http::SessionStarter {
 public:
  Sessions(db::Database& db, const Clock& clock, SessionSettings settings);

  [[nodiscard]] bool has_cookie(const http::Request& request) const { return !request.cookie(cookie_name_).empty(); }

  /// Fills in session and user of the request's visitor, when its cookie is good. Asks the database.
  void resolve(const http::Request& request, http::Visitor& visitor);

  /// An anonymous session.
  Started start(const http::Request& request) override;

  /// A session of its own for the user who just proved to be one; the old one is given to `adopt` and then deleted, in
  /// the same transaction. The token is never taken over, so that a planted one is worth nothing.
  Started log_in(const http::Request& request, const User& user,
                 const std::function<void(db::Tx&, SessionId, UserId)>& adopt);

  /// Deletes the session; answers the Set-Cookie header that makes the browser forget it.
  std::string log_out(const http::Request& request);

  /// Whether `token` is one of this session's CSRF tokens.
  [[nodiscard]] bool is_csrf_token(const http::Request& request, std::string_view token) const;

  /// Deletes what has expired. For a job.
  void forget_expired();

 private:
  struct Created {
    SessionId id;
    std::string token;
  };
  /// As the database has it.
  [[nodiscard]] std::string hash_of(std::string_view token) const;
  Created create(db::Tx& tx, const http::Request& request, std::optional<UserId> user, std::chrono::hours lifetime);
  [[nodiscard]] Started announce(const Created& created, std::chrono::hours lifetime) const;
  [[nodiscard]] std::string csrf_token(std::string_view token) const;
  [[nodiscard]] std::string cookie(std::string_view token, std::chrono::seconds max_age) const;

  db::Database& db_;
  const Clock& clock_;
  SessionSettings settings_;
  std::string cookie_name_;
};

}  // namespace hurtrock::accounts
