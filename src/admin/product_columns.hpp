#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/categories.hpp"
#include "catalog/products.hpp"
#include "platform/i18n/texts.hpp"

/// Products as rows of a table, in the columns of our own: a row for each variant, with what its product says of itself
/// in each of them. Written by export_products.hpp, read by import_plan.hpp.
namespace hurtrock::admin {

/// In the order they are written in. "specifications" has a line for each: "Panjang skala = 648", "Kayu = Alder |
/// Alder" where the languages differ.
inline constexpr std::array kOwnColumns = std::to_array<std::string_view>({
    "slug",
    "name",
    "model",
    "brand",
    "category",
    "supplier",
    "state",
    "featured",
    "description_id",
    "description_en",
    "seo_title_id",
    "seo_title_en",
    "seo_description_id",
    "seo_description_en",
    "specifications",
    "option1_name",
    "option1_name_en",
    "option2_name",
    "option2_name_en",
    "option3_name",
    "option3_name_en",
    "sku",
    "active",
    "option1_value",
    "option1_value_en",
    "option2_value",
    "option2_value_en",
    "option3_value",
    "option3_value_en",
    "price",
    "compare_price",
    "stock",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "minimum_stock",
    "low_stock",
    "backorder_limit",
    "pictures",
});

/// Categories by what a file calls them: "Gitar > Gitar Elektrik", in either language, the slug, or the last name alone
/// where no other category has it.
class CategoryNames {
 public:
  explicit CategoryNames(const std::vector<catalog::CategoryRecord>& tree,
                         i18n::Language language = i18n::Language::kIndonesian);
  /// What find() answers this category for: its path in that language, or its slug where the path is another's, too.
  [[nodiscard]] std::string of(CategoryId category) const;
  [[nodiscard]] std::optional<CategoryId> find(std::string_view text) const;
  /// Whether anything that it is called holds the part.
  [[nodiscard]] bool is_called(CategoryId category, std::string_view part) const;
  /// The name alone.
  [[nodiscard]] const std::string& short_name(CategoryId category) const { return short_names_.at(category); }

 private:
  void add(std::string name, CategoryId category);
  std::map<std::string, std::optional<CategoryId>, std::less<>> by_name_;  ///< nothing: several are called so
  std::map<CategoryId, std::string> paths_, short_names_;
  std::map<CategoryId, std::string> called_;  ///< all that it is called, a line each
};

std::string specifications_cell(const std::vector<catalog::SpecDraft>& specs,
                                const std::vector<catalog::SpecDefinition>& definitions);
struct ReadSpecifications {
  std::vector<catalog::SpecDraft> specs;
  std::string wrong_line;  ///< the first that names no specification, or no number; empty: none
};
ReadSpecifications read_specifications(std::string_view cell, const std::vector<catalog::SpecDefinition>& definitions);

}  // namespace hurtrock::admin
