#include "platform/jobs/backoff.hpp"

#include <algorithm>

#include "platform/core/crypto.hpp"

namespace hurtrock::jobs {

microseconds retry_pause(int attempt) {
  using namespace std::chrono;
  constexpr milliseconds kFirst = 2s;
  constexpr milliseconds kLongest = 1h;
  // 2 s doubled eleven times is past the longest pause.
  const milliseconds full = std::min(kFirst * (1 << std::clamp(attempt - 1, 0, 11)), kLongest);
  const auto half = static_cast<std::uint32_t>(full.count() / 2);
  return full - milliseconds{crypto::random_below(half + 1)};
}

}  // namespace hurtrock::jobs
