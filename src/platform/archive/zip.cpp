#include "platform/archive/zip.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "platform/core/text.hpp"

namespace hurtrock::archive {
namespace {

/// APPNOTE.TXT 4.3.16: the end of the directory is the last of the file, behind it a comment of 65,535 bytes at most.
/// Before it stands what leads to the end of a ZIP64 (4.3.15).
constexpr std::string_view kEntry = "PK\x03\x04";
constexpr std::string_view kEnd = "PK\x05\x06", kEndOfZip64 = "PK\x06\x07";
constexpr std::size_t kEndBytes = 22, kEndOfZip64Bytes = 20, kLongestComment = 65'535;
constexpr std::size_t kEntriesAt = 8, kAllEntriesAt = 10;

constexpr std::size_t kLongestName = 255;

std::size_t number_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) |
         static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8U;
}

std::string tail_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) throw std::system_error(errno, std::generic_category(), file);
  const auto size = static_cast<std::size_t>(in.tellg());
  std::string tail(std::min(size, kEndOfZip64Bytes + kEndBytes + kLongestComment), '\0');
  in.seekg(static_cast<std::streamoff>(size - tail.size()));
  in.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  if (!in) throw std::system_error(EIO, std::generic_category(), file);
  return tail;
}

/// libzip makes room for as many entries as the archive says there are, so that is asked before it is let at it. It
/// looks for the end among the same bytes; whichever it takes has been seen here.
bool says_too_many(const std::string& file, std::size_t most) {
  const std::string bytes = tail_of(file);
  const std::string_view tail = bytes;
  for (auto at = tail.find(kEnd); at != std::string_view::npos; at = tail.find(kEnd, at + 1)) {
    if (at + kEndBytes > tail.size()) break;
    if (at >= kEndOfZip64Bytes && tail.substr(at - kEndOfZip64Bytes).starts_with(kEndOfZip64)) return true;
    if (std::max(number_at(tail, at + kEntriesAt), number_at(tail, at + kAllEntriesAt)) > most) return true;
  }
  return false;
}

/// A ZIP that has been cut off has no end to know it by.
bool begins_as_zip(const std::string& file) {
  std::array<char, kEntry.size()> bytes{};
  return std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size())) &&
         std::string_view(bytes.data(), bytes.size()) == kEntry;
}

bool leads_elsewhere(std::string_view name) {
  if (name.starts_with('/') || (name.size() > 1 && name[1] == ':')) return true;
  const auto parts = text::split(name, '/');
  return std::ranges::find(parts, "..") != parts.end();
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && text::is_printable(name) &&
         name.find_first_of("\t\r\n") == std::string_view::npos && !leads_elsewhere(name);
}

/// What systems like Unix keep beside an entry: whether it is a file at all.
bool is_special(zip* archive, std::uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return true;
  if (system != ZIP_OPSYS_UNIX && system != ZIP_OPSYS_OS_X) return false;
  const auto kind = (attributes >> 16U) & S_IFMT;
  return kind != 0 && kind != S_IFREG && kind != S_IFDIR;
}

EntryFault fault_of(zip* archive, const zip_stat_t& stat, const ZipEntry& entry, const ZipLimits& limits) {
  if (!is_name(entry.name)) return EntryFault::kName;
  if (is_special(archive, entry.index)) return EntryFault::kSpecial;
  if (stat.encryption_method != ZIP_EM_NONE) return EntryFault::kEncrypted;
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) return EntryFault::kCompression;
  return entry.size > limits.entry_bytes ? EntryFault::kTooLarge : EntryFault::kNone;
}

class OutFile {
 public:
  explicit OutFile(const std::string& path)
      : path_(path), file_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
    if (file_ < 0) fail();
  }
  ~OutFile() { close(file_); }
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) fail();
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

 private:
  [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), path_); }

  std::string path_;
  int file_;
};

}  // namespace

void ZipReader::Close::operator()(zip* archive) const { zip_discard(archive); }

std::expected<ZipReader, ZipFault> ZipReader::open(const std::string& file, const ZipLimits& limits) {
  if (says_too_many(file, limits.entries)) return std::unexpected(ZipFault::kTooManyEntries);
  ZipReader reader;
  int error = 0;
  reader.archive_.reset(zip_open(file.c_str(), ZIP_RDONLY, &error));
  if (!reader.archive_)
    return std::unexpected(error == ZIP_ER_NOZIP && !begins_as_zip(file) ? ZipFault::kNotAZip : ZipFault::kDamaged);

  std::uint64_t unpacked = 0;
  const auto count = std::max<zip_int64_t>(zip_get_num_entries(reader.archive_.get(), 0), 0);
  if (static_cast<std::uint64_t>(count) > limits.entries) return std::unexpected(ZipFault::kTooManyEntries);
  for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr auto kNeeded = ZIP_STAT_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(reader.archive_.get(), index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded)
      return std::unexpected(ZipFault::kDamaged);
    const char* name = zip_get_name(reader.archive_.get(), index, ZIP_FL_ENC_GUESS);
    ZipEntry entry{.index = index, .name = name != nullptr ? name : "", .size = stat.size, .crc = stat.crc};
    // As some programs for Windows write it.
    std::ranges::replace(entry.name, '\\', '/');
    if (entry.name.ends_with('/')) continue;
    entry.fault = fault_of(reader.archive_.get(), stat, entry, limits);
    if (entry.fault == EntryFault::kNone) unpacked += entry.size;
    reader.entries_.push_back(std::move(entry));
  }
  if (unpacked > limits.unpacked_bytes) return std::unexpected(ZipFault::kTooMuch);
  return reader;
}

bool ZipReader::unpack(const ZipEntry& entry, const std::string& to) const {
  const auto close = [](zip_file_t* file) { zip_fclose(file); };
  const std::unique_ptr<zip_file_t, decltype(close)> in(zip_fopen_index(archive_.get(), entry.index, 0), close);
  if (!in) return false;
  const OutFile out(to);
  std::array<char, 64UZ * 1024> buffer{};
  for (std::uint64_t left = entry.size;;) {
    // The end must be read, too: there libzip compares the checksum.
    const zip_int64_t count = zip_fread(in.get(), buffer.data(), buffer.size());
    if (count < 0 || static_cast<std::uint64_t>(count) > left) return false;
    if (count == 0) return left == 0;
    out.write({buffer.data(), static_cast<std::size_t>(count)});
    left -= static_cast<std::uint64_t>(count);
  }
}

}  // namespace hurtrock::archive
