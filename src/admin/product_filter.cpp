#include "admin/product_filter.hpp"

#include <fmt/format.h>

#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::pair<ProductSort, std::string_view> kProductSorts[] = {{ProductSort::kNewest, "newest"},
                                                                      {ProductSort::kName, "name"},
                                                                      {ProductSort::kChanged, "changed"},
                                                                      {ProductSort::kSold, "sold"}};
constexpr std::pair<StockLevel, std::string_view> kLevels[] = {
    {StockLevel::kOut, "out"}, {StockLevel::kCritical, "critical"}, {StockLevel::kLow, "low"}};

/// "17:1795342500000000": the id, and what the list is sorted by.
std::optional<ProductFilter::Cursor> read_cursor(std::string_view text, ProductSort sort) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto id = text::parse_integer(text.substr(0, colon), 1, INT64_MAX);
  if (!id) return std::nullopt;
  ProductFilter::Cursor cursor{.id = ProductId{*id}};
  const std::string_view value = text.substr(colon + 1);
  if (sort == ProductSort::kName) {
    cursor.name = value;
    return cursor;
  }
  const auto number = text::parse_integer(value, 0, INT64_MAX);
  if (!number) return std::nullopt;
  cursor.number = *number;
  return cursor;
}

}  // namespace

std::string_view word(ProductSort sort) { return word_in(kProductSorts, sort); }
std::string_view word(StockLevel level) { return word_in(kLevels, level); }

ProductFilter ProductFilter::read(const http::Fields& query) {
  ProductFilter filter;
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.category = id_or_name_in<CategoryId>(query, "category", filter.in_vain);
  filter.brand = id_or_name_in<BrandId>(query, "brand", filter.in_vain);
  filter.supplier = id_or_name_in<SupplierId>(query, "supplier", filter.in_vain);
  filter.state = catalog::find_product_state(query.value("state"));
  filter.stock = find_word(kLevels, query.value("stock"));
  filter.without_pictures = query.value("pictures") == "none";
  filter.sort = find_word(kProductSorts, query.value("sort")).value_or(ProductSort::kNewest);
  filter.after = read_cursor(query.value("after"), filter.sort);
  return filter;
}

std::optional<ProductFilter> ProductFilter::read_strictly(const http::Fields& query) {
  ProductFilter filter = read(query);
  const std::pair<std::string_view, bool> narrowing[] = {
      {"q", !filter.search.empty()},
      {"category", filter.category.has_value()},
      {"brand", filter.brand.has_value()},
      {"supplier", filter.supplier.has_value()},
      {"state", filter.state.has_value()},
      {"stock", filter.stock.has_value()},
      {"pictures", filter.without_pictures},
      {"after", filter.after.has_value()},
      // Where a list is, it is by ids.
      {"category_name", false},
      {"brand_name", false},
      {"supplier_name", false},
  };
  for (const auto& [name, is_read] : narrowing)
    for (const auto value : query.all(name))
      if (!is_read && !text::trim(value).empty()) return std::nullopt;
  return filter;
}

std::string ProductFilter::address() const {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.emplace_back(name, value);
  };
  const auto add_id = [&](std::string_view name, const auto& id) {
    if (id) fields.emplace_back(name, std::to_string(id->value()));
  };
  add("q", search);
  add_id("category", category);
  add_id("brand", brand);
  add_id("supplier", supplier);
  add("state", state ? catalog::word(*state) : "");
  add("stock", stock ? word(*stock) : "");
  add("pictures", without_pictures ? "none" : "");
  add("sort", sort == ProductSort::kNewest ? "" : word(sort));
  fields.insert(fields.end(), in_vain.begin(), in_vain.end());
  return fields.empty() ? "/admin/products" : "/admin/products?" + http::Fields(std::move(fields)).canonical();
}

std::string ProductFilter::address_after(const Cursor& cursor) const {
  const std::string value = sort == ProductSort::kName ? cursor.name : std::to_string(cursor.number);
  const std::string plain = address();
  return plain + (plain.contains('?') ? '&' : '?') +
         http::Fields({{"after", fmt::format("{}:{}", cursor.id.value(), value)}}).canonical();
}

bool ProductFilter::is_narrowed() const {
  return !search.empty() || category || brand || supplier || !in_vain.empty() || state || stock || without_pictures;
}

}  // namespace hurtrock::admin
