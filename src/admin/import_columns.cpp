#include "admin/import_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "admin/product_columns.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::pair<ColumnSet, std::string_view> kSets[] = {
    {ColumnSet::kOwn, "own"}, {ColumnSet::kWooCommerce, "woocommerce"}, {ColumnSet::kShopify, "shopify"}};

constexpr std::string_view kMeaningsOfOthers[] = {"description", "regular_price", "sale_price",  "published",
                                                  "weight_kg",   "length_cm",     "width_cm",    "height_cm",
                                                  "type",        "parent",        "external_id", "picture_alt"};

using Titles = std::map<std::string_view, std::string_view>;

/// Titles in small letters. Ours are the meanings themselves, and what a shopkeeper here would call them.
const Titles& titles_of(ColumnSet set) {
  static const Titles kOwn{{"nama", "name"},
                           {"nama produk", "name"},
                           {"merek", "brand"},
                           {"kategori", "category"},
                           {"pemasok", "supplier"},
                           {"deskripsi", "description"},
                           {"harga", "price"},
                           {"harga coret", "compare_price"},
                           {"stok", "stock"},
                           {"berat (g)", "weight_g"},
                           {"berat (gram)", "weight_g"},
                           {"berat (kg)", "weight_kg"},
                           {"gambar", "pictures"},
                           {"foto", "pictures"}};
  static const Titles kWoo{{"id", "external_id"},
                           {"type", "type"},
                           {"sku", "sku"},
                           {"name", "name"},
                           {"published", "published"},
                           {"is featured?", "featured"},
                           {"description", "description"},
                           {"stock", "stock"},
                           {"low stock amount", "low_stock"},
                           {"weight (kg)", "weight_kg"},
                           {"weight (g)", "weight_g"},
                           {"length (cm)", "length_cm"},
                           {"width (cm)", "width_cm"},
                           {"height (cm)", "height_cm"},
                           {"length (mm)", "length_mm"},
                           {"width (mm)", "width_mm"},
                           {"height (mm)", "height_mm"},
                           {"sale price", "sale_price"},
                           {"regular price", "regular_price"},
                           {"categories", "category"},
                           {"brands", "brand"},
                           {"brand", "brand"},
                           {"parent", "parent"},
                           {"images", "pictures"},
                           {"attribute 1 name", "option1_name"},
                           {"attribute 1 value(s)", "option1_value"},
                           {"attribute 2 name", "option2_name"},
                           {"attribute 2 value(s)", "option2_value"},
                           {"attribute 3 name", "option3_name"},
                           {"attribute 3 value(s)", "option3_value"}};
  static const Titles kShopify{{"handle", "slug"},
                               {"title", "name"},
                               {"body (html)", "description"},
                               {"vendor", "brand"},
                               {"type", "category"},
                               {"published", "published"},
                               {"status", "state"},
                               {"image src", "pictures"},
                               {"image alt text", "picture_alt"},
                               {"option1 name", "option1_name"},
                               {"option1 value", "option1_value"},
                               {"option2 name", "option2_name"},
                               {"option2 value", "option2_value"},
                               {"option3 name", "option3_name"},
                               {"option3 value", "option3_value"},
                               {"variant sku", "sku"},
                               {"variant grams", "weight_g"},
                               {"variant inventory qty", "stock"},
                               {"variant price", "price"},
                               {"variant compare at price", "compare_price"}};
  if (set == ColumnSet::kShopify) return kShopify;
  return set == ColumnSet::kWooCommerce ? kWoo : kOwn;
}

bool is_meaning(std::string_view word) { return std::ranges::find(column_meanings(), word) != column_meanings().end(); }

ColumnSet guess_set(const std::vector<std::string>& titles) {
  const auto has = [&](std::string_view title) { return std::ranges::find(titles, title) != titles.end(); };
  if (has("handle") && has("variant price")) return ColumnSet::kShopify;
  if (has("regular price") && (has("type") || has("published"))) return ColumnSet::kWooCommerce;
  return ColumnSet::kOwn;
}

constexpr std::size_t kLongestDefault = 60;

}  // namespace

std::string_view word(ColumnSet set) {
  return std::ranges::find(kSets, set, &std::pair<ColumnSet, std::string_view>::first)->second;
}

std::optional<ColumnSet> find_column_set(std::string_view word) {
  const auto found = std::ranges::find(kSets, word, &std::pair<ColumnSet, std::string_view>::second);
  return found == std::end(kSets) ? std::nullopt : std::optional{found->first};
}

