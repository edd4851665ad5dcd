#include "platform/http/connection.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/http/log_if_failed.hpp"
#include "platform/http/multipart_body.hpp"
#include "platform/http/proxies.hpp"
#include "platform/http/response_head.hpp"
#include "platform/http/status.hpp"
#include "platform/log/log.hpp"

// What happens on a connection, request by request. How bytes come and go is in connection_io.cpp.
namespace hurtrock::http {
namespace {

constexpr std::size_t kHeadRoom = 4 * 1024;
constexpr std::size_t kBodyRoom = 64 * 1024;
/// A client that sends request after request in one go must not keep the others of its thread waiting.
constexpr unsigned kMaxWithoutWaiting = 32;
/// Between a new client's connecting and its first request, when the server is about to go.
constexpr std::chrono::milliseconds kDrainGrace{500};
/// Where a function answers a status: nobody is left to answer.
constexpr int kClientGone = -1;

bool is_plain_id(std::string_view id) {
  return id.size() >= 8 && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
         });
}

std::string allow_header(const std::vector<Method>& methods) {
  std::string list;
  for (const Method method : methods) {
    if (!list.empty()) list += ", ";
    list += to_string(method);
  }
  return list;
}

std::string address_of(const Socket& socket) {
  ErrorCode error;
  const asio::ip::address address = socket.remote_endpoint(error).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

/// Removes the uploads of a request when its answering ends, in whatever way.
class UploadGuard {
 public:
  explicit UploadGuard(const Request& request) : request_(request) {}
  ~UploadGuard() { remove_uploads(request_); }
  UploadGuard(const UploadGuard&) = delete;
  UploadGuard& operator=(const UploadGuard&) = delete;

 private:
  const Request& request_;
};

}  // namespace

