#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "chat/ids.hpp"
#include "platform/core/clock.hpp"

namespace hurtrock::chat {

/// How much one person may say, over all their sockets and the REST interface of this process. Thread-safe, bounded.
class SendLimit {
 public:
  static constexpr std::size_t kMost = 20;
  static constexpr std::chrono::seconds kWithin{10};

  explicit SendLimit(const Clock& clock) : clock_(clock) {}
  /// Counts one. Nothing when that is fine, otherwise how long to wait; what is refused does not count.
  std::optional<std::chrono::milliseconds> take(PersonId person);

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<PersonId, std::deque<Time>> sent_;
};

}  // namespace hurtrock::chat
