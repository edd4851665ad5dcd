#include "admin/product_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catalog/slugs.hpp"
#include "catalog/thousandths.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using http::Need;

constexpr int kHighestRow = 999;
constexpr std::size_t kLongestProductName = 150, kLongestModel = 100, kLongestBrand = 60, kLongestDescription = 5'000;
// Search engines show less; what is cut there is still read.
constexpr std::size_t kLongestSeoTitle = 100, kLongestSeoDescription = 320;
constexpr std::size_t kLongestNewSku = 40, kLongestOption = 60, kLongestSpec = 200;
constexpr std::int64_t kHighestProductPrice = 100'000'000'000;
constexpr std::int64_t kHeaviestVariant = 1'000'000, kLongest = 10'000, kMostStock = 1'000'000;

std::optional<std::int64_t> id_of(std::string_view field) { return text::parse_integer(field, 1, INT64_MAX); }

template <class T>
bool holds(const std::vector<T>& values, const T& value) {
  return std::ranges::find(values, value) != values.end();
}

bool is_sku(std::string_view sku) {
  return std::ranges::all_of(sku, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '+';
  });
}

void set(Pairs& pairs, std::string name, std::string value) { pairs.emplace_back(std::move(name), std::move(value)); }

void set_row(Pairs& pairs, int row, const catalog::VariantDraft& variant, const inventory::Limits& limits) {
  const auto put = [&](std::string_view name, std::string value) {
    set(pairs, row_field(row, name), std::move(value));
  };
  set(pairs, "row", std::to_string(row));
  if (variant.id) put("id", std::to_string(variant.id.value()));
  put("sku", variant.sku);
  put("price", catalog::without_currency(variant.price));
  put("compare", variant.compare_at ? catalog::without_currency(*variant.compare_at) : std::string{});
  put("weight", std::to_string(variant.weight_g));
  put("length", std::to_string(variant.length_mm));
  put("width", std::to_string(variant.width_mm));
  put("height", std::to_string(variant.height_mm));
  put("minimum", std::to_string(limits.minimum_stock));
  put("low", std::to_string(limits.low_stock_threshold));
  put("backorder", std::to_string(limits.backorder_limit));
  if (variant.active) put("active", "1");
  for (int option = 1; option <= std::min(kMostOptions, static_cast<int>(variant.options.size())); ++option) {
    const auto& value = variant.options[static_cast<std::size_t>(option - 1)];
    set(pairs, option_value_field(row, option, "id"), value.value_id);
    set(pairs, option_value_field(row, option, "en"), value.value_en == value.value_id ? "" : value.value_en);
  }
}

/// The fields of the form but those that `left_out` names.
template <class Predicate>
Pairs without(const http::Fields& form, Predicate left_out) {
  Pairs pairs;
  for (const auto& [name, value] : form.pairs())
    if (!left_out(name, value)) pairs.emplace_back(name, value);
  return pairs;
}

/// A row below the others, like the last one in what variants of one product share.
http::Fields with_new_row(const http::Fields& form, const ProductFormShape& shape) {
  Pairs pairs = form.pairs();
  if (shape.rows.size() >= kMostVariants) return http::Fields(std::move(pairs));
  const int row = shape.rows.empty() ? 1 : std::ranges::max(shape.rows) + 1;
  if (row > kHighestRow) return http::Fields(std::move(pairs));
  set(pairs, "row", std::to_string(row));
  set(pairs, row_field(row, "active"), "1");
  if (!shape.rows.empty())
    for (const auto* name : {"price", "compare", "weight", "length", "width", "height", "minimum", "low", "backorder"})
      set(pairs, row_field(row, name), std::string(form.value(row_field(shape.rows.back(), name))));
  return http::Fields(std::move(pairs));
}

/// Variants that are stored stay; their rows say so themselves.
http::Fields without_row(const http::Fields& form, const ProductFormShape& shape, int row) {
  if (shape.rows.size() < 2 || !form.value(row_field(row, "id")).empty()) return form;
  const std::string prefix = row_field(row, ""), number = std::to_string(row);
  return http::Fields(without(form, [&](const std::string& name, const std::string& value) {
    return name.starts_with(prefix) || (name == "row" && value == number);
  }));
}

