#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/message.hpp"

namespace hurtrock::http {
class Upgrader;
}

/// WebSocket (RFC 6455), text only, on the connections of platform/http.
namespace hurtrock::websocket {

/// One text frame's bytes, UTF-8; many sockets may share them.
using Frame = std::shared_ptr<const std::string>;

/// RFC 6455 section 7.4.1. From 4000 on they are the application's own.
using CloseCode = std::uint16_t;
constexpr CloseCode kGoingAway = 1001;
constexpr CloseCode kNotText = 1003;
constexpr CloseCode kSlowReader = 1013;

/// The way to the other end of a socket. Thread-safe; does nothing once the socket is over.
class Peer {
 public:
  virtual ~Peer() = default;
  /// Queues frames behind those that wait. When too many wait, they are dropped and the socket is closed with 1013:
  /// who does not read must come back later.
  virtual void send(std::vector<Frame> frames) = 0;
  void send(std::string frame) { send({std::make_shared<const std::string>(std::move(frame))}); }
  /// After what waits has been sent. What the client still says is not heard.
  virtual void close(CloseCode code, std::string reason) = 0;
  /// Runs `task` on the socket's thread, behind everything sent before. Dropped when the socket is over.
  virtual void post(std::move_only_function<void()> task) = 0;
  /// Bytes that have not been handed to the system yet.
  [[nodiscard]] virtual std::size_t waiting_bytes() const = 0;
};

/// Our end of a socket. Everything is called on the socket's thread, one call at a time; must not block or throw.
class Listener {
 public:
  virtual ~Listener() = default;
  /// A whole text message, within the limit.
  virtual void received(std::string text) = 0;
  /// Everything that was sent has been handed to the system.
  virtual void drained() {}
  /// Several times a second: for deadlines.
  virtual void tick(std::chrono::steady_clock::time_point) {}
  /// The socket is over; the last call.
  virtual void closed() = 0;
};

struct Options {
  std::size_t longest_message = 16 * 1024;  ///< bytes; beyond: closed with 1009
  std::size_t most_waiting_bytes = 1024 * 1024;
  std::size_t most_waiting_frames = 2'000;
  std::chrono::milliseconds ping_every{20'000};
  /// Without any sign of life from the client: the connection ends.
  std::chrono::milliseconds silence{40'000};
  /// For the client to take and answer the close; then the connection ends.
  std::chrono::milliseconds close_patience{15'000};
};

/// Makes our end for a client who has just opened a socket with `request`.
using Opened = std::function<std::shared_ptr<Listener>(std::shared_ptr<Peer> peer, const http::Request& request)>;

/// For http::Gate::upgrader. A request that is no proper handshake is answered with 400 or 426.
class Endpoint {
 public:
  Endpoint(Options options, Opened opened);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  [[nodiscard]] http::Upgrader& upgrader();
  /// Open now.
  [[nodiscard]] std::int64_t sockets() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hurtrock::websocket
