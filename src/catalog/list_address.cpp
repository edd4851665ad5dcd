#include "catalog/list_address.hpp"

#include <algorithm>

#include "catalog/thousandths.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::pair<Sort, std::string_view> kSortWords[] = {
    {Sort::kRelevance, "relevance"},        {Sort::kNewest, "newest"}, {Sort::kPriceAscending, "price_asc"},
    {Sort::kPriceDescending, "price_desc"}, {Sort::kName, "name"},     {Sort::kBestselling, "bestselling"}};

constexpr std::int64_t kLastPage = 100'000;
constexpr std::size_t kLongestPrice = 30;
constexpr std::size_t kMostValues = 200;  // of brands, or of values of specifications
constexpr std::string_view kSpecField = "spec.";
constexpr std::string_view kMinimum = ".min", kMaximum = ".max";

std::optional<Money> read_price(http::Input& input, std::string_view field) {
  const std::string typed = input.line(field, kLongestPrice, http::Need::kOptional);
  if (typed.empty()) return std::nullopt;
  const auto price = read_typed_price(typed);
  if (!price) input.refuse(field, "number", std::string(input.texts()("http.field.number")));
  return price;
}

SpecFilter& filter_of(std::vector<SpecFilter>& filters, int spec) {
  const auto known = std::ranges::find(filters, spec, &SpecFilter::spec);
  return known == filters.end() ? filters.emplace_back(SpecFilter{.spec = spec}) : *known;
}

/// The fields "spec.KEY" (repeatable), "spec.KEY.min" and "spec.KEY.max".
class SpecFields {
 public:
  SpecFields(const Snapshot& snapshot, const http::Fields& fields, http::Input& input)
      : snapshot_(snapshot), fields_(fields), input_(input) {}

  std::vector<SpecFilter> read() {
    std::size_t read = 0;
    for (const auto& [field, value] : fields_.pairs()) {
      if (!field.starts_with(kSpecField)) continue;
      if (++read > kMostValues) {
        refuse(field, "too_many", "http.field.invalid");
        break;
      }
      if (!text::trim(value).empty()) read_one(field, value);
    }
    for (SpecFilter& filter : filters_)
      if (filter.min_milli && filter.max_milli && *filter.min_milli > *filter.max_milli)
        std::swap(filter.min_milli, filter.max_milli);
    return std::move(filters_);
  }

 private:
  void read_one(const std::string& field, std::string_view value) {
    std::string_view key = std::string_view(field).substr(kSpecField.size());
    const bool minimum = key.ends_with(kMinimum), maximum = key.ends_with(kMaximum);
    if (minimum || maximum) key.remove_suffix(kMinimum.size());
    const auto spec = snapshot_.find_spec(key);
    if (!spec) return refuse(field, "unknown", "http.field.choice");
    const SpecIndex& index = snapshot_.spec_indexes()[static_cast<std::size_t>(*spec)];
    if (minimum || maximum) return read_limit(field, *spec, index.is_number, minimum);
    const auto known = index.find_value(value);
    if (!known) return refuse(field, "unknown", "http.field.choice");
    auto& values = filter_of(filters_, *spec).values;
    if (std::ranges::find(values, *known) == values.end()) values.push_back(*known);
  }

  void read_limit(const std::string& field, int spec, bool is_number, bool minimum) {
    const std::string typed = input_.line(field, kLongestPrice, http::Need::kOptional);
    if (typed.empty()) return;  // sent twice or unreadable: the input has refused it
    const auto milli = is_number ? read_thousandths(typed) : std::nullopt;
    if (!milli) return refuse(field, "number", "http.field.number");
    SpecFilter& filter = filter_of(filters_, spec);
    (minimum ? filter.min_milli : filter.max_milli) = milli;
  }

  void refuse(const std::string& field, std::string_view code, std::string_view message) {
    input_.refuse(field, code, std::string(input_.texts()(message)));
  }

  const Snapshot& snapshot_;
  const http::Fields& fields_;
  http::Input& input_;
  std::vector<SpecFilter> filters_;
};

void append_specs(const Snapshot& snapshot, const Query& query,
                  std::vector<std::pair<std::string, std::string>>& fields) {
  for (const SpecFilter& filter : query.specs) {
    const SpecIndex& index = snapshot.spec_indexes()[static_cast<std::size_t>(filter.spec)];
    const std::string field = spec_field(index);
    for (const int value : filter.values)
      fields.emplace_back(field, index.values[static_cast<std::size_t>(value)].slug);
    const auto limit = [&](std::string_view suffix, const std::optional<std::int64_t>& milli) {
      if (milli) fields.emplace_back(field + std::string(suffix), thousandths(*milli, i18n::Language::kEnglish));
    };
    limit(kMinimum, filter.min_milli);
    limit(kMaximum, filter.max_milli);
  }
}

}  // namespace

std::string spec_field(const SpecIndex& index) { return std::string(kSpecField) + std::string(index.key); }

std::string_view word(Sort sort) { return kSortWords[static_cast<std::size_t>(sort)].second; }

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
      if (!query.category) query.category = snapshot.find_renamed_category(slug);
      if (!query.category) unknown("category");
    }
  }
  const auto brands = fields.all("brand");
  if (brands.size() > kMostValues) input.refuse("brand", "too_many", std::string(texts("http.field.invalid")));
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
  query.specs = SpecFields(snapshot, fields, input).read();
  const std::string sort =
      input.word("sort", {"relevance", "newest", "price_asc", "price_desc", "name", "bestselling"}, Need::kOptional);
  for (const auto& [value, name] : kSortWords)
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
  append_specs(snapshot, query, fields);
  if (query.sort != Sort::kRelevance) fields.emplace_back("sort", word(query.sort));
  if (query.page > 1) fields.emplace_back("page", std::to_string(query.page));
  std::string url(base);
  if (!fields.empty()) url += '?' + http::Fields(std::move(fields)).canonical();
  return url;
}

}  // namespace hurtrock::catalog
