#pragma once

#include <array>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/dispatch.hpp"
#include "platform/http/io_thread.hpp"
#include "platform/http/io_types.hpp"
#include "platform/http/request_parser.hpp"
#include "platform/http/upgrade.hpp"

namespace hurtrock::http {

/// One client's connection: reads a request, has it answered, writes the answer, and again, until it ends or leaves for
/// another protocol. Lives in the coroutine that
/// `start` spawns and on its IoThread's thread; only the handler in between may run on a pool's thread.
class Connection {
 public:
  static void start(IoThread& thread, Socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Ends the wait that is going on when its deadline has passed.
  void check_deadline(SteadyClock::time_point now);
  /// Closes when idle; otherwise the current answer is the last.
  void begin_drain();
  /// Closes at once, whatever is going on.
  void abort();

 private:
  enum class Received : unsigned char { kBytes, kTimedOut, kGone };

  Connection(IoThread& thread, Socket socket);
  static Awaitable<> run(std::unique_ptr<Connection> connection);

  // Coroutines answering bool say whether the connection goes on.
  Awaitable<> serve();
  Awaitable<> leave_http();
  Awaitable<bool> read_head();
  Awaitable<bool> respond();
  Awaitable<bool> respond_without_body(Answer answer);
  Awaitable<bool> refuse(int status);
  Awaitable<int> read_body();
  Awaitable<Answer> handle(const Route* route);
  Awaitable<std::optional<Answer>> turned_away(const Route* route);
  enum class Ask : unsigned char { kMayEnter, kAnswer };
  Awaitable<bool> ask_in_pool(ThreadPool* pool, const Route* route, Ask what);
  Answer too_busy();
  Awaitable<bool> send(Answer answer, const Route* route);

  Awaitable<Received> receive(SteadyClock::time_point deadline, std::size_t room);
  Awaitable<bool> flush();
  Awaitable<bool> wait_writable();
  Awaitable<bool> send_file(int descriptor, std::uint64_t offset, std::uint64_t length);
  Awaitable<> linger();

  void begin_request();
  [[nodiscard]] bool asks_for_upgrade() const;
  void identify();
  void feed_parser();
  bool compose_head(Answer& answer);
  /// Whether nothing has come in that waits to be read.
  [[nodiscard]] bool is_silent() const;
  [[nodiscard]] std::string_view buffered() const;

  IoThread& thread_;
  ServerState& state_;
  Socket socket_;
  const std::string peer_;
  IoThread::Place place_;
  Counted counted_;

  boost::beast::flat_buffer buffer_;
  Request request_;
  std::optional<RequestParser> parser_;
  std::unique_ptr<BodySink> sink_;
  std::optional<Answer> pool_answer_;  ///< written by the pool's thread while this one waits

  Upgrader* upgrader_ = nullptr;        ///< who takes the connection over
  std::shared_ptr<Upgraded> upgraded_;  ///< what it has become

  std::string head_;
  std::array<std::string_view, 2> outgoing_;  ///< what is still to be written

  SteadyClock::time_point started_;
  SteadyClock::time_point deadline_ = SteadyClock::time_point::max();  ///< of the current wait
  bool timed_out_ = false;
  bool idle_ = false;  ///< waiting for the first byte of a request
  bool keep_alive_ = true;
  unsigned answered_ = 0;
  unsigned answered_without_waiting_ = 0;
};

}  // namespace hurtrock::http
