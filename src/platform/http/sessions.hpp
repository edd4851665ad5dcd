#pragma once

#include <string>

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// Starts a session when there is something to keep. The accounts feature implements it. Thread-safe; writes to the
/// database, so it is called outside transactions.
class SessionStarter {
 public:
  struct Started {
    Visitor::Session session;
    std::string cookie;  ///< value of the Set-Cookie header
  };
  virtual ~SessionStarter() = default;
  virtual Started start(const Request& request) = 0;
};

/// The visitor's session, started if there is none yet. Keeps what the answer must carry.
class SessionForWrite {
 public:
  SessionForWrite(const Request& request, SessionStarter& starter);
  [[nodiscard]] const Visitor& visitor() const { return visitor_; }
  /// Adds the cookie and X-CSRF-Token when the session is new.
  Response with_session(Response response) const;

 private:
  Visitor visitor_;
  std::string cookie_;
};

}  // namespace hurtrock::http
