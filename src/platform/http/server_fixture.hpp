#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/http/server.hpp"

/// A running server with a few routes, and a client that speaks raw bytes to it. For tests only.
namespace hurtrock::http {

/// Holds handlers up until a test lets them go.
class Latch {
 public:
  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void await_arrivals(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, count] { return arrived_ >= count; });
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

class TestGate final : public Gate {
 public:
  explicit TestGate(std::vector<Route> routes) : table_(std::move(routes)) {}

  std::optional<Response> immediate(const Request& request) override {
    if (request.path != "/immediate") return std::nullopt;
    return html(200, "immediate");
  }
  RouteTable::Match match(const Request& request) override { return table_.find(request.method, request.path); }
  std::optional<Response> turned_away(Request& request, const Route& route) override {
    if (route.access == Access::kAnyone || !request.header("Authorization").empty()) return std::nullopt;
    return html(401, "turned away");
  }
  RunsOn runs_on(const Request&, const Route& route) override { return route.runs_on; }
  Response handle(Request& request, const Route& route) override { return route.handler(request); }
  Response refusal(const Request&, int status) override { return html(status, "refused " + std::to_string(status)); }
  void finished(const Request& request, const Route*, const Response& response, std::size_t bytes,
                std::chrono::microseconds) override {
    const std::scoped_lock lock(mutex_);
    log_.push_back(request.path + " " + std::to_string(response.status) + " " + std::to_string(bytes));
    logged_.notify_all();
  }
  /// Waits for that many answers and returns a line for each.
  std::vector<std::string> finished_requests(std::size_t count) {
    std::unique_lock lock(mutex_);
    logged_.wait_for(lock, std::chrono::seconds{10}, [&] { return log_.size() >= count; });
    return log_;
  }

 private:
  RouteTable table_;
  std::mutex mutex_;
  std::condition_variable logged_;
  std::vector<std::string> log_;
};

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

/// One blocking connection. Waits ten seconds at most for anything.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const int now = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ADD_FAILURE() << "connect";
  }
  ~RawClient() { close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// The next answer; status 0 when the connection ended instead. `to_head`: there is no body although a length.
  Reply receive(bool to_head = false) {
    Reply reply;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return reply;
    }
    read_head(reply, received_.substr(0, end + 2));
    received_.erase(0, end + 4);
    const std::size_t length =
        to_head || reply.header("content-length").empty() ? 0 : std::stoul(reply.header("content-length"));
    while (received_.size() < length) {
      if (!more()) break;
    }
    reply.body = received_.substr(0, length);
    received_.erase(0, length);
    return reply;
  }
  Reply ask(std::string_view bytes, bool to_head = false) {
    send(bytes);
    return receive(to_head);
  }
  /// Whether the server closes the connection without another byte.
  bool is_closed() { return received_.empty() && !more(); }

 private:
  bool more() {
    char buffer[16 * 1024];
    const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) ADD_FAILURE() << "the server stayed silent";
    if (size <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  static void read_head(Reply& reply, std::string_view head) {
    reply.status = std::stoi(std::string(head.substr(9, 3)));
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
      const std::string_view line = head.substr(0, head.find("\r\n"));
      head.remove_prefix(line.size() + 2);
      const std::size_t colon = line.find(": ");
      reply.headers[text::lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
  }

  int socket_;
  std::string received_;
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    crypto::start();
    folder_ = std::filesystem::temp_directory_path() / ("http-test-" + crypto::random_token(12));
    std::filesystem::create_directory(folder_);
    options_.host = "127.0.0.1";
    options_.worker_threads = 2;
    options_.gateway_threads = 1;
    options_.picture_threads = 1;
    options_.upload_folder = folder_;
    route(Method::kGet, "/hello", RunsOn::kInline, [](const Request&) { return html(200, "hello"); });
    route(Method::kGet, "/worker", RunsOn::kWorker, [](const Request&) { return html(200, "worked"); });
    route(Method::kPost, "/echo", RunsOn::kWorker, [](const Request& request) { return html(200, request.body); });
    route(Method::kGet, "/slow", RunsOn::kGateway, [this](const Request&) {
      latch_.arrive_and_wait();
      return html(200, "slow");
    });
  }
  ~ServerTest() override {
    stop();
    std::filesystem::remove_all(folder_);
  }

  void route(Method method, std::string_view pattern, RunsOn place, Handler handler) {
    routes_.push_back({.method = method,
                       .pattern = pattern,
                       .access = Access::kAnyone,
                       .runs_on = place,
                       .handler = std::move(handler)});
  }
  /// After the routes and options have been set.
  void start() {
    gate_ = std::make_unique<TestGate>(std::move(routes_));
    server_ = std::make_unique<Server>(options_, *gate_);
    runner_ = std::jthread([this] { server_->run(); });
  }
  void stop() {
    latch_.open();
    if (server_) server_->stop();
    if (runner_.joinable()) runner_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  /// One request on a connection of its own.
  Reply ask(std::string_view bytes) { return RawClient(port()).ask(bytes); }
  [[nodiscard]] bool upload_folder_is_empty() const { return std::filesystem::is_empty(folder_); }

  ServerOptions options_;
  std::vector<Route> routes_;
  Latch latch_;
  std::filesystem::path folder_;
  std::unique_ptr<TestGate> gate_;
  std::unique_ptr<Server> server_;
  std::jthread runner_;
};

}  // namespace hurtrock::http
