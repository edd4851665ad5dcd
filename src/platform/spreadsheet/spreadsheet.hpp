#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/core/money.hpp"

/// Tables for other programs. Nothing is shared between writers; each is used by one thread.
namespace hurtrock::spreadsheet {

/// Text is UTF-8; characters that XML cannot hold are left out.
using Cell = std::variant<std::string, std::int64_t, Money>;

/// RFC 4180 in UTF-8 with a byte order mark, so that spreadsheets do not take it for anything else. Money is a number
/// of rupiah. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) gets
/// an apostrophe before it, and so does one that begins as if it had been given one. This is the mark the file begins
/// with, and one row more at the end of `out`.
constexpr std::string_view kCsvMark = "\xEF\xBB\xBF";
void append_csv_row(std::string& out, std::span<const Cell> cells);
/// A text as it was before the apostrophe was put there.
std::string_view without_guard(std::string_view cell);

/// A file that grows row by row; memory holds one row of it.
class Writer {
 public:
  virtual ~Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  virtual void add_row(std::span<const Cell> cells) = 0;
  /// Once, at the end: then the file is whole. Without it none stays.
  virtual void finish() = 0;

 protected:
  Writer() = default;
};

/// How many rows a sheet has room for below its titles.
constexpr std::int64_t kMostSheetRows = 1'048'575;
/// A sheet was handed another.
class SheetIsFull : public std::runtime_error {
 public:
  SheetIsFull() : std::runtime_error("an XLSX has no room for so many rows; take CSV") {}
};

/// The file `path` with one sheet; its first row stays in sight. Texts are texts and numbers numbers, so that nothing
/// can be a formula. `scratch`: a folder for the rows until the file is written; nothing stays there. Throws
/// std::runtime_error when one of the two cannot be written to, and SheetIsFull for the row behind the last that it has
/// room for.
std::unique_ptr<Writer> xlsx_writer(const std::vector<std::string>& titles, const std::string& path,
                                    const std::string& scratch);

}  // namespace hurtrock::spreadsheet
