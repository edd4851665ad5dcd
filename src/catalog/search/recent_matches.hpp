#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "catalog/text_search.hpp"

namespace hurtrock::catalog::search {

/// Answers given lately, for whoever turns pages and chooses filters, and for what everybody searches for. The key
/// holds all that an answer depends on, so none is ever wrong. Bounded; thread-safe.
class RecentMatches {
 public:
  using Key = std::tuple<std::uint64_t, std::int64_t, std::string>;  ///< snapshot, version of the index, text

  std::optional<TextMatch> find(const Key& key);
  void keep(const Key& key, const TextMatch& match);

  static constexpr std::size_t kMost = 128;  ///< 2 MB at 100,000 products

 private:
  std::mutex mutex_;
  std::map<Key, TextMatch> matches_;
  std::deque<Key> oldest_first_;
};

}  // namespace hurtrock::catalog::search
