#include "platform/http/io_thread.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <string>

#include "platform/http/connection.hpp"
#include "platform/http/health.hpp"
#include "platform/http/log_if_failed.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::http {
namespace {

/// How late a deadline may be noticed. One sweep over all connections is cheaper than a timer for each.
constexpr std::chrono::milliseconds kSweepPeriod{250};
/// Out of file descriptors, say: trying again at once would only burn the processor.
constexpr std::chrono::milliseconds kAcceptPause{100};

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// To whoever is one too many. It may be the launcher, which asks whether its own part lives.
std::string full_answer(const std::string& mark) {
  const std::string header = mark.empty() ? "" : std::string(kMarkHeader) + ": " + mark + "\r\n";
  return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n" + header +
         "\r\n";
}

}  // namespace

IoThread::IoThread(ServerState& state, const asio::ip::tcp::endpoint& endpoint)
    : state_(state), full_answer_(full_answer(state.options.mark)) {
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address(true));
  acceptor_.set_option(ReusePort(true));
  acceptor_.bind(endpoint);
  acceptor_.listen();
}

IoThread::~IoThread() {
  // Frames that go with the context take their connections off the list, when the timer is gone already.
  draining_ = false;
}

void IoThread::run() {
  asio::co_spawn(context_, accept_connections(), log_if_failed("http.accept.failed"));
  schedule_sweep();
  context_.run();
}

void IoThread::request_drain() {
  asio::post(context_, [this] { begin_drain(); });
}

std::string_view IoThread::date() {
  const Time now = state_.clock.now();
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(now);
  }
  return date_;
}

void IoThread::remove(Place place) {
  connections_.erase(place);
  if (draining_ && connections_.empty()) sweep_timer_.cancel();
}

Awaitable<void> IoThread::accept_connections() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwaitWithError);
    if (!error) {
      admit(std::move(socket));
      continue;
    }
    if (error == asio::error::operation_aborted) break;
    if (error == asio::error::connection_aborted) continue;
    log::warn("http.accept.refused", {{"reason", error.message()}});
    accept_pause_.expires_after(kAcceptPause);
    co_await accept_pause_.async_wait(kAwaitWithError);
  }
}

void IoThread::admit(Socket socket) {
  if (state_.connections.load(std::memory_order_relaxed) < static_cast<std::int64_t>(state_.options.max_connections)) {
    return Connection::start(*this, std::move(socket));
  }
  state_.refused.fetch_add(1, std::memory_order_relaxed);
  ErrorCode ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(full_answer_), ignored);
}

void IoThread::schedule_sweep() {
  sweep_timer_.expires_after(kSweepPeriod);
  sweep_timer_.async_wait([this](ErrorCode error) {
    if (!error) sweep();
  });
}

void IoThread::sweep() {
  const auto now = SteadyClock::now();
  const bool drain_is_over = draining_ && now >= drain_deadline_;
  if (drain_is_over) state_.abandoned = true;
  for (Connection* connection : connections_) {
    if (drain_is_over) {
      connection->abort();
    } else {
      connection->check_deadline(now);
    }
  }
  if (!draining_ || !connections_.empty()) schedule_sweep();
}

void IoThread::begin_drain() {
  if (draining_) return;
  draining_ = true;
  drain_deadline_ = SteadyClock::now() + state_.options.drain_timeout;

  // Whoever the kernel has let in already would be reset by the close: serve them, too.
  ErrorCode error;
  acceptor_.non_blocking(true, error);
  while (!error) {
    Socket socket(context_);
    acceptor_.accept(socket, error);
    if (!error) admit(std::move(socket));
  }
  acceptor_.close(error);
  accept_pause_.cancel();
  for (Connection* connection : connections_) connection->begin_drain();
  if (connections_.empty()) sweep_timer_.cancel();
}

}  // namespace hurtrock::http