Connection::Connection(IoThread& thread, Socket socket)
    : thread_(thread),
      state_(thread.state()),
      socket_(std::move(socket)),
      peer_(address_of(socket_)),
      place_(thread.add(*this)),
      counted_(state_.connections),
      buffer_(state_.options.max_header_bytes + kBodyRoom) {
  ErrorCode ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

Connection::~Connection() { thread_.remove(place_); }

void Connection::start(IoThread& thread, Socket socket) {
  std::unique_ptr<Connection> connection(new Connection(thread, std::move(socket)));
  asio::co_spawn(thread.executor(), run(std::move(connection)), log_if_failed("http.connection.failed"));
}

Awaitable<> Connection::run(std::unique_ptr<Connection> connection) { co_await connection->serve(); }

void Connection::check_deadline(SteadyClock::time_point now) {
  if (upgraded_) return upgraded_->tick(now);
  if (now < deadline_) return;
  deadline_ = SteadyClock::time_point::max();
  timed_out_ = true;
  ErrorCode ignored;
  socket_.cancel(ignored);
}

void Connection::begin_drain() {
  if (upgraded_) return upgraded_->begin_drain();
  // A client that has just connected is about to ask; one between two requests is not.
  if (idle_ && answered_ == 0) deadline_ = std::min(deadline_, SteadyClock::now() + kDrainGrace);
  ErrorCode ignored;
  if (idle_ && answered_ > 0) socket_.cancel(ignored);
}

void Connection::abort() {
  if (upgraded_) return upgraded_->abort();
  ErrorCode ignored;
  socket_.close(ignored);
}

Awaitable<> Connection::serve() {
  bool open = true;
  while (open) {
    begin_request();
    open = co_await read_head();
    if (!open) break;
    const Counted in_flight(state_.in_flight);
    const UploadGuard uploads(request_);
    identify();
    const int refusal = parser_->refusal();
    open = refusal != 0 ? co_await refuse(refusal) : co_await respond();
  }
  if (upgrader_ != nullptr) co_await leave_http();
}

/// Until the other protocol is over. What only HTTP needs is let go: there may be ten thousand of us.
Awaitable<> Connection::leave_http() {
  parser_.reset();
  buffer_.shrink_to_fit();
  head_ = {};
  upgraded_ = upgrader_->take(std::move(socket_), std::move(request_));
  if (thread_.draining()) upgraded_->begin_drain();
  co_await upgraded_->run();
}

void Connection::begin_request() {
  request_ = Request{};
  sink_.reset();
  keep_alive_ = false;
  parser_.emplace(request_, HeadLimits{.header_bytes = state_.options.max_header_bytes,
                                       .target_bytes = state_.options.max_target_bytes});
}

/// Until the header is complete or to be refused. False when the client left or stayed silent.
Awaitable<bool> Connection::read_head() {
  const ServerOptions& options = state_.options;
  bool begun = false;
  SteadyClock::time_point deadline;
  while (true) {
    feed_parser();
    if (parser_->head_done() || parser_->refusal() != 0) break;
    if (!begun) {
      begun = parser_->begun() || buffer_.size() > 0;
      started_ = SteadyClock::now();
      if (!begun && thread_.draining() && answered_ > 0 && is_silent()) co_return false;
      deadline = started_ + (begun ? options.header_timeout : options.idle_timeout);
      if (!begun && thread_.draining()) deadline = started_ + kDrainGrace;
    }
    idle_ = !begun;
    const Received received = co_await receive(deadline, kHeadRoom);
    const bool was_idle = std::exchange(idle_, false);
    if (received == Received::kBytes) continue;
    // Woken by the drain just when the next request arrived.
    if (received == Received::kGone && was_idle && thread_.draining() && !is_silent()) continue;
    if (received == Received::kTimedOut && !was_idle) {
      identify();
      co_return co_await refuse(408);
    }
    co_return false;
  }
  started_ = SteadyClock::now();
  co_return true;
}

/// Whoever sends more before the other protocol has begun does not speak it.
bool Connection::asks_for_upgrade() const {
  return request_.method == Method::kGet && !parser_->is_http_1_0() && parser_->done() && buffer_.size() == 0 &&
         !request_.header("Upgrade").empty();
}

void Connection::identify() {
  state_.proxies.resolve(request_, peer_);
  const std::string_view given = request_.header("X-Request-Id");
  request_.request_id = is_plain_id(given) ? std::string(given) : crypto::random_token(12);
}

Awaitable<bool> Connection::respond() {
  keep_alive_ = parser_->wants_keep_alive();
  if (asks_for_upgrade()) {
    upgrader_ = state_.gate.upgrader(request_);
    if (upgrader_ != nullptr) co_return false;
  }
  if (auto answer = dispatch::immediate(state_.gate, request_)) {
    co_return co_await respond_without_body(std::move(*answer));
  }
  auto match = dispatch::match(state_.gate, request_);
  if (!match) co_return co_await respond_without_body(dispatch::refuse(state_.gate, request_, 500));
  const Route* route = match->route;
  if (route == nullptr) {
    Answer answer = dispatch::refuse(state_.gate, request_, match->allowed.empty() ? 404 : 405);
    if (!match->allowed.empty()) answer.response.set("Allow", allow_header(match->allowed));
    co_return co_await respond_without_body(std::move(answer));
  }
  request_.params = std::move(match->params);

  if (!parser_->done()) {
    sink_ = body_sink(request_, *route, state_.options.upload_folder);
    if (!sink_) co_return co_await refuse(415);
    if (parser_->announced_length() > route->body_limit) co_return co_await refuse(413);
    if (route->uploads) {
      std::optional<Answer> refused = co_await turned_away(route);
      if (refused) {
        sink_.reset();
        co_return co_await respond_without_body(std::move(*refused));
      }
    }
    const int refusal = co_await read_body();
    if (refusal == kClientGone) co_return false;
    if (refusal != 0) co_return co_await refuse(refusal);
  }
  Answer answer = co_await handle(route);
  co_return co_await send(std::move(answer), route);
}

/// For answers that no handler had to read the body for: a small one is dropped, a large one ends the connection.
Awaitable<bool> Connection::respond_without_body(Answer answer) {
  if (!parser_->done()) {
    const bool worth_reading = !parser_->expects_continue() && parser_->announced_length() <= kMaxDiscardedBody;
    int refusal = 413;
    if (worth_reading) {
      sink_ = discarding_sink();
      refusal = co_await read_body();
      if (refusal == kClientGone) co_return false;
    }
    if (refusal != 0) keep_alive_ = false;
  }
  co_return co_await send(std::move(answer), nullptr);
}

Awaitable<bool> Connection::refuse(int status) {
  keep_alive_ = false;
  Answer answer = dispatch::refuse(state_.gate, request_, status);
  state_.refused.fetch_add(1, std::memory_order_relaxed);
  co_return co_await send(std::move(answer), nullptr);
}

/// Hands the body to `sink_`. 0, the status to refuse with, or kClientGone.
Awaitable<int> Connection::read_body() {
  parser_->expect_body(*sink_);
  if (parser_->expects_continue() && buffer_.size() == 0) {
    outgoing_ = {"HTTP/1.1 100 Continue\r\n\r\n", ""};
    if (!co_await flush()) co_return kClientGone;
  }
  while (true) {
    feed_parser();
    if (parser_->refusal() != 0 || parser_->done()) co_return parser_->refusal();
    // What the parser leaves behind is the beginning of a chunk's header; no honest one is that long.
    if (buffer_.size() > state_.options.max_header_bytes) co_return 400;
    const Received received = co_await receive(SteadyClock::now() + state_.options.body_timeout, kBodyRoom);
    if (received == Received::kGone) co_return kClientGone;
    if (received == Received::kTimedOut) co_return 408;
  }
}

Awaitable<Answer> Connection::handle(const Route* route) {
  const RunsOn place = state_.gate.runs_on(request_, *route);
  if (place == RunsOn::kInline) co_return dispatch::handle(state_.gate, request_, *route);
  const bool asked = co_await ask_in_pool(&state_.pool_of(place), route, Ask::kAnswer);
  co_return asked ? std::move(*pool_answer_) : too_busy();
}

/// The answer for whoever may not use the route, before the body is read; nothing for everybody else.
Awaitable<std::optional<Answer>> Connection::turned_away(const Route* route) {
  const bool asked = co_await ask_in_pool(&state_.workers, route, Ask::kMayEnter);
  if (!asked) co_return too_busy();
  co_return std::move(pool_answer_);
}

Answer Connection::too_busy() {
  state_.refused.fetch_add(1, std::memory_order_relaxed);
  Answer busy = dispatch::refuse(state_.gate, request_, 503);
  busy.response.set("Retry-After", "1");
  return busy;
}

/// False when the pool's queue is full or the server is going down; otherwise `pool_answer_` is what the gate said.
Awaitable<bool> Connection::ask_in_pool(ThreadPool* pool, const Route* route, Ask what) {
  auto initiate = [this, pool, route, what](auto completion) {
    // The guard keeps the event loop running until the pool's thread has reported back.
    ThreadPool::Task task = [this, route, what, done = std::move(completion),
                             guard = asio::make_work_guard(thread_.executor())](bool admitted) mutable {
      const bool run = admitted && !state_.abandoned;
      if (run && what == Ask::kAnswer) pool_answer_ = dispatch::handle(state_.gate, request_, *route);
      if (run && what == Ask::kMayEnter) pool_answer_ = dispatch::turned_away(state_.gate, request_, *route);
      asio::post(guard.get_executor(), [done = std::move(done), run]() mutable { std::move(done)(run); });
    };
    if (!pool->try_submit(task)) task(false);
  };
  co_return co_await asio::async_initiate<decltype(kAwait), void(bool)>(std::move(initiate), kAwait);
}

Awaitable<bool> Connection::send(Answer answer, const Route* route) {
  if (answer.response.close || thread_.draining()) keep_alive_ = false;
  if (!compose_head(answer)) co_return false;
  const bool with_body = request_.method != Method::kHead && has_body(answer.response.status);
  const std::uint64_t body_bytes = with_body ? answer.length() : 0;

  outgoing_ = {head_, with_body ? answer.body() : std::string_view{}};
  bool sent = co_await flush();
  if (sent && with_body && answer.file.descriptor() >= 0) {
    sent = co_await send_file(answer.file.descriptor(), answer.file.offset(), answer.file.length());
  }
  ++answered_;
  state_.requests.fetch_add(1, std::memory_order_relaxed);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - started_);
  state_.gate.finished(request_, route, answer.response, sent ? body_bytes : 0, took);

  if (!sent) co_return false;
  if (!keep_alive_) {
    if (!parser_->head_done() || !parser_->done()) co_await linger();
    co_return false;
  }
  if (++answered_without_waiting_ == kMaxWithoutWaiting) {
    answered_without_waiting_ = 0;
    co_await asio::post(kAwait);
  }
  co_return true;
}

/// Into `head_`. An answer that cannot be written down is replaced by a 500.
bool Connection::compose_head(Answer& answer) {
  const auto compose = [this](const Answer& what) {
    return write_head(head_, what.response,
                      {.date = thread_.date(),
                       .request_id = request_.request_id,
                       .content_length = what.length(),
                       .keep_alive = keep_alive_,
                       .http_1_0 = parser_->is_http_1_0()});
  };
  if (compose(answer)) return true;
  const log::RequestScope scope(request_.request_id);
  log::error("http.answer.bad_header", {{"path", request_.path}, {"status", answer.response.status}});
  answer = dispatch::refuse(state_.gate, request_, 500);
  return compose(answer);
}

}  // namespace hurtrock::http