http::Fields with_options(const http::Fields& form, int options) {
  Pairs pairs = without(form, [](const std::string& name, const std::string&) { return name == "options"; });
  set(pairs, "options", std::to_string(options));
  return http::Fields(std::move(pairs));
}

/// The columns behind the one that goes move up.
http::Fields without_option(const http::Fields& form, const ProductFormShape& shape, int removed) {
  if (removed < 1 || removed > shape.options) return form;
  Pairs pairs = form.pairs();
  const auto move = [&](const std::string& to, const std::string& from) {
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == to; });
    for (auto& pair : pairs)
      if (pair.first == from) pair.first = to;
  };
  for (int option = removed; option <= shape.options; ++option)
    for (const std::string_view language : {"id", "en"}) {
      move(option_name_field(option, language), option_name_field(option + 1, language));
      for (const int row : shape.rows)
        move(option_value_field(row, option, language), option_value_field(row, option + 1, language));
    }
  return with_options(http::Fields(std::move(pairs)), shape.options - 1);
}

http::Fields with_spec(const http::Fields& form, const ProductFormShape& shape) {
  const auto definition = id_of(form.value("add_spec"));
  Pairs pairs = form.pairs();
  if (definition && shape.specs.size() < kMostSpecs && !holds(shape.specs, *definition))
    set(pairs, "spec", std::to_string(*definition));
  return http::Fields(std::move(pairs));
}

class ProductReader {
 public:
  ProductReader(const http::Fields& form, const i18n::Texts& texts)
      : form_(form), texts_(texts), input_(http::Input::of_fields(form, texts)) {}

  std::expected<ProductForm, std::vector<http::FieldError>> read() {
    result_.shape = ProductFormShape::of(form_);
    read_what_it_is();
    read_options();
    for (const int row : result_.shape.rows) read_row(row);
    check_variants();
    for (const std::int64_t definition : result_.shape.specs) read_spec(definition);
    if (const auto copied = id_of(form_.value("copy_pictures"))) result_.copied = ProductId{*copied};
    if (!input_.ok()) return std::unexpected(input_.errors());
    return std::move(result_);
  }

 private:
  void refuse(std::string_view field, std::string_view code) {
    input_.refuse(field, code, std::string(texts_(fmt::format("admin.edit.error.{}", code))));
  }
  bool is_wrong(std::string_view field) const {
    return std::ranges::find(input_.errors(), field, &http::FieldError::field) != input_.errors().end();
  }

  void read_what_it_is() {
    auto& product = result_.product;
    product.name = input_.line("name", kLongestProductName);
    product.model = input_.line("model", kLongestModel, Need::kOptional);
    product.brand = input_.line("brand", kLongestBrand);
    product.state = input_.word("state", {"active", "hidden"}) == "active" ? catalog::ProductState::kActive
                                                                           : catalog::ProductState::kHidden;
    const Need description = product.state == catalog::ProductState::kActive ? Need::kRequired : Need::kOptional;
    product.description_id = input_.text("description_id", kLongestDescription, description);
    product.description_en = input_.text("description_en", kLongestDescription, description);
    product.seo_title_id = input_.line("seo_title_id", kLongestSeoTitle, Need::kOptional);
    product.seo_title_en = input_.line("seo_title_en", kLongestSeoTitle, Need::kOptional);
    product.seo_description_id = input_.text("seo_description_id", kLongestSeoDescription, Need::kOptional);
    product.seo_description_en = input_.text("seo_description_en", kLongestSeoDescription, Need::kOptional);
    product.category = CategoryId{input_.integer("category", 1, INT64_MAX).value_or(0)};
    if (const auto supplier = input_.integer("supplier", 1, INT64_MAX, Need::kOptional))
      product.supplier = SupplierId{*supplier};
    product.featured = form_.value("featured") == "1";
    product.slug = input_.line("slug", catalog::kLongestSlug, Need::kOptional);
    if (!product.slug.empty() && !catalog::is_slug(product.slug)) refuse("slug", "slug");
  }

