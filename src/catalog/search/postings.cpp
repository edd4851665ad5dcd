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
// A tenth of a second, by which a change is found later.
constexpr std::size_t kMostReadAnew = 1'000'000;

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

PostingsCache::State PostingsCache::state_of(const Xapian::Database& index) {
  return {.index = index.get_uuid(), .revision = index.get_revision()};
}

std::shared_ptr<const Postings> PostingsCache::of(const Xapian::Database& index, const std::string& term) {
  State state = state_of(index);
  {
    const std::lock_guard lock(mutex_);
    if (state == state_) {
      if (const auto known = lists_.find(term); known != lists_.end()) {
        known->second.asked_for = true;
        return known->second.postings;
      }
    }
  }
  auto postings = std::make_shared<const Postings>(read(index, term));
  const std::size_t most = most_held(index);
  if (postings->size() < kShortestKept || postings->size() > most) return postings;

  const std::lock_guard lock(mutex_);
  if (state.is_before(state_)) return postings;
  if (state != state_) begin(std::move(state));
  keep(term, {.postings = postings, .asked_for = true}, most);
  return postings;
}

void PostingsCache::follow(const Xapian::Database& index) {
  State state = state_of(index);
  std::vector<std::string> terms;
  {
    const std::lock_guard lock(mutex_);
    if (state == state_ || state.is_before(state_)) return;
    std::size_t postings = 0;
    for (auto term = oldest_first_.rbegin(); term != oldest_first_.rend() && postings < kMostReadAnew; ++term) {
      const List& list = lists_.at(*term);
      if (!list.asked_for) continue;
      postings += list.postings->size();
      terms.push_back(*term);
    }
  }
  std::vector<std::shared_ptr<const Postings>> read_anew;
  for (const std::string& term : terms) read_anew.push_back(std::make_shared<const Postings>(read(index, term)));

  const std::size_t most = most_held(index);
  const std::lock_guard lock(mutex_);
  if (state.is_before(state_)) return;
  if (state != state_) begin(std::move(state));
  for (std::size_t i = terms.size(); i-- > 0;)
    if (read_anew[i]->size() >= kShortestKept) keep(terms[i], {.postings = read_anew[i], .asked_for = false}, most);
}

std::size_t PostingsCache::held() {
  const std::lock_guard lock(mutex_);
  return held_;
}

void PostingsCache::begin(State state) {
  lists_.clear();
  oldest_first_.clear();
  held_ = 0;
  state_ = std::move(state);
}

void PostingsCache::keep(const std::string& term, List list, std::size_t most) {
  const std::size_t size = list.postings->size();
  if (!lists_.emplace(term, std::move(list)).second) return;
  oldest_first_.push_back(term);
  held_ += size;
  while (held_ > most) {
    const auto oldest = lists_.find(oldest_first_.front());
    held_ -= oldest->second.postings->size();
    lists_.erase(oldest);
    oldest_first_.pop_front();
  }
}

}  // namespace hurtrock::catalog::search
