#include "catalog/search/index_reader.hpp"

#include <xapian.h>

#include <string>

#include "catalog/search/index_files.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::catalog::search {
namespace {

constexpr int kMostTries = 4;

}  // namespace

struct IndexReader::Handle {
  Xapian::Database index;
  std::int64_t version;
  bool complete;
};

IndexReader::IndexReader(std::filesystem::path folder) : folder_(std::move(folder)) {}
IndexReader::~IndexReader() = default;

IndexReader::Outcome IndexReader::read(const std::function<void(Xapian::Database&)>& read) {
  for (int attempt = 1;; ++attempt) {
    try {
      auto handle = take();
      if (!handle || !handle->complete) return Outcome::kAbsent;
      read(handle->index);
      give_back(std::move(handle));
      return Outcome::kRead;
    } catch (const Xapian::DatabaseModifiedError&) {
      // The blocks that this state of the index is made of have been used again. The next handle sees the newest one.
      ++version_;
      if (attempt == kMostTries) return Outcome::kAbsent;
    } catch (const Xapian::DatabaseOpeningError&) {
      // Being begun anew.
      return Outcome::kAbsent;
    } catch (const Xapian::Error& error) {
      log::error("search.index_unreadable", {{"reason", error.get_description()}});
      return Outcome::kDamaged;
    }
  }
}

bool IndexReader::look_for_changes(const std::function<void(const Xapian::Database&)>& prepare) {
  std::string now;
  try {
    const Xapian::Database index(folder_ / kIndexFolder);
    now = index.get_uuid() + ' ' + std::to_string(index.get_revision());
    if (now != seen_) prepare(index);
  } catch (const Xapian::Error&) {
    // None yet, or being begun anew.
  }
  if (now == seen_) return false;
  seen_ = std::move(now);
  const std::lock_guard lock(mutex_);
  // Those of another index, which has been thrown away, cannot be brought up to date.
  free_.clear();
  ++version_;
  return true;
}

std::unique_ptr<IndexReader::Handle> IndexReader::take() {
  const std::int64_t version = version_.load();
  {
    const std::lock_guard lock(mutex_);
    while (!free_.empty()) {
      auto handle = std::move(free_.back());
      free_.pop_back();
      if (handle->version == version) return handle;
    }
  }
  if (!std::filesystem::exists(folder_ / kIndexFolder / kIndexFile)) return nullptr;
  auto handle = std::make_unique<Handle>(Xapian::Database(folder_ / kIndexFolder), version, false);
  handle->complete = !handle->index.get_metadata(kCompleteKey).empty();
  return handle;
}

void IndexReader::give_back(std::unique_ptr<Handle> handle) {
  const std::lock_guard lock(mutex_);
  if (handle->version == version_.load()) free_.push_back(std::move(handle));
}

}  // namespace hurtrock::catalog::search
