#pragma once

#include <list>
#include <string>
#include <string_view>

#include "platform/http/io_types.hpp"
#include "platform/http/server_state.hpp"

namespace hurtrock::http {

class Connection;

/// One event loop with its own listening socket (the kernel spreads clients over them by SO_REUSEPORT) and the
/// connections it accepted. All but request_drain and stop belong to the thread in run().
class IoThread {
 public:
  /// Listens at once. Throws boost::system::system_error.
  IoThread(ServerState& state, const asio::ip::tcp::endpoint& endpoint);
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

  /// Until the drain is over.
  void run();
  /// From any thread, also before run().
  void request_drain();

  // For the connections.
  [[nodiscard]] ServerState& state() { return state_; }
  [[nodiscard]] IoExecutor executor() { return context_.get_executor(); }
  [[nodiscard]] bool draining() const { return draining_; }
  /// Of the current second, for the Date header. Valid until the next call.
  std::string_view date();
  using Place = std::list<Connection*>::iterator;
  Place add(Connection& connection) { return connections_.insert(connections_.end(), &connection); }
  void remove(Place place);

 private:
  Awaitable<void> accept_connections();
  void admit(Socket socket);
  void schedule_sweep();
  void sweep();
  void begin_drain();

  ServerState& state_;
  const std::string full_answer_;
  std::list<Connection*> connections_;
  // After connections_: frames of connections that still exist when the context goes take themselves off the list.
  asio::io_context context_{1};
  Acceptor acceptor_{context_};
  Timer sweep_timer_{context_};
  Timer accept_pause_{context_};
  bool draining_ = false;
  SteadyClock::time_point drain_deadline_;
  std::string date_;
  std::chrono::sys_seconds date_second_{};
};

}  // namespace hurtrock::http
