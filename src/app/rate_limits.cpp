#include "app/rate_limits.hpp"

#include <algorithm>

namespace hurtrock::app {

RateLimiter::RateLimiter(const Clock& clock, int burst, std::chrono::milliseconds refill)
    : clock_(clock), burst_(burst), refill_(refill) {}

std::optional<std::chrono::seconds> RateLimiter::take(std::string_view address) {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  // Full buckets say nothing and can go; under a flood from everywhere the table starts anew, which only forgives.
  if (buckets_.size() >= kMostAddresses) {
    std::erase_if(buckets_, [&](const auto& entry) { return entry.second.updated + refill_ * burst_ < now; });
    if (buckets_.size() >= kMostAddresses) buckets_.clear();
  }
  Bucket& bucket = buckets_.try_emplace(std::string(address), Bucket{burst_, now}).first->second;
  bucket.tokens = std::min(burst_, bucket.tokens + std::chrono::duration<double>(now - bucket.updated) / refill_);
  bucket.updated = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(refill_ * (1 - bucket.tokens)));
}

}  // namespace hurtrock::app
