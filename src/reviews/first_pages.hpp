#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "catalog/snapshot.hpp"
#include "platform/db/db.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {

/// The first page of every product's reviews as product pages show it, read once and kept until the catalogue or a vote
/// changes. Bounded; thread-safe.
class FirstPages {
 public:
  /// Asks the database once; throws when it cannot be read.
  explicit FirstPages(db::Database& db) : db_(db) { refresh(); }

  /// Asks the database at most once for each product and version, and never for a product without reviews.
  std::shared_ptr<const Page> of(const catalog::Snapshot& snapshot, const catalog::SnapshotProduct& product);

  /// Looks whether anybody has voted. To be called after a vote, so that the voter's next page has it.
  void look_for_votes();
  /// Does that and lets the version grow with it. Called every few seconds by a job.
  void refresh();
  /// For cached pages, which must not be rendered anew at every click. Of this process only.
  [[nodiscard]] std::int64_t version() const;

 private:
  struct Epoch {
    std::uint64_t snapshot = 0;
    std::int64_t votes = 0;
    bool operator==(const Epoch&) const = default;
  };
  static constexpr std::size_t kMostPages = 1'000;

  db::Database& db_;
  mutable std::mutex mutex_;
  std::int64_t votes_ = 0;    // as last seen
  std::int64_t version_ = 0;  // of them
  Epoch epoch_;
  std::unordered_map<ProductId, std::shared_ptr<const Page>> pages_;
};

}  // namespace hurtrock::reviews
