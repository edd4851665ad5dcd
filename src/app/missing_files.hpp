#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "platform/db/db.hpp"

namespace hurtrock::app {

/// Files that the shop's database names, and a data folder does not have.
struct MissingFiles {
  std::size_t missing = 0, named = 0;
  std::string first;  ///< "media/4f2a.webp"
};

/// Pictures of products that are shown, and proofs of transfers: of these no file ever goes while its row stays.
/// Nothing when all are there. The database is up to date.
std::optional<MissingFiles> missing_files(db::Tx& tx, const std::filesystem::path& data_dir);

/// "679 of 679 pictures are missing in data, media/4f2a.webp is one"
std::string to_text(const MissingFiles& files, const std::filesystem::path& data_dir);

}  // namespace hurtrock::app
