#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "catalog/search/search.hpp"
#include "catalog/snapshot_builder.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/testing.hpp"

namespace hurtrock::catalog::search {

/// A folder of the test's own, gone afterwards.
class ScratchFolder {
 public:
  ScratchFolder() : path_(std::filesystem::temp_directory_path() / ("hurtrock-search-" + crypto::random_token(8))) {
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::shared_ptr<const Snapshot> snapshot_of(db::Database& db) {
  return db.read([](db::Tx& tx) { return build_snapshot(tx); });
}

inline std::vector<std::string> names(const Snapshot& snapshot, const std::vector<std::uint32_t>& products) {
  std::vector<std::string> found;
  for (const auto index : products) found.emplace_back(snapshot.products()[index].name);
  return found;
}

}  // namespace hurtrock::catalog::search
