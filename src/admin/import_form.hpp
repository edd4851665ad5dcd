#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/import_archive.hpp"
#include "admin/import_columns.hpp"
#include "admin/import_file.hpp"
#include "admin/import_picture_store.hpp"
#include "admin/product_columns.hpp"
#include "admin/product_record.hpp"
#include "catalog/ids.hpp"
#include "platform/http/message.hpp"

/// The rows of a product as the form that staff fill in: the rows' cells in its fields, over what is stored. In our own
/// columns a cell is the value, also an empty one; in those of others an empty cell says nothing. What has no column
/// stays as it is.
namespace hurtrock::admin {

/// Variants and pictures; more rows are refused.
constexpr std::size_t kMostRowsOfProduct = 1'000;

struct Bilingual {
  std::string id, en;
};
/// A text of the catalogue in both languages.
Bilingual in_both(std::string_view key, std::initializer_list<i18n::Arg> args = {});

struct CellError {
  std::int64_t row = 0;
  std::string column;  ///< the file's title; empty: the whole row
  Bilingual text;
};
using CellErrors = std::vector<CellError>;

/// The SKU that a row names, as it is stored: in capitals.
std::string sku_of(const ImportSettings& settings, const FileRow& row);

/// The addresses of pictures, and the names of files in a ZIP, that a row names, in its order. Views of its cell.
std::vector<std::string_view> pictures_named(const ImportSettings& settings, const FileRow& row);

/// What names in files refer to, read once for many products.
struct ImportLookups {
  CategoryNames categories;
  std::map<std::string, SupplierId> suppliers;  ///< by name in small letters
  std::map<SupplierId, std::string> supplier_names;
  std::vector<catalog::SpecDefinition> definitions;
  std::string media;  ///< what the addresses of the shop's own pictures begin with
  std::optional<std::map<std::string, store::ArchiveFile, std::less<>>> archive;  ///< by key; none: no ZIP is there
  static ImportLookups read(db::Tx& tx, const std::string& media, store::ImportId import);
};

struct FilledForm {
  http::Fields fields;
  std::optional<ProductAndStock> before;  ///< none: a new product
  struct Stock {
    VariantId variant;
    std::int64_t seen = 0, on_hand = 0, row = 0;
  };
  std::vector<Stock> stock;                    ///< to be set to what the file says
  std::map<int, std::int64_t> file_rows;       ///< of the form's rows; those that the file does not name are missing
  std::vector<store::WantedPicture> pictures;  ///< that the product does not have yet, in the file's order
};

/// `rows` are all of one product, in the file's order. What is wrong with the fields is the form's to say.
std::expected<FilledForm, CellErrors> fill_product_form(db::Tx& tx, const ImportSettings& settings,
                                                        const std::vector<std::string>& titles,
                                                        const ImportLookups& lookups, const std::vector<FileRow>& rows);

/// Where a field of the form may have got its value from: the form's row, 0 for what belongs to the product, and the
/// meanings of columns, the likeliest first. None for no field.
struct FormCell {
  int row = 0;
  std::vector<std::string_view> meanings;
};
FormCell cell_behind(std::string_view field);

}  // namespace hurtrock::admin
