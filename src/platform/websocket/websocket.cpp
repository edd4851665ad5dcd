#include "platform/websocket/websocket.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "platform/http/log_if_failed.hpp"
#include "platform/http/upgrade.hpp"

// The only file that includes Beast's WebSocket: it takes longer to compile than everything else of a feature together.
namespace hurtrock::websocket {
namespace {

namespace beast = boost::beast;
using http::Awaitable;
using http::ErrorCode;
using http::kAwaitWithError;
using http::SteadyClock;
using http::asio::buffer;
using Stream = beast::websocket::stream<http::Socket>;
using Handshake = beast::http::request<beast::http::empty_body>;

constexpr std::chrono::seconds kHandshakePatience{10};
/// Kept between messages; a longer message's memory is given back.
constexpr std::size_t kIdleBuffer = 1'024;

Handshake as_handshake(const http::Request& request) {
  Handshake handshake{beast::http::verb::get, request.target, 11};
  for (const auto& [name, value] : request.headers) handshake.insert(name, value);
  return handshake;
}

}  // namespace

struct Endpoint::Impl final : http::Upgrader {
  Impl(Options given, Opened make_listener) : options(given), opened(std::move(make_listener)) {}
  std::shared_ptr<http::Upgraded> take(http::Socket socket, http::Request request) override;

  const Options options;
  const Opened opened;
  std::atomic<std::int64_t> sockets = 0;
};

namespace {

/// One socket. Its members belong to its thread, except the count of waiting bytes; a reading and a writing coroutine
/// run on it, each of which keeps it alive.
class Conversation final : public http::Upgraded, public Peer, public std::enable_shared_from_this<Conversation> {
 public:
  Conversation(http::Socket socket, http::Request request, const Options& options, const Opened& opened,
               std::atomic<std::int64_t>& sockets)
      : options_(options),
        opened_(opened),
        sockets_(sockets),
        executor_(socket.get_executor()),
        stream_(std::move(socket)),
        wake_(executor_),
        request_(std::move(request)),
        last_heard_(SteadyClock::now()),
        last_ping_(last_heard_),
        end_at_(last_heard_ + kHandshakePatience) {}

  // Peer
  // ---------------------------------------------------------------------------------------------------------------

  void send(std::vector<Frame> frames) override {
    std::size_t bytes = 0;
    for (const Frame& frame : frames) bytes += frame->size();
    waiting_bytes_ += bytes;
    http::asio::post(executor_, [self = shared_from_this(), frames = std::move(frames)]() mutable {
      self->enqueue(std::move(frames));
    });
  }
  void close(CloseCode code, std::string reason) override {
    http::asio::post(executor_, [self = shared_from_this(), code, reason = std::move(reason)] {
      self->begin_close(code, reason, self->options_.close_patience);
    });
  }
  void post(std::move_only_function<void()> task) override {
    http::asio::post(executor_, [self = shared_from_this(), task = std::move(task)]() mutable {
      if (self->listener_) task();
    });
  }
  [[nodiscard]] std::size_t waiting_bytes() const override { return waiting_bytes_.load(std::memory_order_relaxed); }

  // Upgraded
  // -----------------------------------------------------------------------------------------------------------

  Awaitable<> run() override {
    const auto self = shared_from_this();
    stream_.auto_fragment(false);
    stream_.read_message_max(options_.longest_message);
    stream_.text(true);
    const Handshake handshake = as_handshake(request_);
    auto [refused] = co_await stream_.async_accept(handshake, kAwaitWithError);
    if (refused) co_return;
    ++sockets_;
    end_at_ = SteadyClock::time_point::max();
    // Pings are answered by the stream itself; whatever comes is a sign of life.
    stream_.control_callback([this](beast::websocket::frame_type, beast::string_view) { hear(); });
    hear();
    listener_ = opened_(self, request_);
    request_ = {};
    http::asio::co_spawn(executor_, write(self), http::log_if_failed("websocket.write.failed"));
    if (close_) begin_close(close_->code, close_->reason, close_->patience);
    co_await read();
    over_ = true;
    wake_.cancel();
    abort();
    const auto listener = std::exchange(listener_, nullptr);
    listener->closed();
    --sockets_;
  }

  void tick(SteadyClock::time_point now) override {
    if (over_) return;
    if (now >= end_at_ || now - last_heard_ >= options_.silence) return abort();
    if (!listener_) return;
    if (now - last_ping_ >= options_.ping_every) {
      last_ping_ = now;
      ping_is_due_ = true;
      wake_.cancel();
    }
    if (!close_) listener_->tick(now);
  }

