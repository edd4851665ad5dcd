#include "catalog/search/postings.hpp"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hurtrock::catalog::search {
namespace {

// Shorter lists are read faster than looked up.
constexpr std::size_t kShortestKept = 256;
// 32 MB.
constexpr std::size_t kAlwaysHeld = 4'000'000;
// A broad search reads a dozen lists that a third of all products are on each; what is held must have room for several.
constexpr std::size_t kHeldForAProduct = 16;

std::size_t most_held(const Xapian::Database& index) {
  return std::max(kAlwaysHeld, kHeldForAProduct * index.get_doccount());
}

/// Okapi BM25 (Robertson and others, TREC-3, 1994). A long description makes a product little less relevant.
class Bm25 {
 public:
  Bm25(const Xapian::Database& index, const std::string& term)
      : mean_length_(std::max(1.0, index.get_avlength())),
        rareness_(rareness(index.get_doccount(), index.get_termfreq(term))) {}

  [[nodiscard]] float weight(double occurrences, double length) const {
    const double damping = kSaturation * (1 - kLengthInfluence + kLengthInfluence * length / mean_length_);
    const double weight = rareness_ * occurrences * (kSaturation + 1) / (occurrences + damping);
    return std::max(static_cast<float>(weight), std::numeric_limits<float>::min());
  }

 private:
  static constexpr double kSaturation = 1.2;
  static constexpr double kLengthInfluence = 0.2;

  /// The logarithm of the odds against the term; made positive for terms that half of the products have.
  static double rareness(double products, double having) {
    const double odds = (products - having + 0.5) / (having + 0.5);
    return std::log(odds < 2 ? 1 + odds / 2 : odds);
  }

  double mean_length_;
  double rareness_;
};

Postings read(const Xapian::Database& index, const std::string& term) {
  Postings postings;
  postings.reserve(index.get_termfreq(term));
  const Bm25 bm25(index, term);
  const auto end = index.postlist_end(term);
  for (auto at = index.postlist_begin(term); at != end; ++at)
    postings.push_back({.product_id = *at, .weight = bm25.weight(at.get_wdf(), at.get_doclength())});
  return postings;
}

}  // namespace

std::shared_ptr<const Postings> PostingsCache::of(const Xapian::Database& index, const std::string& term) {
  const std::string state = index.get_uuid() + ' ' + std::to_string(index.get_revision());
  {
    const std::lock_guard lock(mutex_);
    if (state == state_)
      if (const auto known = lists_.find(term); known != lists_.end()) return known->second;
  }
  auto postings = std::make_shared<const Postings>(read(index, term));
  const std::size_t most = most_held(index);
  if (postings->size() < kShortestKept || postings->size() > most) return postings;

  const std::lock_guard lock(mutex_);
  if (state != state_) {
    lists_.clear();
    oldest_first_.clear();
    held_ = 0;
    state_ = state;
  }
  if (!lists_.emplace(term, postings).second) return postings;
  oldest_first_.push_back(term);
  held_ += postings->size();
  while (held_ > most) {
    const auto oldest = lists_.find(oldest_first_.front());
    held_ -= oldest->second->size();
    lists_.erase(oldest);
    oldest_first_.pop_front();
  }
  return postings;
}

}  // namespace hurtrock::catalog::search
