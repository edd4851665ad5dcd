#include "catalog/search/recent_matches.hpp"

namespace hurtrock::catalog::search {

std::optional<TextMatch> RecentMatches::find(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto known = matches_.find(key);
  return known == matches_.end() ? std::nullopt : std::optional{known->second};
}

void RecentMatches::keep(const Key& key, const TextMatch& match) {
  const std::lock_guard lock(mutex_);
  if (!matches_.emplace(key, match).second) return;
  oldest_first_.push_back(key);
  if (oldest_first_.size() <= kMost) return;
  matches_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

}  // namespace hurtrock::catalog::search
