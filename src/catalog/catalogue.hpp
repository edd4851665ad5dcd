#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "catalog/snapshot.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/published.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::catalog {

/// Holds the current snapshot and keeps it current. Thread-safe.
class Catalogue {
 public:
  /// Reads everything once; throws when the database cannot be read.
  Catalogue(db::Database& db, const Clock& clock);

  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return current_.load(); }

  /// Grows whenever a page made from the snapshot may look different. Of this process only. Asked before the page is
  /// made, it is never newer than what the page shows.
  [[nodiscard]] std::int64_t page_version() const { return page_version_.load(std::memory_order_acquire); }

  /// Looks whether the database has changed, and follows: a new snapshot for a new catalogue version, new counts for
  /// stock that has moved. Called every few hundred milliseconds by a job, and by staff's own edits before they answer.
  void refresh();

 private:
  void load_snapshot(db::Tx& tx, std::int64_t version);
  void follow_stock(db::Tx& tx);

  db::Database& db_;
  const Clock& clock_;
  std::mutex refreshing_;
  std::int64_t version_ = 0;
  Time stock_seen_{};
  Published<Snapshot> current_;
  std::atomic<std::int64_t> page_version_{1};
};

}  // namespace hurtrock::catalog