  void read_options() {
    for (int option = 1; option <= result_.shape.options; ++option) {
      catalog::OptionDraft column;
      column.name_id = input_.line(option_name_field(option, "id"), kLongestOption);
      column.name_en = input_.line(option_name_field(option, "en"), kLongestOption, Need::kOptional);
      if (column.name_en.empty()) column.name_en = column.name_id;
      columns_.push_back(std::move(column));
    }
  }

  std::optional<Money> price(const std::string& field, Need need) {
    const std::string typed = input_.line(field, 30, need);
    if (typed.empty()) return std::nullopt;
    const auto money = catalog::read_typed_price(typed);
    if (money && money->rupiah() > 0 && money->rupiah() <= kHighestProductPrice) return money;
    refuse(field, "price");
    return std::nullopt;
  }

  void read_row(int row) {
    const auto field = [row](std::string_view name) { return row_field(row, name); };
    const auto number = [&](std::string_view name, std::int64_t low, std::int64_t high, Need need = Need::kRequired) {
      return input_.integer(field(name), low, high, need).value_or(low);
    };
    catalog::VariantDraft variant;
    if (const auto id = input_.integer(field("id"), 1, INT64_MAX, Need::kOptional)) variant.id = VariantId{*id};
    for (int option = 1; option <= result_.shape.options; ++option) {
      catalog::OptionDraft value = columns_[static_cast<std::size_t>(option - 1)];
      value.value_id = input_.line(option_value_field(row, option, "id"), kLongestOption);
      value.value_en = input_.line(option_value_field(row, option, "en"), kLongestOption, Need::kOptional);
      if (value.value_en.empty()) value.value_en = value.value_id;
      variant.options.push_back(std::move(value));
    }
    variant.sku = text::upper(input_.line(field("sku"), kLongestNewSku));
    if (!is_sku(variant.sku)) refuse(field("sku"), "sku");
    const auto asked = price(field("price"), Need::kRequired);
    variant.price = asked.value_or(Money{});
    variant.compare_at = price(field("compare"), Need::kOptional);
    if (asked && variant.compare_at && *variant.compare_at <= *asked) refuse(field("compare"), "compare");
    variant.active = form_.value(field("active")) == "1";
    VariantStock stock;
    if (!variant.id) stock.on_hand = number("stock", 0, kMostStock, Need::kOptional);
    variant.weight_g = number("weight", 1, kHeaviestVariant);
    variant.length_mm = number("length", 1, kLongest);
    variant.width_mm = number("width", 1, kLongest);
    variant.height_mm = number("height", 1, kLongest);
    stock.limits.minimum_stock = number("minimum", 0, kMostStock, Need::kOptional);
    stock.limits.low_stock_threshold = number("low", 0, kMostStock, Need::kOptional);
    stock.limits.backorder_limit = number("backorder", 0, kMostStock, Need::kOptional);
    if (stock.limits.low_stock_threshold < stock.limits.minimum_stock && !is_wrong(field("low")))
      refuse(field("low"), "low_below_minimum");
    result_.product.variants.push_back(std::move(variant));
    result_.stock.push_back(stock);
  }

  /// What concerns several rows at once.
  void check_variants() {
    const auto& variants = result_.product.variants;
    const auto& rows = result_.shape.rows;
    if (std::ranges::none_of(variants, &catalog::VariantDraft::active)) refuse("", "no_variant");
    std::set<std::string> skus;
    std::set<std::int64_t> ids;
    std::set<std::vector<std::string>> combinations;
    for (std::size_t i = 0; i < variants.size(); ++i) {
      const auto& variant = variants[i];
      const std::string sku = row_field(rows[i], "sku");
      if (!variant.sku.empty() && !skus.insert(variant.sku).second && !is_wrong(sku)) refuse(sku, "sku_twice");
      if (variant.id && !ids.insert(variant.id.value()).second) refuse(row_field(rows[i], "id"), "variant");
      if (!variant.active) continue;
      std::vector<std::string> values;
      for (const auto& option : variant.options) values.push_back(text::lower(option.value_id));
      if (combinations.insert(std::move(values)).second) continue;
      if (variant.options.empty()) {
        refuse("", "no_option");
        return;
      }
      if (const std::string first = option_value_field(rows[i], 1, "id"); !is_wrong(first))
        refuse(first, "combination");
    }
  }

