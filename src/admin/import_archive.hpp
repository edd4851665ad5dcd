#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/import_archive_store.hpp"
#include "images/images.hpp"
#include "platform/archive/zip.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// A ZIP of pictures beside a file of products, whose rows name what is in it. A name is what stands behind the last
/// folder, in small letters; it is compared and never used as a path. Pictures are unpacked one at a time, by the job
/// that takes them over, until the ZIP is needed no more.
namespace hurtrock::admin {

constexpr std::size_t kLargestArchive = 200UZ * 1024 * 1024;
constexpr std::size_t kLongestFileName = 100;  ///< characters that are kept of a name which staff gave a file
constexpr archive::ZipLimits kArchiveLimits{
    .entries = 2'000, .entry_bytes = images::kMostBytes, .unpacked_bytes = 1024ULL * 1024 * 1024};

/// By what a row and a file of the ZIP are the same: "Foto/Gitar Merah.JPG" -> "gitar merah.jpg".
std::string archive_key(std::string_view name);
/// That of a file which a cell of pictures names; nothing when it is an address.
std::optional<std::string> named_file(std::string_view in_cell);

/// Which of several ZIPs' files of one name it is: "zip/0a1b2c3d-48213/Gitar Merah.JPG", with checksum and size. Where
/// import_pictures has addresses, it has this.
std::string archive_source(const store::ArchiveFile& file);
struct ArchiveSource {
  std::uint32_t crc = 0;
  std::uint64_t size = 0;
  std::string name;
};
std::optional<ArchiveSource> read_archive_source(std::string_view source);
/// As people know it: the name of a file, or an address as it is.
std::string_view shown_source(std::string_view source);

/// What of a ZIP can be pictures and what cannot, with the word why: "name", "special", "encrypted", "compression",
/// "too_large", "nested", "duplicate". What systems add on their own ("__MACOSX", "Thumbs.db", ".DS_Store") is left
/// out.
std::vector<store::ArchiveFile> archive_contents(const std::vector<archive::ZipEntry>& entries);

struct ArchiveServices {
  db::Database& db;
  const Clock& clock;
  const std::string& folder;  ///< of the files of imports
};

/// Moves an upload to the folder of imports, in the place of the one that the import has. What has been checked is to
/// be checked anew. Or why not: "not_a_zip", "damaged", "too_large", "too_many_entries", "too_much", "empty",
/// "pictures_wait", or "moved_on" when the import is not one that waits for staff.
std::expected<void, std::string_view> receive_archive(const ArchiveServices& shop, store::ImportId import,
                                                      const std::string& path, const std::string& file_name);

/// Writes a picture of the import's ZIP to the file `to`; or why not: "archive_gone", "archive_damaged".
std::expected<void, std::string_view> unpack_picture(const ArchiveServices& shop, store::ImportId import,
                                                     const ArchiveSource& wanted, const std::string& to);

/// The files of ZIPs whose imports have ended, and of those of long ago.
void remove_spent_archives(const ArchiveServices& shop);

}  // namespace hurtrock::admin
