#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/core/clock.hpp"
#include "platform/redis/questions.hpp"

namespace hurtrock::app {

/// Token buckets per client address, in this process. Bounded; thread-safe.
class RateLimiter {
 public:
  /// `burst` at once, one more every `refill`.
  RateLimiter(const Clock& clock, int burst, std::chrono::milliseconds refill);
  /// Takes one. Nothing when that is fine, otherwise how long to wait.
  std::optional<std::chrono::seconds> take(std::string_view address);

 private:
  struct Bucket {
    double tokens;  // a count of permits, not money
    Time updated;
  };
  static constexpr std::size_t kMostAddresses = 50'000;

  const Clock& clock_;
  double burst_;
  std::chrono::duration<double> refill_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

/// The same over all processes that ask one Redis. Each counts for itself as well: whoever has had enough here is not
/// asked about there, and while Redis does not answer that is what counts. Thread-safe; waits as long as
/// redis::Questions does.
class SharedRateLimiter {
 public:
  /// `name` tells limits apart and is the same in all processes. Without `redis`, which outlives this, a RateLimiter.
  SharedRateLimiter(const Clock& clock, std::string_view name, int burst, std::chrono::milliseconds refill,
                    redis::Questions* redis);
  std::optional<std::chrono::seconds> take(std::string_view address);

 private:
  RateLimiter own_;
  const std::string key_, burst_, refill_ms_;
  redis::Questions* const redis_;
};

}  // namespace hurtrock::app
