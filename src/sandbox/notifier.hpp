#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::sandbox {

/// One message to the shop.
struct Delivery {
  /// How long to wait before the next try, or nothing to give up. `tries` have been made; `last` is what came of it.
  using RetryRule = std::function<std::optional<std::chrono::milliseconds>(int tries, const fetch::Answer& last)>;

  std::string about;  ///< messages about the same thing leave one after the other
  std::string url;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// Made anew for every try: signatures that tell when it was sent.
  std::function<std::vector<std::pair<std::string, std::string>>()> headers_of_try = {};
  bool follows_redirects = false;
  int copies = 1;  ///< sent at the same time, as an impatient provider does
  std::chrono::milliseconds delay{0};
  RetryRule retry;
  std::function<void()> finished;  ///< taken over or given up
};

/// Sends messages in the background. The queue is bounded: beyond it new ones are refused and logged. Thread-safe.
class Notifier {
 public:
  Notifier(const Clock& clock, fetch::Client& client);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  void send(Delivery delivery);
  /// Messages not yet taken over or given up.
  [[nodiscard]] std::size_t waiting() const;
  /// Drops what waits; returns when the sends under way are over.
  void stop();

 private:
  struct Waiting {
    Delivery delivery;
    Time due;
    int tries = 0;
  };
  void work();
  std::optional<Waiting> next(std::unique_lock<std::mutex>& lock);
  void attempt(Waiting message);
  fetch::Answer send_copies(const Delivery& delivery);

  const Clock& clock_;
  fetch::Client& client_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Waiting> queue_;  ///< by arrival
  std::set<std::string> under_way_;
  bool stopping_ = false;
  std::vector<std::jthread> workers_;
};

}  // namespace hurtrock::sandbox
