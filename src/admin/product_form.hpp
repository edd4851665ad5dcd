#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/products.hpp"
#include "inventory/inventory.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"

/// The fields of a product's form. Rows are numbered by whoever shows them; a repeated field "row" says which there are
/// and in which order, and the fields of row 3 are "v3_sku", "v3_price", … What tells variants apart stands in columns:
/// "options" says how many, "o1_name_id" is the first one's name, "v3_o1_id" the third row's value. Specifications are
/// named by a repeated field "spec", and hold a number in "s17" or texts in "s17_id" and "s17_en".
namespace hurtrock::admin {

constexpr std::size_t kMostVariants = 60;
constexpr int kMostOptions = 3;
constexpr std::size_t kMostSpecs = 60;
/// What a form of that size comes to, with some to spare.
constexpr std::size_t kMostProductFields = 2'000;
constexpr std::size_t kLargestProductForm = 512UZ * 1024;

/// Which rows and columns a form has.
struct ProductFormShape {
  std::vector<int> rows;
  int options = 0;
  std::vector<std::int64_t> specs;
  static ProductFormShape of(const http::Fields& form);
};

/// "v3_price"
std::string row_field(int row, std::string_view name);
/// "o1_name_id"; "v3_o1_id"
std::string option_name_field(int option, std::string_view language);
std::string option_value_field(int row, int option, std::string_view language);
/// "s17"; "s17_id"
std::string spec_field(std::int64_t definition);
std::string spec_field(std::int64_t definition, std::string_view language);

/// What the form shows of a product.
http::Fields fields_of(const catalog::ProductDraft& product, std::span<const inventory::Level> levels,
                       i18n::Language language);
/// What it shows of a new one: one row to begin with.
http::Fields fields_of_new_product();
/// The product as a pattern for another one: without what belongs to it alone.
http::Fields fields_of_copy(const catalog::ProductDraft& product, std::span<const inventory::Level> levels,
                            i18n::Language language);

/// A button that changes what the form shows and saves nothing: "add_row", "remove_row:3", "add_option",
/// "remove_option:2", "add_spec". Nothing for any other, such as "save".
std::optional<http::Fields> with_button_pressed(const http::Fields& form);

struct VariantStock {
  std::int64_t on_hand = 0;  ///< of a new variant; never changed here afterwards
  inventory::Limits limits;
};

struct ProductForm {
  catalog::ProductDraft product;
  std::vector<VariantStock> stock;  ///< of the product's variants
  ProductFormShape shape;           ///< its rows are the product's variants
  std::optional<ProductId> copied;  ///< whose pictures to take over
};
std::expected<ProductForm, std::vector<http::FieldError>> read_product_form(const http::Fields& form,
                                                                            const i18n::Texts& texts);

/// What the database refuses, at the fields that it is about.
std::vector<http::FieldError> worded_refusals(const ProductForm& form, const catalog::Refusals& refusals,
                                              const i18n::Texts& texts);

}  // namespace hurtrock::admin
