#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "chat/ids.hpp"
#include "platform/core/clock.hpp"

namespace hurtrock::chat {

/// How much one person may say, over all their sockets and the REST interface: of this process, and of the others as
/// far as they tell each other. Thread-safe, bounded.
class SendLimit {
 public:
  static constexpr std::size_t kMost = 20;
  static constexpr std::chrono::seconds kWithin{10};

  /// `tell` is called with everybody of whom one was let through, and tells the other processes; it must not wait.
  explicit SendLimit(const Clock& clock, std::function<void(PersonId)> tell = {})
      : clock_(clock), tell_(std::move(tell)) {}
  /// Counts one. Nothing when that is fine, otherwise how long to wait; what is refused does not count.
  std::optional<std::chrono::milliseconds> take(PersonId person);
  /// Another process has let one through.
  void heard_of(PersonId person);

 private:
  /// When they said what still counts.
  std::deque<Time>& said_by(PersonId person, Time now);

  const Clock& clock_;
  const std::function<void(PersonId)> tell_;
  std::mutex mutex_;
  std::unordered_map<PersonId, std::deque<Time>> sent_;
};

}  // namespace hurtrock::chat
