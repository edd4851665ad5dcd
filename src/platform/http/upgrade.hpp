#pragma once

#include <memory>
#include <string>

#include "platform/http/io_types.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::http {

/// What a connection has become when it leaves HTTP for another protocol. Everything is called on the connection's
/// thread.
class Upgraded {
 public:
  virtual ~Upgraded() = default;
  /// Speaks that protocol, beginning with the answer to the request, until the connection is over.
  virtual Awaitable<> run() = 0;
  /// Several times a second: for deadlines.
  virtual void tick(SteadyClock::time_point now) = 0;
  /// The server is about to go: part with the client politely, and soon.
  virtual void begin_drain() = 0;
  /// Ends at once, whatever is going on.
  virtual void abort() = 0;
};

/// Takes connections over. Must outlive the server.
class Upgrader {
 public:
  virtual ~Upgrader() = default;
  /// On the connection's thread, must not block. Nothing has been read behind the request's head.
  virtual std::shared_ptr<Upgraded> take(Socket socket, Request request) = 0;
};

}  // namespace hurtrock::http