  void begin_drain() override {
    constexpr std::chrono::seconds kPatience{3};
    begin_close(kGoingAway, "the server restarts", kPatience);
  }

  void abort() override {
    ErrorCode ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  struct Close {
    CloseCode code;
    std::string reason;
    std::chrono::milliseconds patience;
  };

  void hear() { last_heard_ = SteadyClock::now(); }

  void enqueue(std::vector<Frame> frames) {
    for (Frame& frame : frames) {
      if (over_ || close_) {
        waiting_bytes_ -= frame->size();
        continue;
      }
      waiting_.push_back(std::move(frame));
    }
    if (over_ || close_) return;
    if (waiting_.size() > options_.most_waiting_frames || waiting_bytes() > options_.most_waiting_bytes) {
      drop_waiting();
      return begin_close(kSlowReader, "too slow", options_.close_patience);
    }
    wake_.cancel();
  }

  void drop_waiting() {
    for (const Frame& frame : waiting_) waiting_bytes_ -= frame->size();
    waiting_.clear();
  }

  /// The first reason stays. Before the handshake is over it is only noted.
  void begin_close(CloseCode code, const std::string& reason, std::chrono::milliseconds patience) {
    if (!close_) close_ = Close{.code = code, .reason = reason, .patience = patience};
    if (over_ || !listener_) return;
    end_at_ = std::min(end_at_, SteadyClock::now() + close_->patience);
    wake_.cancel();
  }

  Awaitable<> read() {
    beast::flat_buffer message;
    while (true) {
      auto [error, size] = co_await stream_.async_read(message, kAwaitWithError);
      if (error) co_return;
      hear();
      if (!stream_.got_text()) begin_close(kNotText, "text only", options_.close_patience);
      if (!close_) listener_->received(beast::buffers_to_string(message.data()));
      message.consume(size);
      if (message.capacity() > kIdleBuffer) message.shrink_to_fit();
    }
  }

  Awaitable<> write(std::shared_ptr<Conversation>) {
    while (!over_) {
      if (std::exchange(ping_is_due_, false)) {
        auto [error] = co_await stream_.async_ping({}, kAwaitWithError);
        if (error) co_return;
      } else if (!waiting_.empty()) {
        const Frame frame = std::move(waiting_.front());
        waiting_.pop_front();
        auto [error, size] = co_await stream_.async_write(buffer(*frame), kAwaitWithError);
        waiting_bytes_ -= frame->size();
        if (error) co_return;
        if (waiting_.empty() && listener_ && !close_) listener_->drained();
      } else if (close_) {
        // Completes when the client has answered, which the reading coroutine hears of, too.
        const beast::websocket::close_reason reason(static_cast<beast::websocket::close_code>(close_->code),
                                                    close_->reason);
        co_await stream_.async_close(reason, kAwaitWithError);
        co_return;
      } else {
        wake_.expires_at(SteadyClock::time_point::max());
        co_await wake_.async_wait(kAwaitWithError);
      }
    }
  }

  const Options& options_;
  const Opened& opened_;
  std::atomic<std::int64_t>& sockets_;
  const http::IoExecutor executor_;
  Stream stream_;
  http::Timer wake_;  ///< never rings: the writing coroutine waits on it until there is something to do
  http::Request request_;
  std::shared_ptr<Listener> listener_;  ///< from the handshake to the end

  std::deque<Frame> waiting_;
  std::atomic<std::size_t> waiting_bytes_ = 0;
  bool ping_is_due_ = false;
  bool over_ = false;
  std::optional<Close> close_;  ///< to be sent, or sent
  SteadyClock::time_point last_heard_, last_ping_;
  SteadyClock::time_point end_at_;
};

}  // namespace

std::shared_ptr<http::Upgraded> Endpoint::Impl::take(http::Socket socket, http::Request request) {
  return std::make_shared<Conversation>(std::move(socket), std::move(request), options, opened, sockets);
}

Endpoint::Endpoint(Options options, Opened opened) : impl_(std::make_unique<Impl>(options, std::move(opened))) {}
Endpoint::~Endpoint() = default;

http::Upgrader& Endpoint::upgrader() { return *impl_; }
std::int64_t Endpoint::sockets() const { return impl_->sockets; }

}  // namespace hurtrock::websocket
