#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/exchange_store.hpp"
#include "platform/db/db.hpp"

/// Questions about the ZIPs of pictures that are sent for files of products.
namespace hurtrock::admin::store {

/// A file in the ZIP.
struct ArchiveFile {
  std::string name;  ///< without folders; as the ZIP has it where that is what is wrong with it
  std::string key;   ///< by what rows name it; of those that can be used no two have the same
  std::uint64_t size = 0;
  std::uint32_t crc = 0;
  std::string fault;   ///< a word of import_archive.hpp; empty: it can be used
  bool named = false;  ///< by a row that the newest check has met
};

struct ImportArchive {
  std::string file;       ///< its name in the folder of imports
  std::string file_name;  ///< as it was sent
  bool is_removed = false;
};

/// An import that is not at work is to be checked anew. False, and nothing changed, when it works, has ended, or
/// pictures wait that its present ZIP may hold. Locks the import.
bool begin_archive(db::Tx& tx, ImportId import);
/// Answers the names of its files in the folder of imports.
std::vector<std::string> forget_archive(db::Tx& tx, ImportId import);
void add_archive(db::Tx& tx, ImportId import, const ImportArchive& archive, std::span<const ArchiveFile> files,
                 Time now);

std::optional<ImportArchive> find_archive(db::Tx& tx, ImportId import);
/// In the ZIP's order; also of one that is removed.
std::vector<ArchiveFile> archive_files(db::Tx& tx, ImportId import);

void forget_named_files(db::Tx& tx, ImportId import);
void mark_named_files(db::Tx& tx, ImportId import, const std::set<std::string, std::less<>>& keys);

/// Marks as removed what nobody needs any more, and what has been kept since before `before` for no picture that waits:
/// answers the files. Needed are those of imports that have not ended, and those that hold a picture that has failed
/// and may be tried again.
std::vector<std::string> remove_spent_archives(db::Tx& tx, Time before, Time now);
bool is_archive_file(db::Tx& tx, std::string_view file);

}  // namespace hurtrock::admin::store
