#include "platform/spreadsheet/csv_reader.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::spreadsheet {
namespace {

constexpr int kEnd = -1;
constexpr std::size_t kBuffer = 64UZ * 1024;

bool is_line_end(int c) { return c == '\n' || c == '\r' || c == kEnd; }

}  // namespace

CsvReader::CsvReader(std::istream& in, char delimiter, CsvLimits limits, std::uint64_t at)
    : in_(in), delimiter_(delimiter), limits_(limits), buffer_(kBuffer), at_(at) {}

int CsvReader::peek() {
  if (used_ == filled_) {
    if (!in_) return kEnd;
    in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    filled_ = static_cast<std::size_t>(in_.gcount());
    used_ = 0;
    if (filled_ == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[used_]);
}

int CsvReader::take() {
  const int c = peek();
  if (c != kEnd) {
    ++used_;
    ++at_;
  }
  return c;
}

bool CsvReader::is_end_of_cell(int c) const { return is_line_end(c) || c == static_cast<unsigned char>(delimiter_); }

std::optional<CsvFault> CsvReader::read_quoted(std::string& cell) {
  take();
  for (;;) {
    const int c = take();
    if (c == kEnd) return CsvFault::kUnclosedQuote;
    if (at_ - row_at_ > limits_.row_bytes) return CsvFault::kRowTooLong;
    if (c != '"') {
      cell += static_cast<char>(c);
    } else if (peek() == '"') {
      cell += static_cast<char>(take());
    } else {
      break;
    }
  }
  while (peek() == ' ') take();
  return is_end_of_cell(peek()) ? std::nullopt : std::optional{CsvFault::kTextBehindQuote};
}

std::optional<CsvFault> CsvReader::read_cell(std::string& cell) {
  if (peek() == '"') return read_quoted(cell);
  while (!is_end_of_cell(peek())) {
    cell += static_cast<char>(take());
    if (at_ - row_at_ > limits_.row_bytes) return CsvFault::kRowTooLong;
  }
  return std::nullopt;
}

std::expected<bool, CsvFault> CsvReader::next(CsvRow& row) {
  while (peek() != kEnd) {
    row.offset = row_at_ = at_;
    row.number = rows_ + 1;
    std::size_t cells = 0;
    bool has_text = false;
    for (;;) {
      if (cells == limits_.cells) return std::unexpected(CsvFault::kTooManyCells);
      // The strings of the row before are used again, and with them their memory.
      if (cells == row.cells.size()) row.cells.emplace_back();
      std::string& cell = row.cells[cells++];
      cell.clear();
      if (const auto fault = read_cell(cell)) return std::unexpected(*fault);
      has_text = has_text || cell.find_first_not_of(" \t") != std::string::npos;
      if (is_line_end(peek())) break;
      take();
    }
    row.cells.resize(cells);
    row.length = at_ - row_at_;
    if (take() == '\r' && peek() == '\n') take();
    if (!has_text) continue;
    ++rows_;
    return true;
  }
  return false;
}

char guess_delimiter(std::string_view beginning) {
  constexpr std::string_view kDelimiters = ",;\t|";
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool quoted = false;
  for (const char c : beginning) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (const auto which = kDelimiters.find(c); which != std::string_view::npos) ++counts[which];
  }
  return kDelimiters[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace hurtrock::spreadsheet