  void read_spec(std::int64_t definition) {
    catalog::SpecDraft spec{.definition = definition};
    if (const std::string field = spec_field(definition); input_.has(field)) {
      const std::string typed = input_.line(field, 20, Need::kOptional);
      if (typed.empty()) return;
      spec.number_milli = catalog::read_thousandths(typed);
      if (!spec.number_milli) return refuse(field, "spec_number");
    } else {
      spec.text_id = input_.line(spec_field(definition, "id"), kLongestSpec, Need::kOptional);
      spec.text_en = input_.line(spec_field(definition, "en"), kLongestSpec, Need::kOptional);
      if (spec.text_id.empty() && spec.text_en.empty()) return;
      if (spec.text_id.empty()) spec.text_id = spec.text_en;
      if (spec.text_en.empty()) spec.text_en = spec.text_id;
    }
    result_.product.specs.push_back(std::move(spec));
  }

  const http::Fields& form_;
  const i18n::Texts& texts_;
  http::Input input_;
  std::vector<catalog::OptionDraft> columns_;  ///< names only
  ProductForm result_;
};

}  // namespace

ProductFormShape ProductFormShape::of(const http::Fields& form) {
  ProductFormShape shape;
  for (const auto value : form.all("row"))
    if (const auto row = text::parse_integer(value, 1, kHighestRow); row && shape.rows.size() < kMostVariants)
      if (!holds(shape.rows, static_cast<int>(*row))) shape.rows.push_back(static_cast<int>(*row));
  shape.options = static_cast<int>(text::parse_integer(form.value("options"), 0, kMostOptions).value_or(0));
  for (const auto value : form.all("spec"))
    if (const auto definition = id_of(value); definition && shape.specs.size() < kMostSpecs)
      if (!holds(shape.specs, *definition)) shape.specs.push_back(*definition);
  return shape;
}

std::string row_field(int row, std::string_view name) { return fmt::format("v{}_{}", row, name); }
std::string option_name_field(int option, std::string_view language) {
  return fmt::format("o{}_name_{}", option, language);
}
std::string option_value_field(int row, int option, std::string_view language) {
  return fmt::format("v{}_o{}_{}", row, option, language);
}
std::string spec_field(std::int64_t definition) { return fmt::format("s{}", definition); }
std::string spec_field(std::int64_t definition, std::string_view language) {
  return fmt::format("s{}_{}", definition, language);
}

http::Fields fields_of(const catalog::ProductDraft& product, std::span<const inventory::Level> levels,
                       i18n::Language language) {
  Pairs pairs{{"name", product.name},
              {"model", product.model},
              {"brand", product.brand},
              {"category", std::to_string(product.category.value())},
              {"supplier", product.supplier ? std::to_string(product.supplier->value()) : ""},
              {"description_id", product.description_id},
              {"description_en", product.description_en},
              {"seo_title_id", product.seo_title_id},
              {"seo_title_en", product.seo_title_en},
              {"seo_description_id", product.seo_description_id},
              {"seo_description_en", product.seo_description_en},
              {"state", std::string(catalog::word(product.state))},
              {"slug", product.slug}};
  if (product.featured) set(pairs, "featured", "1");
  // The names of the columns are those of the variant that has most of them.
  const auto most = std::ranges::max_element(
      product.variants, {}, [](const catalog::VariantDraft& variant) { return variant.options.size(); });
  const int options =
      most == product.variants.end() ? 0 : std::min(kMostOptions, static_cast<int>(most->options.size()));
  set(pairs, "options", std::to_string(options));
  for (int option = 1; option <= options; ++option) {
    const auto& column = most->options[static_cast<std::size_t>(option - 1)];
    set(pairs, option_name_field(option, "id"), column.name_id);
    set(pairs, option_name_field(option, "en"), column.name_en == column.name_id ? "" : column.name_en);
  }
  int row = 0;
  for (const auto& variant : product.variants) {
    const auto level = std::ranges::find(levels, variant.id, &inventory::Level::variant);
    set_row(pairs, ++row, variant, level == levels.end() ? inventory::Limits{} : level->limits);
  }
  for (const auto& spec : product.specs) {
    set(pairs, "spec", std::to_string(spec.definition));
    if (spec.number_milli) {
      set(pairs, spec_field(spec.definition), catalog::thousandths(*spec.number_milli, language));
    } else {
      set(pairs, spec_field(spec.definition, "id"), spec.text_id);
      set(pairs, spec_field(spec.definition, "en"), spec.text_en == spec.text_id ? "" : spec.text_en);
    }
  }
  return http::Fields(std::move(pairs));
}

