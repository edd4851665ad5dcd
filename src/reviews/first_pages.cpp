#include "reviews/first_pages.hpp"

#include <algorithm>

namespace hurtrock::reviews {

std::shared_ptr<const Page> FirstPages::of(const catalog::Snapshot& snapshot, const catalog::SnapshotProduct& product) {
  static const auto empty = std::make_shared<const Page>();
  if (product.ratings.total() == 0) return empty;
  Epoch epoch;
  {
    const std::lock_guard lock(mutex_);
    epoch = {snapshot.serial(), votes_};
    if (epoch_ != epoch || pages_.size() >= kMostPages) {
      pages_.clear();
      epoch_ = epoch;
    }
    if (const auto known = pages_.find(product.id); known != pages_.end()) return known->second;
  }
  auto page = std::make_shared<const Page>(db_.read([&](db::Tx& tx) { return published(tx, product.id, {}); }));
  const std::lock_guard lock(mutex_);
  // Named before it was read: what has become old meanwhile is not kept as new.
  if (epoch_ == epoch) pages_[product.id] = page;
  return page;
}

void FirstPages::look_for_votes() {
  const std::int64_t votes = db_.read([](db::Tx& tx) { return votes_version(tx); });
  const std::lock_guard lock(mutex_);
  votes_ = std::max(votes_, votes);
}

void FirstPages::refresh() {
  look_for_votes();
  const std::lock_guard lock(mutex_);
  version_ = votes_;
}

std::int64_t FirstPages::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

}  // namespace hurtrock::reviews
