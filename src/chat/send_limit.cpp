#include "chat/send_limit.hpp"

#include <algorithm>

namespace hurtrock::chat {
namespace {

constexpr std::size_t kMostPeople = 20'000;

}  // namespace

std::deque<Time>& SendLimit::said_by(PersonId person, Time now) {
  // Whoever has been silent for long enough says nothing here; a full table of talkers is forgiven.
  if (sent_.size() >= kMostPeople) {
    std::erase_if(sent_, [&](const auto& entry) { return entry.second.back() + kWithin <= now; });
    if (sent_.size() >= kMostPeople) sent_.clear();
  }
  std::deque<Time>& times = sent_[person];
  while (!times.empty() && times.front() + kWithin <= now) times.pop_front();
  return times;
}

std::optional<std::chrono::milliseconds> SendLimit::take(PersonId person) {
  const Time now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    std::deque<Time>& times = said_by(person, now);
    if (times.size() >= kMost)
      return std::max(std::chrono::milliseconds{1},
                      std::chrono::ceil<std::chrono::milliseconds>(times.front() + kWithin - now));
    times.push_back(now);
  }
  if (tell_) tell_(person);
  return std::nullopt;
}

void SendLimit::heard_of(PersonId person) {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  std::deque<Time>& times = said_by(person, now);
  times.push_back(now);
  if (times.size() > kMost) times.pop_front();
}

}  // namespace hurtrock::chat
