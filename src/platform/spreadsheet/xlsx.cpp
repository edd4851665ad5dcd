#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "platform/core/text.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::spreadsheet {
namespace {

/// Excel's own limit, and how wide a column may become for its longest text.
constexpr std::size_t kLongestText = 32'767;
constexpr std::size_t kNarrowest = 9, kWidest = 48;
static_assert(kMostSheetRows == LXW_ROW_MAX - 1);

/// What XML 1.0 cannot hold: control characters but tab and line breaks.
std::string printable(std::string_view text) {
  std::string kept;
  for (const char c : text::shorten(text, kLongestText))
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') kept += c;
  return kept;
}

class XlsxWriter final : public Writer {
 public:
  XlsxWriter(const std::vector<std::string>& titles, std::string path, std::string scratch)
      : scratch_(std::move(scratch)), path_(std::move(path)) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = scratch_.data();
    book_ = workbook_new_opt(path_.c_str(), &options);
    if (book_ == nullptr) throw std::runtime_error("a spreadsheet could not be begun");
    sheet_ = workbook_add_worksheet(book_, nullptr);
    if (sheet_ == nullptr) {
      lxw_workbook_free(book_);
      throw std::runtime_error("a spreadsheet could not be begun in " + scratch_);
    }
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
    thousands_ = workbook_add_format(book_);
    format_set_num_format(thousands_, "#,##0");
    // Before the first row: what is written is not changed any more.
    for (std::size_t i = 0; i < titles.size(); ++i) {
      const auto width = std::clamp(text::length(titles[i]) + 2, i == 0 ? std::size_t{28} : kNarrowest, kWidest);
      const auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet_, column, column, static_cast<double>(width), nullptr);
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    for (std::size_t i = 0; i < titles.size(); ++i) write(i, titles[i], bold_);
    ++row_;
  }

  ~XlsxWriter() override {
    // Only closing gives back what the book holds, and it writes the file.
    if (book_ != nullptr) workbook_close(book_);
    std::error_code ignored;
    if (!is_whole_) std::filesystem::remove(path_, ignored);
  }

  void add_row(std::span<const Cell> cells) override {
    if (row_ > kMostSheetRows) throw SheetIsFull{};
    for (std::size_t i = 0; i < cells.size(); ++i)
      std::visit([&](const auto& value) { write(i, value, nullptr); }, cells[i]);
    ++row_;
  }

  void finish() override {
    // It closes the book whatever it answers.
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("a spreadsheet: ") + lxw_strerror(error));
    is_whole_ = true;
  }

 private:
  void write(std::size_t column, const std::string& text, lxw_format* format) {
    worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(column), printable(text).c_str(), format);
  }
  void write(std::size_t column, std::int64_t number, lxw_format*) {
    // Exact up to 2^53: more than nine thousand trillion rupiah.
    worksheet_write_number(sheet_, row_, static_cast<lxw_col_t>(column), static_cast<double>(number), thousands_);
  }
  void write(std::size_t column, Money money, lxw_format* format) { write(column, money.rupiah(), format); }

  std::string scratch_, path_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format *bold_ = nullptr, *thousands_ = nullptr;
  lxw_row_t row_ = 0;
  bool is_whole_ = false;
};

}  // namespace

std::unique_ptr<Writer> xlsx_writer(const std::vector<std::string>& titles, const std::string& path,
                                    const std::string& scratch) {
  return std::make_unique<XlsxWriter>(titles, path, scratch);
}

}  // namespace hurtrock::spreadsheet
