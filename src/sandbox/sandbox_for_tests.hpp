#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/http/server.hpp"
#include "sandbox/gate.hpp"
#include "sandbox/sandbox.hpp"

/// A running sandbox, and a shop that takes its notifications, for tests.
namespace hurtrock::sandbox {

/// Answers every notification as told and keeps it.
class NotificationSink {
 public:
  NotificationSink() : gate_(routes(), "Toko"), server_(options(), gate_), thread_([this] { server_.run(); }) {}
  ~NotificationSink() { server_.stop(); }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/sink"; }
  void answer_next_with(int status) {
    const std::lock_guard lock(mutex_);
    next_status_ = status;
  }
  /// The bodies so far, once that many have come or five seconds are over.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, std::chrono::seconds{5}, [&] { return bodies_.size() >= count; });
    return bodies_;
  }
  /// The same with what stood in Stripe-Signature.
  std::vector<std::pair<std::string, std::string>> wait_for_signed(std::size_t count) {
    const auto bodies = wait_for(count);
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<std::string, std::string>> messages;
    for (std::size_t i = 0; i < bodies.size(); ++i) messages.emplace_back(bodies[i], signatures_[i]);
    return messages;
  }

 private:
  static http::ServerOptions options() {
    return {.host = "127.0.0.1", .io_threads = 1, .worker_threads = 1, .drain_timeout = std::chrono::seconds{1}};
  }
  http::RouteTable routes() {
    std::vector<http::Route> routes;
    routes.push_back({http::Method::kPost, "/sink", http::Access::kSigned, http::RunsOn::kWorker,
                      [this](const http::Request& request) { return take(request); }});
    return http::RouteTable{std::move(routes)};
  }
  http::Response take(const http::Request& request) {
    const std::lock_guard lock(mutex_);
    bodies_.push_back(request.body);
    signatures_.emplace_back(request.header("Stripe-Signature"));
    arrived_.notify_all();
    return http::json(std::exchange(next_status_, 200), "{}");
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  int next_status_ = 200;
  std::vector<std::string> bodies_, signatures_;
  SandboxGate gate_;
  http::Server server_;
  std::jthread thread_;
};

class RunningSandbox {
 public:
  RunningSandbox(SandboxOptions options, const Clock& clock)
      : sandbox_(std::move(options), clock), thread_([this] { sandbox_.run(); }) {}
  ~RunningSandbox() { sandbox_.stop(); }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(sandbox_.port()); }

 private:
  Sandbox sandbox_;
  std::jthread thread_;
};

}  // namespace hurtrock::sandbox
