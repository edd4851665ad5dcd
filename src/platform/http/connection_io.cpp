#include <sys/sendfile.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>

#include "platform/http/connection.hpp"

// How a connection's bytes come and go; every wait in here has a deadline.
namespace hurtrock::http {
namespace {

/// Sent in one go before others of the thread have their turn.
constexpr std::uint64_t kFileTurn = 1024 * 1024;
/// After a last answer: how long and how much a client may go on sending what nobody will read.
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::size_t kLingerBytes = 1024 * 1024;
constexpr std::size_t kLingerRoom = 16 * 1024;
constexpr std::size_t kIdleBuffer = 16 * 1024;

asio::const_buffer as_buffer(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string_view Connection::buffered() const {
  const auto data = buffer_.data();
  return {static_cast<const char*>(data.data()), data.size()};
}

void Connection::feed_parser() {
  if (!parser_->begun()) {
    // A line end too many behind a body: old clients send it (RFC 9112 section 2.2).
    while (buffered().starts_with("\r\n")) buffer_.consume(2);
  }
  if (buffer_.size() > 0) buffer_.consume(parser_->feed(buffered()));
  if (buffer_.size() == 0 && buffer_.capacity() > kIdleBuffer) buffer_.shrink_to_fit();
}

bool Connection::is_silent() const {
  ErrorCode error;
  return socket_.available(error) == 0 || error;
}

Awaitable<Connection::Received> Connection::receive(SteadyClock::time_point deadline, std::size_t room) {
  answered_without_waiting_ = 0;
  timed_out_ = false;
  deadline_ = deadline;
  auto [error, size] = co_await socket_.async_read_some(buffer_.prepare(room), kAwaitWithError);
  deadline_ = SteadyClock::time_point::max();
  if (!error) {
    buffer_.commit(size);
    co_return Received::kBytes;
  }
  co_return timed_out_ ? Received::kTimedOut : Received::kGone;
}

/// Writes `outgoing_`, head and body in one system call. Waits only when the client is slower than we are.
Awaitable<bool> Connection::flush() {
  while (true) {
    const std::array<asio::const_buffer, 2> buffers = {as_buffer(outgoing_[0]), as_buffer(outgoing_[1])};
    ErrorCode error;
    std::size_t written = socket_.write_some(buffers, error);
    if (error && error != asio::error::would_block) co_return false;
    for (std::string_view& piece : outgoing_) {
      const std::size_t done = std::min(written, piece.size());
      piece.remove_prefix(done);
      written -= done;
    }
    if (outgoing_[0].empty() && outgoing_[1].empty()) co_return true;
    const bool writable = co_await wait_writable();
    if (!writable) co_return false;
  }
}

Awaitable<bool> Connection::wait_writable() {
  deadline_ = SteadyClock::now() + state_.options.write_timeout;
  auto [error] = co_await socket_.async_wait(Socket::wait_write, kAwaitWithError);
  deadline_ = SteadyClock::time_point::max();
  co_return !error;
}

Awaitable<bool> Connection::send_file(int descriptor, std::uint64_t offset, std::uint64_t length) {
  auto position = static_cast<off_t>(offset);
  while (length > 0) {
    const ssize_t sent = ::sendfile(socket_.native_handle(), descriptor, &position, std::min(length, kFileTurn));
    if (sent > 0) {
      length -= static_cast<std::uint64_t>(sent);
      if (length > 0) co_await asio::post(kAwait);
      continue;
    }
    // 0: the file has become shorter than the length already announced.
    if (sent == 0 || (errno != EAGAIN && errno != EINTR)) co_return false;
    const bool writable = co_await wait_writable();
    if (!writable) co_return false;
  }
  co_return true;
}

/// Closing while the client still sends would make the kernel reset the connection, and the client lose the answer.
Awaitable<> Connection::linger() {
  ErrorCode error;
  socket_.shutdown(Socket::shutdown_send, error);
  const auto deadline = SteadyClock::now() + kLingerTime;
  std::size_t dropped = 0;
  while (!error && dropped < kLingerBytes) {
    buffer_.consume(buffer_.size());
    const Received received = co_await receive(deadline, kLingerRoom);
    if (received != Received::kBytes) break;
    dropped += buffer_.size();
  }
}

}  // namespace hurtrock::http
