#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"

/// What the columns of a file of products mean. Pure.
namespace hurtrock::admin {

/// Whose columns they are; it decides how cells are read (import_plan.hpp).
enum class ColumnSet : std::uint8_t { kOwn, kWooCommerce, kShopify };
std::string_view word(ColumnSet set);
std::optional<ColumnSet> find_column_set(std::string_view word);

/// Words of what a column can hold: those of product_columns.hpp, and what only others have ("regular_price",
/// "weight_kg", …).
const std::vector<std::string_view>& column_meanings();
/// What can be said once for all new products, where the file says nothing.
inline constexpr std::string_view kDefaulted[] = {"category",  "brand",    "weight_g",
                                                  "length_mm", "width_mm", "height_mm"};

struct ImportSettings {
  ColumnSet set = ColumnSet::kOwn;
  std::vector<std::string> columns;             ///< a meaning for each of the file's; "": not read
  std::map<std::string, std::string> defaults;  ///< by meaning; "category" is an id
  bool sets_stock = false;                      ///< also of variants that have some already

  /// The file's column of that meaning.
  [[nodiscard]] std::optional<std::size_t> column_of(std::string_view meaning) const;
  [[nodiscard]] std::string as_json() const;
  static ImportSettings of_json(const std::string& json);
};

ImportSettings guess_settings(const std::vector<std::string>& titles);

/// "column3"; "default_brand"
std::string column_field(std::size_t column);
std::string default_field(std::string_view meaning);

struct ReadSettings {
  ImportSettings settings;
  std::vector<http::FieldError> errors;
};
/// What staff have chosen for a file whose settings were `before`.
ReadSettings read_settings(const http::Fields& form, const ImportSettings& before, const i18n::Texts& texts);
/// What keeps a file of these columns from being read at all, at the fields of the form.
std::vector<http::FieldError> mistakes_of(const ImportSettings& settings, const i18n::Texts& texts);

}  // namespace hurtrock::admin
