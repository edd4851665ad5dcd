#pragma once

#include <cstdint>
#include <expected>
#include <fstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "admin/import_columns.hpp"
#include "platform/spreadsheet/csv_reader.hpp"
#include "platform/spreadsheet/plain_text.hpp"

/// A file of products: UTF-8 by now, its first row the titles.
namespace hurtrock::admin {

constexpr std::size_t kLargestImport = 256UZ * 1024 * 1024;
constexpr std::int64_t kMostImportRows = 300'000;
constexpr std::size_t kMostImportColumns = 150;

/// Why a file cannot be read: a word of "admin.import.fault.WORD", and the row it is about, from 1 for the titles; 0:
/// the whole file.
struct FileFault {
  std::string word;
  std::int64_t row = 0;
};

struct CopiedFile {
  spreadsheet::Encoding encoding = spreadsheet::Encoding::kUtf8;
  char delimiter = ',';
  std::vector<std::string> titles;
  std::int64_t rows = 0;  ///< without the titles
};
/// Copies an upload to `to` and looks whether all of it can be read.
std::expected<CopiedFile, FileFault> copy_import(const std::string& from, const std::string& to);

struct RowPlace {
  std::int64_t number = 0;
  std::uint64_t offset = 0, length = 0;
  std::int64_t same_sku = 0;  ///< the row above that has the same SKU; 0: none
};

/// Which rows make up which product: those of one slug, of one variable product, or of nothing but themselves. Rows of
/// a product need not stand together. Some 100 bytes a row, twice as much while it is made.
class ImportIndex {
 public:
  static std::expected<ImportIndex, FileFault> of(const std::string& path, char delimiter,
                                                  const ImportSettings& settings);
  [[nodiscard]] std::int64_t products() const { return std::ssize(rows_of_); }
  [[nodiscard]] const std::vector<RowPlace>& rows_of(std::int64_t product) const {
    return rows_of_[static_cast<std::size_t>(product)];
  }
  [[nodiscard]] const std::vector<std::string>& titles() const { return titles_; }

 private:
  std::vector<std::string> titles_;
  std::vector<std::vector<RowPlace>> rows_of_;
};

struct FileRow {
  RowPlace place;
  std::vector<std::string> cells;
};
/// The file again, by the places of an index.
class ImportRows {
 public:
  ImportRows(const std::string& path, char delimiter);
  FileRow read(const RowPlace& place);

 private:
  std::ifstream in_;
  const char delimiter_;
};

}  // namespace hurtrock::admin
