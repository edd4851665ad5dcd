#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::http {

struct ServerOptions {
  std::string host = "0.0.0.0";
  std::uint16_t port = 0;  ///< 0: any free one, see Server::port
  unsigned io_threads = 2;
  unsigned worker_threads = 8;
  unsigned gateway_threads = 16;
  unsigned picture_threads = 4;
  std::size_t worker_queue = 1024;  ///< waiting requests; the next one is answered 503 with Retry-After
  std::size_t gateway_queue = 256;
  std::size_t picture_queue = 32;  ///< few: each that waits has its files on the disk
  std::size_t max_connections = 20'000;
  std::size_t max_header_bytes = 16 * 1024;  ///< beyond: 431
  std::size_t max_target_bytes = 8 * 1024;   ///< beyond: 414
  std::chrono::seconds header_timeout{15};   ///< first byte to end of header: 408
  std::chrono::seconds body_timeout{30};     ///< without progress: 408
  std::chrono::seconds idle_timeout{75};     ///< between requests
  std::chrono::seconds write_timeout{30};    ///< without progress: closed
  std::chrono::seconds drain_timeout{10};    ///< after stop(): how long requests in flight may take
  std::vector<std::string> trusted_proxies;  ///< CIDRs
  std::string upload_folder;                 ///< for temporary files
  std::string mark;  ///< health.hpp, for the 503 of a connection too many, which reads no request; empty: without
};

class Upgrader;

/// What stands between the connections and the handlers. Implemented by src/app/gate.cpp.
class Gate {
 public:
  virtual ~Gate() = default;
  /// On the I/O thread, must not block: an answer that needs no handler (asset, cached page, health), or nothing.
  virtual std::optional<Response> immediate(const Request& request) = 0;
  /// Who takes over the connection of a request that asks for it by its Upgrade header (upgrade.hpp); nobody: it is
  /// answered like any other request. On the I/O thread, must not block or throw.
  virtual Upgrader* upgrader(const Request&) { return nullptr; }
  /// The route for a request whose header is complete, before its body is read; also says how large the body may be.
  /// `params` of the request are set from it.
  virtual RouteTable::Match match(const Request& request) = 0;
  /// Before the body of a request to a route that takes uploads is read, on a worker: the answer for whoever may not
  /// use it, so that strangers do not fill the disk; nothing for everybody else. Must not throw.
  virtual std::optional<Response> turned_away(Request&, const Route&) { return std::nullopt; }
  /// Where the matched request runs.
  virtual RunsOn runs_on(const Request& request, const Route& route) = 0;
  /// On that thread: session, access, CSRF, handler, headers. Must not throw.
  virtual Response handle(Request& request, const Route& route) = 0;
  /// The page or problem document for a refusal that never reached a handler (400, 404, 405, 408, 413, 414, 415, 417,
  /// 431, 501, 503, 505) or failed on the way (500).
  /// `request` has as much as was read. Any thread, must not block or throw.
  virtual Response refusal(const Request& request, int status) = 0;
  /// After an answer has been written, on the I/O thread; `body_bytes` is 0 when the client left before all was sent.
  /// Must not block or throw. `route` is nullptr when there was none.
  virtual void finished(const Request& request, const Route* route, const Response& response, std::size_t body_bytes,
                        std::chrono::microseconds took) = 0;
};

/// HTTP/1.1 over TCP: keep-alive, pipelining, limits, time-outs, compression, ranges for files, conditional requests
/// (If-None-Match, If-Modified-Since against the answer's ETag and Last-Modified), graceful drain.
class Server {
 public:
  /// Binds the port at once; throws std::system_error when it is taken.
  Server(ServerOptions options, Gate& gate);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Serves until stop() and the drain are over. Blocks. Handlers that still run when the drain time is up are waited
  /// for, although their clients have been let go: a thread cannot be ended from outside. Sets SIGPIPE to be ignored.
  void run();
  /// From any thread or a signal-watching one: stop accepting, answer what is in flight with Connection: close, return.
  void stop();

  struct Stats {
    std::int64_t connections = 0, requests = 0, in_flight = 0, refused = 0;
    std::int64_t worker_queue = 0, gateway_queue = 0, picture_queue = 0;
  };
  [[nodiscard]] Stats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hurtrock::http
