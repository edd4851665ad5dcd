#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <unordered_map>

#include "catalog/search/index_files.hpp"
#include "catalog/snapshot.hpp"

namespace Xapian {
class WritableDatabase;
}

namespace hurtrock::catalog::search {

/// Keeps the index in step with the snapshot, as long as no other process does. One thread at a time.
class IndexWriter {
 public:
  explicit IndexWriter(std::filesystem::path folder);
  ~IndexWriter();
  IndexWriter(const IndexWriter&) = delete;
  IndexWriter& operator=(const IndexWriter&) = delete;

  enum class Progress : std::uint8_t {
    kNotOurs,  ///< another process writes
    kSame,     ///< nothing to do
    kChanged,  ///< something was committed; there may be more to do
    kFailed,   ///< the disk is full, or not ours to write to: not to be tried again at once
  };
  /// Takes a step towards an index that holds what `snapshot` holds: at most kStep products, committed together, so
  /// that a crash loses no more than that. An index that is damaged, or was left by a crash in a state that cannot be
  /// read, is thrown away and begun anew.
  Progress follow(const std::shared_ptr<const Snapshot>& snapshot);

  /// Somebody met damage while reading: the next step begins anew.
  void distrust() { distrusted_ = true; }

  static constexpr std::size_t kStep = 2'000;

 private:
  Progress step(const std::shared_ptr<const Snapshot>& snapshot);
  bool open();
  void open_or_begin_anew();
  void compare(const Snapshot& snapshot);
  void write(const Snapshot& snapshot, int index);
  void remove(std::uint32_t document);
  void commit();

  const std::filesystem::path folder_;
  std::unique_ptr<WriterLock> lock_;
  std::unique_ptr<Xapian::WritableDatabase> index_;
  bool distrusted_ = false;
  int failures_ = 0;  // one after the other
  bool complete_ = false;
  std::unordered_map<std::uint32_t, std::uint64_t> indexed_;  // fingerprints by document, which is the product's id
  std::shared_ptr<const Snapshot> followed_;                  // what the two lists below were made from
  std::deque<int> to_write_;                                  // its products
  std::deque<std::uint32_t> to_remove_;                       // documents
};

}  // namespace hurtrock::catalog::search