const std::vector<std::string_view>& column_meanings() {
  static const std::vector<std::string_view> kAll = [] {
    std::vector<std::string_view> all;
    all.assign(kOwnColumns.begin(), kOwnColumns.end());
    all.insert(all.end(), std::begin(kMeaningsOfOthers), std::end(kMeaningsOfOthers));
    return all;
  }();
  return kAll;
}

std::optional<std::size_t> ImportSettings::column_of(std::string_view meaning) const {
  const auto found = std::ranges::find(columns, meaning);
  return found == columns.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - columns.begin())};
}

std::string ImportSettings::as_json() const {
  json::object by_meaning;
  for (const auto& [meaning, value] : defaults) by_meaning[meaning] = value;
  json::array meanings;
  for (const auto& column : columns) meanings.emplace_back(column);
  return json::serialize(json::object{{"set", word(set)},
                                      {"columns", std::move(meanings)},
                                      {"defaults", std::move(by_meaning)},
                                      {"sets_stock", sets_stock}});
}

ImportSettings ImportSettings::of_json(const std::string& text) {
  const json::value parsed = json::parse(text);
  const auto& object = parsed.as_object();
  ImportSettings settings;
  settings.set = find_column_set(std::string_view(object.at("set").as_string())).value_or(ColumnSet::kOwn);
  for (const auto& column : object.at("columns").as_array())
    settings.columns.emplace_back(std::string_view(column.as_string()));
  for (const auto& [meaning, value] : object.at("defaults").as_object())
    settings.defaults.emplace(std::string(meaning), std::string(std::string_view(value.as_string())));
  settings.sets_stock = object.at("sets_stock").as_bool();
  return settings;
}

ImportSettings guess_settings(const std::vector<std::string>& titles) {
  std::vector<std::string> plain;
  for (const auto& title : titles) plain.push_back(text::lower(text::trim(title)));
  ImportSettings settings{.set = guess_set(plain), .columns = {}, .defaults = {}};
  const auto& known = titles_of(settings.set);
  for (const auto& title : plain) {
    std::string meaning;
    if (const auto found = known.find(title); found != known.end())
      meaning = found->second;
    else if (settings.set == ColumnSet::kOwn && is_meaning(title))
      meaning = title;
    // Of two columns with one title, the first.
    settings.columns.push_back(settings.column_of(meaning) ? std::string{} : meaning);
  }
  return settings;
}

std::string column_field(std::size_t column) { return fmt::format("column{}", column); }
std::string default_field(std::string_view meaning) { return fmt::format("default_{}", meaning); }

ReadSettings read_settings(const http::Fields& form, const ImportSettings& before, const i18n::Texts& texts) {
  ReadSettings read{.settings = {.set = before.set, .columns = {}, .defaults = {}}, .errors = {}};
  auto& settings = read.settings;
  const auto refuse = [&](std::string field, std::string_view code) {
    read.errors.push_back(
        {std::move(field), std::string(code), std::string(texts(fmt::format("admin.import.error.{}", code)))});
  };
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    const auto chosen = form.value(column_field(i));
    if (!chosen.empty() && !is_meaning(chosen)) refuse(column_field(i), "meaning");
    settings.columns.emplace_back(is_meaning(chosen) ? chosen : std::string_view{});
  }
  for (const auto meaning : kDefaulted) {
    const auto typed = text::trim(form.value(default_field(meaning)));
    if (typed.empty()) continue;
    const bool is_text = meaning == "brand";
    if (is_text ? !text::is_printable(typed) || text::length(typed) > kLongestDefault
                : !text::parse_integer(typed, 1, INT64_MAX))
      refuse(default_field(meaning), "default");
    else
      settings.defaults.emplace(meaning, typed);
  }
  settings.sets_stock = form.value("sets_stock") == "1";
  for (auto& mistake : mistakes_of(settings, texts)) read.errors.push_back(std::move(mistake));
  return read;
}

std::vector<http::FieldError> mistakes_of(const ImportSettings& settings, const i18n::Texts& texts) {
  std::vector<http::FieldError> mistakes;
  const auto refuse = [&](std::string field, std::string_view code) {
    mistakes.push_back(
        {std::move(field), std::string(code), std::string(texts(fmt::format("admin.import.error.{}", code)))});
  };
  for (std::size_t i = 0; i < settings.columns.size(); ++i)
    if (!settings.columns[i].empty() && *settings.column_of(settings.columns[i]) < i)
      refuse(column_field(i), "column_twice");
  if (!settings.column_of("sku")) refuse("", "no_sku");
  return mistakes;
}

}  // namespace hurtrock::admin
