#include "app/rate_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

std::chrono::seconds worth_telling(std::chrono::duration<double> wait) {
  return std::max(1s, std::chrono::ceil<std::chrono::seconds>(wait));
}

/// One bucket, kept as the moment at which it is full again: one number, which need not be kept any longer. Takes one
/// and answers 0, or answers the milliseconds until there is one. By the server's clock, so that those of the shops
/// need not agree; should it be set back, nobody waits for longer than an empty bucket has them wait.
constexpr const char* kTake = R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local burst, refill = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = tonumber(redis.call('GET', KEYS[1])) or now
full = math.min(math.max(full, now), now + burst * refill)
local wait = full - now - (burst - 1) * refill
if wait > 0 then return wait end
full = full + refill
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', string.format('%.0f', full - now))
return 0
)";

}  // namespace

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
  return worth_telling(refill_ * (1 - bucket.tokens));
}

SharedRateLimiter::SharedRateLimiter(const Clock& clock, std::string_view name, int burst,
                                     std::chrono::milliseconds refill, redis::Questions* redis)
    : own_(clock, burst, refill),
      key_(fmt::format("hurtrock:limit:{}:", name)),
      burst_(std::to_string(burst)),
      refill_ms_(std::to_string(refill.count())),
      redis_(redis) {}

std::optional<std::chrono::seconds> SharedRateLimiter::take(std::string_view address) {
  if (const auto wait = own_.take(address); wait || redis_ == nullptr) return wait;
  const auto wait = redis_->number({"EVAL", kTake, "1", fmt::format("{}{}", key_, address), burst_, refill_ms_});
  if (!wait || *wait <= 0) return std::nullopt;
  return worth_telling(std::chrono::milliseconds{*wait});
}

}  // namespace hurtrock::app
