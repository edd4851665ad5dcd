#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>

#include "catalog/search/index_reader.hpp"
#include "catalog/search/index_writer.hpp"
#include "catalog/search/postings.hpp"
#include "catalog/search/recent_matches.hpp"
#include "catalog/search/search_counts.hpp"
#include "catalog/search/synonyms.hpp"
#include "catalog/text_search.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/published.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::catalog::search {

/// The shop's search: an index of the catalogue in a folder of this machine, which any number of processes share. The
/// index is a copy; whatever happens to it, it is made again from the snapshot. Thread-safe.
class Search final : public TextSearch {
 public:
  /// The database and the clock must outlive it. Nothing is read or made before the first refresh().
  Search(db::Database& db, const Clock& clock, const std::filesystem::path& folder);

  std::optional<TextMatch> match(const Snapshot& snapshot, std::string_view text) override;
  void count(std::string_view text, std::int64_t found) override;

  /// Follows the snapshot and the table of synonyms, and what other processes have written to the index; a large change
  /// in steps of about a second, one a call. Called several times a second by a job.
  void refresh(const std::shared_ptr<const Snapshot>& snapshot);

  /// Grows whenever the same text may find something else. Of this process only.
  [[nodiscard]] std::int64_t version() const { return version_.load(std::memory_order_acquire); }

  /// Writes down what has been counted since the last time.
  void save_counts();
  /// Days that are too long ago to be of use.
  void forget_old_counts();

 private:
  void refresh_synonyms();

  db::Database& db_;
  const Clock& clock_;
  std::mutex refreshing_;
  Time writes_again_at_{};  // after a failure
  IndexWriter writer_;
  IndexReader reader_;
  std::atomic<bool> damaged_ = false;
  Published<Synonyms> synonyms_;
  std::atomic<std::int64_t> version_{1};
  PostingsCache postings_;
  RecentMatches recent_;
  SearchCounts counts_;
};

}  // namespace hurtrock::catalog::search