http::Fields fields_of_new_product() {
  return http::Fields({{"state", "hidden"}, {"options", "0"}, {"row", "1"}, {row_field(1, "active"), "1"}});
}

http::Fields fields_of_copy(const catalog::ProductDraft& product, std::span<const inventory::Level> levels,
                            i18n::Language language) {
  const http::Fields whole = fields_of(product, levels, language);
  Pairs pairs = without(whole, [](const std::string& name, const std::string&) {
    return name == "slug" || name == "state" || name == "featured" || name.starts_with("seo_") ||
           (name.starts_with('v') && (name.ends_with("_sku") || (name.ends_with("_id") && !name.contains("_o"))));
  });
  set(pairs, "state", "hidden");
  return http::Fields(std::move(pairs));
}

std::optional<http::Fields> with_button_pressed(const http::Fields& form) {
  const std::string_view pressed = form.value("do");
  const auto colon = std::min(pressed.find(':'), pressed.size());
  const std::string_view word = pressed.substr(0, colon);
  const auto number = static_cast<int>(
      text::parse_integer(pressed.substr(std::min(colon + 1, pressed.size())), 1, kHighestRow).value_or(0));
  const auto shape = ProductFormShape::of(form);
  if (word == "add_row") return with_new_row(form, shape);
  if (word == "remove_row") return without_row(form, shape, number);
  if (word == "add_option") return with_options(form, std::min(kMostOptions, shape.options + 1));
  if (word == "remove_option") return without_option(form, shape, number);
  if (word == "add_spec") return with_spec(form, shape);
  return std::nullopt;
}

std::expected<ProductForm, std::vector<http::FieldError>> read_product_form(const http::Fields& form,
                                                                            const i18n::Texts& texts) {
  return ProductReader(form, texts).read();
}

std::vector<http::FieldError> worded_refusals(const ProductForm& form, const catalog::Refusals& refusals,
                                              const i18n::Texts& texts) {
  using enum catalog::NotSaved;
  std::vector<http::FieldError> errors;
  const auto add = [&](std::string field, std::string_view code) {
    errors.push_back(
        {std::move(field), std::string(code), std::string(texts(fmt::format("admin.edit.error.{}", code)))});
  };
  for (const auto& [why, index] : refusals) {
    switch (why) {
      case kSlugTaken:
        add("slug", "slug_taken");
        break;
      case kSkuTaken:
        add(row_field(form.shape.rows[index], "sku"), "sku_taken");
        break;
      case kNoSuchVariant:
        add(row_field(form.shape.rows[index], "sku"), "variant");
        break;
      case kNoSuchCategory:
        add("category", "category");
        break;
      case kNoSuchSupplier:
        add("supplier", "supplier");
        break;
      case kNoSuchSpec:
        add("", "spec");
        break;
      case kNoSuchProduct:
      case kChanged:
        add("", "changed");
        break;
    }
  }
  return errors;
}

}  // namespace hurtrock::admin
