#include "chat/send_limit.hpp"

#include <algorithm>

namespace hurtrock::chat {
namespace {

constexpr std::size_t kMostPeople = 20'000;

}  // namespace

std::optional<std::chrono::milliseconds> SendLimit::take(PersonId person) {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  // Whoever has been silent for long enough says nothing here; a full table of talkers is forgiven.
  if (sent_.size() >= kMostPeople) {
    std::erase_if(sent_, [&](const auto& entry) { return entry.second.back() + kWithin <= now; });
    if (sent_.size() >= kMostPeople) sent_.clear();
  }
  std::deque<Time>& times = sent_[person];
  while (!times.empty() && times.front() + kWithin <= now) times.pop_front();
  if (times.size() < kMost) {
    times.push_back(now);
    return std::nullopt;
  }
  return std::max(std::chrono::milliseconds{1},
                  std::chrono::ceil<std::chrono::milliseconds>(times.front() + kWithin - now));
}

}  // namespace hurtrock::chat
