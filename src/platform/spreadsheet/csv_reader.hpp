#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// CSV as people and their programs write it: RFC 4180 with any delimiter and any line ends. Files are read as they
/// come, so that memory holds one row, and no more of that than the limits say. One thread.
namespace hurtrock::spreadsheet {

struct CsvLimits {
  std::size_t row_bytes = 1024UZ * 1024;
  std::size_t cells = 256;
};

enum class CsvFault : std::uint8_t {
  kUnclosedQuote,    ///< the file ends inside quotation marks
  kTextBehindQuote,  ///< text between a closing quotation mark and the end of its cell
  kRowTooLong,       ///< mostly a quotation mark that is missing somewhere
  kTooManyCells,
};

struct CsvRow {
  std::vector<std::string> cells;  ///< as written, without the quotation marks around them
  std::int64_t number = 0;         ///< among the rows that are not empty, from 1; of a fault, the row it is in
  std::uint64_t offset = 0;        ///< in the stream, of its first byte
  std::uint64_t length = 0;        ///< in bytes, without its end of line
};

class CsvReader {
 public:
  /// `in` is UTF-8 without a mark, stands at the beginning of a row, and outlives the reader. Offsets begin with `at`.
  CsvReader(std::istream& in, char delimiter, CsvLimits limits, std::uint64_t at = 0);

  /// True: `row` is the next row. False: there is none. Rows without any text are passed over. After a fault the rest
  /// cannot be read.
  std::expected<bool, CsvFault> next(CsvRow& row);

 private:
  int peek();
  int take();
  std::optional<CsvFault> read_cell(std::string& cell);
  std::optional<CsvFault> read_quoted(std::string& cell);
  bool is_end_of_cell(int c) const;

  std::istream& in_;
  const char delimiter_;
  const CsvLimits limits_;
  std::vector<char> buffer_;
  std::size_t used_ = 0, filled_ = 0;
  std::uint64_t at_;  ///< offset of the next byte
  std::uint64_t row_at_ = 0;
  std::int64_t rows_ = 0;
};

/// The one of comma, semicolon, tab and bar that the first line has most of outside quotation marks; a comma when it
/// has none of them.
char guess_delimiter(std::string_view beginning);

}  // namespace hurtrock::spreadsheet
