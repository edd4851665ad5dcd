#pragma once

#include <atomic>
#include <cstdint>

#include "platform/core/clock.hpp"
#include "platform/http/proxies.hpp"
#include "platform/http/server.hpp"
#include "platform/http/thread_pool.hpp"

namespace hurtrock::http {

/// What the threads of one server share.
struct ServerState {
  ServerState(ServerOptions given, Gate& the_gate)
      : options(std::move(given)),
        gate(the_gate),
        proxies(options.trusted_proxies),
        workers(options.worker_threads, options.worker_queue),
        gateways(options.gateway_threads, options.gateway_queue),
        pictures(options.picture_threads, options.picture_queue) {}

  /// Where a route's handler runs that does not run inline.
  ThreadPool& pool_of(RunsOn place) {
    if (place == RunsOn::kPictures) return pictures;
    return place == RunsOn::kGateway ? gateways : workers;
  }

  const ServerOptions options;
  Gate& gate;
  const TrustedProxies proxies;
  const SystemClock clock;

  std::atomic<std::int64_t> connections = 0;
  std::atomic<std::int64_t> requests = 0;
  std::atomic<std::int64_t> in_flight = 0;
  std::atomic<std::int64_t> refused = 0;
  /// The drain took too long: what still waits for a thread is not worth starting any more.
  std::atomic<bool> abandoned = false;

  ThreadPool workers;
  ThreadPool gateways;
  ThreadPool pictures;
};

/// Counts something for as long as it lives.
class Counted {
 public:
  explicit Counted(std::atomic<std::int64_t>& counter) : counter_(counter) {
    counter_.fetch_add(1, std::memory_order_relaxed);
  }
  ~Counted() { counter_.fetch_sub(1, std::memory_order_relaxed); }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::atomic<std::int64_t>& counter_;
};

}  // namespace hurtrock::http
