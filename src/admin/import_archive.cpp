#include "admin/import_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <utility>

#include "admin/import_picture_store.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using archive::EntryFault;
using archive::ZipFault;
using archive::ZipReader;
using store::ArchiveFile;
using store::ImportId;

constexpr std::string_view kMark = "zip/";
/// For staff who come back to an import after a weekend; a file of products is small and stays longer.
constexpr auto kArchiveKept = 24h * 7;

std::string_view last_part(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string_view word(EntryFault fault) {
  switch (fault) {
    case EntryFault::kNone:
      return "";
    case EntryFault::kName:
      return "name";
    case EntryFault::kSpecial:
      return "special";
    case EntryFault::kEncrypted:
      return "encrypted";
    case EntryFault::kCompression:
      return "compression";
    case EntryFault::kTooLarge:
      return "too_large";
  }
  std::unreachable();
}

std::string_view word(ZipFault fault) {
  switch (fault) {
    case ZipFault::kNotAZip:
      return "not_a_zip";
    case ZipFault::kDamaged:
      return "damaged";
    case ZipFault::kTooManyEntries:
      return "too_many_entries";
    case ZipFault::kTooMuch:
      return "too_much";
  }
  std::unreachable();
}

bool is_of_the_system(std::string_view name) {
  const auto parts = text::split(name, '/');
  if (std::ranges::find(parts, "__MACOSX") != parts.end()) return true;
  const std::string file = archive_key(name);
  return (file.starts_with('.') && file != "..") || file == "thumbs.db" || file == "desktop.ini";
}

/// By its name; what calls itself a picture and is none is refused as every upload is.
bool is_archive(std::string_view key) {
  constexpr std::string_view kEndings[] = {".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return key.ends_with(ending); });
}

/// A name that is no text is told by its place.
std::string shown_name(const archive::ZipEntry& entry) {
  const bool is_text = text::is_printable(entry.name) && !entry.name.empty();
  return is_text ? std::string(text::shorten(entry.name, kLongestFileName)) : fmt::format("#{}", entry.index + 1);
}

void remove_file(const ArchiveServices& shop, const std::string& file) {
  std::error_code ignored;
  fs::remove(fmt::format("{}/{}", shop.folder, file), ignored);
}

/// Nothing when the import is not to be changed. Answers the files that nobody needs any more.
std::optional<std::vector<std::string>> put(const ArchiveServices& shop, ImportId import,
                                            const store::ImportArchive& archive,
                                            const std::vector<ArchiveFile>& contents) {
  return shop.db.write([&](db::Tx& tx) -> std::optional<std::vector<std::string>> {
    if (!store::begin_archive(tx, import)) return std::nullopt;
    auto former = store::forget_archive(tx, import);
    store::add_archive(tx, import, archive, contents, shop.clock.now());
    return former;
  });
}

}  // namespace

std::string archive_key(std::string_view name) { return text::lower(text::trim(last_part(name))); }

std::optional<std::string> named_file(std::string_view in_cell) {
  if (in_cell.contains("://")) return std::nullopt;
  return archive_key(in_cell);
}

std::string archive_source(const ArchiveFile& file) {
  return fmt::format("{}{:08x}-{}/{}", kMark, file.crc, file.size, file.name);
}

std::optional<ArchiveSource> read_archive_source(std::string_view source) {
  if (!source.starts_with(kMark)) return std::nullopt;
  source.remove_prefix(kMark.size());
  const auto line = source.find('-'), slash = source.find('/');
  if (slash == std::string_view::npos || line > slash) return std::nullopt;
  ArchiveSource read{.name = std::string(source.substr(slash + 1))};
  const auto whole = [](std::string_view digits, auto& number, int base) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!whole(source.substr(0, line), read.crc, 16) || !whole(source.substr(line + 1, slash - line - 1), read.size, 10))
    return std::nullopt;
  return read;
}

std::string_view shown_source(std::string_view source) {
  return read_archive_source(source) ? last_part(source) : source;
}

std::vector<ArchiveFile> archive_contents(const std::vector<archive::ZipEntry>& entries) {
  std::vector<ArchiveFile> files;
  std::map<std::string, int> usable;
  for (const auto& entry : entries) {
    if (is_of_the_system(entry.name)) continue;
    std::string key = text::is_printable(entry.name) ? archive_key(entry.name) : std::string{};
    std::string fault(word(entry.fault));
    if (fault.empty()) {
      if (key.empty())
        fault = "name";
      else if (is_archive(key))
        fault = "nested";
      else
        ++usable[key];
    }
    files.push_back({.name = fault.empty() ? std::string(text::trim(last_part(entry.name))) : shown_name(entry),
                     .key = std::move(key),
                     .size = entry.size,
                     .crc = entry.crc,
                     .fault = std::move(fault)});
  }
  for (auto& file : files)
    if (file.fault.empty() && usable[file.key] > 1) file.fault = "duplicate";
  return files;
}

std::expected<void, std::string_view> receive_archive(const ArchiveServices& shop, ImportId import,
                                                      const std::string& path, const std::string& file_name) {
  if (fs::file_size(path) > kLargestArchive) return std::unexpected("too_large");
  std::vector<ArchiveFile> contents;
  if (const auto reader = ZipReader::open(path, kArchiveLimits))
    contents = archive_contents(reader->entries());
  else
    return std::unexpected(word(reader.error()));
  if (contents.empty()) return std::unexpected("empty");

  const std::string file = crypto::random_token(18) + ".zip";
  fs::rename(path, fmt::format("{}/{}", shop.folder, file));
  const auto former =
      put(shop, import, {.file = file, .file_name = std::string(text::shorten(file_name, kLongestFileName))}, contents);
  if (!former) {
    remove_file(shop, file);
    const bool waits = shop.db.read([&](db::Tx& tx) { return store::count_pictures(tx, import).waiting > 0; });
    return std::unexpected(waits ? "pictures_wait" : "moved_on");
  }
  for (const auto& each : *former) remove_file(shop, each);
  log::info("admin.import_archive.received", {{"import", import.value()}, {"files", std::ssize(contents)}});
  return {};
}

std::expected<void, std::string_view> unpack_picture(const ArchiveServices& shop, ImportId import,
                                                     const ArchiveSource& wanted, const std::string& to) {
  const auto kept = shop.db.read([&](db::Tx& tx) { return store::find_archive(tx, import); });
  const std::string path = kept ? fmt::format("{}/{}", shop.folder, kept->file) : std::string{};
  if (!kept || kept->is_removed || !fs::exists(path)) return std::unexpected("archive_gone");
  const auto reader = ZipReader::open(path, kArchiveLimits);
  if (!reader) return std::unexpected("archive_damaged");
  const auto entry = std::ranges::find_if(reader->entries(), [&](const archive::ZipEntry& each) {
    return each.fault == EntryFault::kNone && each.crc == wanted.crc && each.size == wanted.size &&
           text::trim(last_part(each.name)) == wanted.name;
  });
  if (entry == reader->entries().end()) return std::unexpected("archive_gone");
  if (!reader->unpack(*entry, to)) return std::unexpected("archive_damaged");
  return {};
}

void remove_spent_archives(const ArchiveServices& shop) {
  const Time now = shop.clock.now();
  const auto files =
      shop.db.write([&](db::Tx& tx) { return store::remove_spent_archives(tx, now - kArchiveKept, now); });
  for (const auto& file : files) remove_file(shop, file);
}

}  // namespace hurtrock::admin
