#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

struct zip;

/// ZIP archives that strangers have made. They are read where they lie, an entry at a time: nothing is unpacked that
/// nobody asks for, and memory grows with the number of entries only, which has a bound.
namespace hurtrock::archive {

struct ZipLimits {
  std::size_t entries = 0;           ///< folders count, too
  std::uint64_t entry_bytes = 0;     ///< of one entry, unpacked
  std::uint64_t unpacked_bytes = 0;  ///< of all entries together that can be used
};

/// Why an archive cannot be read at all.
enum class ZipFault : std::uint8_t {
  kNotAZip,
  kDamaged,         ///< its directory cannot be read, or is missing
  kTooManyEntries,  ///< also every ZIP64 that says so at its end: those are for more than 65,535
  kTooMuch,         ///< more than ZipLimits::unpacked_bytes
};

/// Why an entry is of no use.
enum class EntryFault : std::uint8_t {
  kNone,
  kName,         ///< absolute, with ".." or a drive in it, with control characters, too long, or no text at all
  kSpecial,      ///< a symbolic link or a device
  kEncrypted,    ///< opens with a password only
  kCompression,  ///< neither stored nor deflated
  kTooLarge,     ///< more than ZipLimits::entry_bytes
};

struct ZipEntry {
  std::uint64_t index = 0;
  std::string name;        ///< UTF-8 with '/' between folders; may say anything where the fault is kName
  std::uint64_t size = 0;  ///< unpacked, as its archive says; unpack() holds it to that
  std::uint32_t crc = 0;   ///< likewise
  EntryFault fault = EntryFault::kNone;
};

/// One thread at a time.
class ZipReader {
 public:
  /// Reads the archive's directory. Throws std::system_error when there is no such file.
  static std::expected<ZipReader, ZipFault> open(const std::string& file, const ZipLimits& limits);

  /// In the archive's order, without folders.
  [[nodiscard]] const std::vector<ZipEntry>& entries() const { return entries_; }
  /// Writes the bytes of an entry without fault to the file `to`, never more than its size. False when they are not
  /// what the archive says of them; what is in `to` is then of no use. Throws std::system_error when `to` cannot be
  /// written.
  [[nodiscard]] bool unpack(const ZipEntry& entry, const std::string& to) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  std::unique_ptr<zip, Close> archive_;
  std::vector<ZipEntry> entries_;
};

}  // namespace hurtrock::archive
