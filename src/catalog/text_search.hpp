#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/snapshot.hpp"

namespace hurtrock::catalog {

/// What a text finds among the products of a snapshot.
struct TextMatch {
  Bitmap products;
  std::vector<std::uint32_t> best_first;  ///< the most relevant of them, at most 1,000
  std::string did_you_mean;               ///< the text with better spelling; empty: none
  std::vector<std::string>
      fewer_words;  ///< when nothing was found: the text without one of its words, which finds some
};

/// The search index, as lists and suggestions ask it. Thread-safe.
class TextSearch {
 public:
  virtual ~TextSearch() = default;

  /// Nothing when there is no index to ask now: while it is built for the first time, or after it was found damaged.
  virtual std::optional<TextMatch> match(const Snapshot& snapshot, std::string_view text) = 0;

  /// Counts a search for the shop's statistics. Returns at once.
  virtual void count(std::string_view text, std::int64_t found) = 0;
};

}  // namespace hurtrock::catalog
