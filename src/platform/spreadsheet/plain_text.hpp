#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

/// Text files of unknown encoding.
namespace hurtrock::spreadsheet {

enum class Encoding : std::uint8_t { kUtf8, kUtf16LittleEndian, kUtf16BigEndian, kWindows1252 };
std::string_view word(Encoding encoding);

enum class NotText : std::uint8_t {
  kEmpty,
  kArchive,   ///< a ZIP, which XLSX and ODS are, or compressed otherwise
  kWorkbook,  ///< XLS, or another file of the office programs of old
  kBinary,    ///< it holds NUL characters
  kBroken,    ///< not even of the encoding it begins with
};
std::string_view word(NotText why);

/// Copies the text of the file `from` to the file `to`, as UTF-8 without a mark. The encoding is the mark's, or UTF-16
/// where every other byte is none, or UTF-8 if all of it is, or else Windows-1252. Memory does not grow with the file.
/// Throws std::runtime_error when a file cannot be read or written; what `to` holds then, or without a text, is no
/// use.
std::expected<Encoding, NotText> copy_as_utf8(const std::string& from, const std::string& to);

}  // namespace hurtrock::spreadsheet
