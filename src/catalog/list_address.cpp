#include "catalog/list_address.hpp"

#include <algorithm>

#include "catalog/typed_price.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::pair<Sort, std::string_view> kSorts[] = {
    {Sort::kRelevance, "relevance"},        {Sort::kNewest, "newest"}, {Sort::kPriceAscending, "price_asc"},
    {Sort::kPriceDescending, "price_desc"}, {Sort::kName, "name"},     {Sort::kBestselling, "bestselling"}};

constexpr std::int64_t kLastPage = 100'000;
constexpr std::size_t kLongestPrice = 30;

std::optional<Money> read_price(http::Input& input, std::string_view field) {
  const std::string typed = input.line(field, kLongestPrice, http::Need::kOptional);
  if (typed.empty()) return std::nullopt;
  const auto price = read_typed_price(typed);
  if (!price) input.refuse(field, "number", std::string(input.texts()("http.field.number")));
  return price;
}

}  // namespace

std::string_view word(Sort sort) { return kSorts[static_cast<std::size_t>(sort)].second; }

ListAddress read_list_address(const Snapshot& snapshot, const http::Fields& fields, http::Input& input,
                              std::optional<int> category, std::int64_t per_page) {
  using http::Need;
  const auto& texts = input.texts();
  const auto unknown = [&](std::string_view field) {
    input.refuse(field, "unknown", std::string(texts("http.field.choice")));
  };
  ListAddress address;
  Query& query = address.query;
  query.category = category;
  query.per_page = per_page;
  query.text = input.line("q", 100, Need::kOptional);
  if (!category) {
    const std::string slug = input.line("category", 100, Need::kOptional);
    if (!slug.empty()) {
      query.category = snapshot.find_category(slug);
      if (!query.category) unknown("category");
    }
  }
  const auto brands = fields.all("brand");
  if (brands.size() > 200) input.refuse("brand", "too_many", std::string(texts("http.field.invalid")));
  for (const auto slug : brands) {
    if (slug.empty()) continue;
    const auto brand = snapshot.find_brand(slug);
    if (!brand) {
      unknown("brand");
      break;
    }
    if (std::ranges::find(query.brands, *brand) == query.brands.end()) query.brands.push_back(*brand);
  }
  query.min_price = read_price(input, "min_price");
  query.max_price = read_price(input, "max_price");
  // Whoever mixes up the two fields means the span between them.
  if (query.min_price && query.max_price && *query.min_price > *query.max_price)
    std::swap(query.min_price, query.max_price);
  query.in_stock = input.word("in_stock", {"0", "1"}, Need::kOptional) == "1";
  const std::string sort =
      input.word("sort", {"relevance", "newest", "price_asc", "price_desc", "name", "bestselling"}, Need::kOptional);
  for (const auto& [value, name] : kSorts)
    if (name == sort) {
      query.sort = value;
      address.sort_given = true;
    }
  query.page = input.integer("page", 1, kLastPage, Need::kOptional).value_or(1);
  return address;
}

std::string list_url(const Snapshot& snapshot, std::string_view base, const Query& query, bool with_category) {
  std::vector<std::pair<std::string, std::string>> fields;
  if (!query.text.empty()) fields.emplace_back("q", query.text);
  if (with_category && query.category)
    fields.emplace_back("category", snapshot.categories()[static_cast<std::size_t>(*query.category)].slug);
  for (const int brand : query.brands)
    fields.emplace_back("brand", snapshot.brands()[static_cast<std::size_t>(brand)].slug);
  if (query.min_price) fields.emplace_back("min_price", std::to_string(query.min_price->rupiah()));
  if (query.max_price) fields.emplace_back("max_price", std::to_string(query.max_price->rupiah()));
  if (query.in_stock) fields.emplace_back("in_stock", "1");
  if (query.sort != Sort::kRelevance) fields.emplace_back("sort", word(query.sort));
  if (query.page > 1) fields.emplace_back("page", std::to_string(query.page));
  std::string url(base);
  if (!fields.empty()) url += '?' + http::Fields(std::move(fields)).canonical();
  return url;
}

}  // namespace hurtrock::catalog
