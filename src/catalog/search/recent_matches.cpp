#include "catalog/search/recent_matches.hpp"

namespace hurtrock::catalog::search {

std::optional<TextMatch> RecentMatches::find(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto known = matches_.find(key);
  return known == matches_.end() ? std::nullopt : std::optional{known->second};
}

void RecentMatches::keep(const Key& key, const TextMatch& match) {
  const std::lock_guard lock(mutex_);
  // The oldest snapshot and index first; among those of the newest, any.
  if (matches_.size() >= kMost) matches_.erase(matches_.begin());
  matches_.emplace(key, match);
}

}  // namespace hurtrock::catalog::search
