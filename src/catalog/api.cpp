#include <boost/json.hpp>

#include "catalog/cards.hpp"
#include "catalog/elsewhere.hpp"
#include "catalog/handlers.hpp"
#include "catalog/list_address.hpp"
#include "catalog/text_answer.hpp"
#include "catalog/thousandths.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostPerPage = 100;
constexpr std::size_t kMostSuggestions = 8;
constexpr std::size_t kMostCategories = 4;
constexpr std::size_t kMostBrandsSuggested = 3;

std::string_view word(layout::StockState state) {
  switch (state) {
    case layout::StockState::kInStock:
      return "in_stock";
    case layout::StockState::kLow:
      return "low_stock";
    case layout::StockState::kBackorder:
      return "backorder";
    case layout::StockState::kSoldOut:
      return "out_of_stock";
  }
  return "";
}

json::value money_json(const std::optional<Money>& money) {
  return money ? json::value(money->rupiah()) : json::value(nullptr);
}

json::object image_json(const SnapshotImage& image, i18n::Language language) {
  return {{"url", "/media/" + std::string(image.file)},
          {"width", image.width},
          {"height", image.height},
          {"alt", image.alt.in(language)},
          {"thumbnail", image.thumbnail},
          {"variant_id", image.variant ? json::value(image.variant.value()) : json::value(nullptr)}};
}

json::object category_json(const SnapshotCategory& category, i18n::Language language) {
  return {{"slug", category.slug}, {"name", category.name.in(language)}};
}

/// Null without reviews.
json::value rating_json(const SnapshotProduct& product) {
  const auto [average, count] = rating_of(product, i18n::Language::kEnglish);
  return count == 0 ? json::value(nullptr) : json::value({{"average", average}, {"count", count}});
}

json::object summary_json(const Snapshot& snapshot, int index, i18n::Language language, Time now) {
  const auto& product = snapshot.products()[static_cast<std::size_t>(index)];
  const auto card = card_of(snapshot, index, language, now);
  return {{"id", product.id.value()},
          {"slug", product.slug},
          {"name", product.name},
          {"brand", card.brand},
          {"model", product.model},
          {"price", card.price.amount.rupiah()},
          {"compare_at_price", money_json(card.price.compare_at)},
          {"stock_status", word(card.stock.state)},
          {"available", snapshot.available(product)},
          {"rating", rating_json(product)},
          {"image", card.picture.url},
          {"category", category_json(snapshot.categories()[static_cast<std::size_t>(product.category)], language)},
          {"variant_id", card.quick_variant_id != 0 ? json::value(card.quick_variant_id) : json::value(nullptr)}};
}

json::value thousandths_json(const std::optional<std::int64_t>& milli) {
  return milli ? json::value(thousandths(*milli, i18n::Language::kEnglish)) : json::value(nullptr);
}

json::object spec_facet_json(const Snapshot& snapshot, const SpecFacet& facet, i18n::Language language) {
  const SpecIndex& index = snapshot.spec_indexes()[static_cast<std::size_t>(facet.spec)];
  json::array values;
  for (const auto& [at, count] : facet.values) {
    const SpecValue& value = index.values[static_cast<std::size_t>(at)];
    values.push_back(
        {{"value", value.slug},
         {"name", index.is_number ? thousandths(value.number_milli, language) : std::string(value.text.in(language))},
         {"count", count}});
  }
  return {{"key", index.key},
          {"name", index.name.in(language)},
          {"unit", index.unit.empty() ? json::value(nullptr) : json::value(index.unit)},
          {"min", thousandths_json(facet.lowest)},
          {"max", thousandths_json(facet.highest)},
          {"values", std::move(values)}};
}

json::object facets_json(const Snapshot& snapshot, const Found& found, i18n::Language language) {
  json::array categories, brands;
  for (const Facet& facet : found.categories) {
    auto entry = category_json(snapshot.categories()[static_cast<std::size_t>(facet.index)], language);
    entry["count"] = facet.count;
    categories.push_back(std::move(entry));
  }
  for (const Facet& facet : found.brands) {
    const auto& brand = snapshot.brands()[static_cast<std::size_t>(facet.index)];
    brands.push_back({{"slug", brand.slug}, {"name", brand.name}, {"count", facet.count}});
  }
  json::array specs;
  for (const SpecFacet& facet : found.specs) specs.push_back(spec_facet_json(snapshot, facet, language));
  return {{"category", std::move(categories)},
          {"brand", std::move(brands)},
          {"specs", std::move(specs)},
          {"price", {{"min", money_json(found.lowest_price)}, {"max", money_json(found.highest_price)}}},
          {"in_stock", found.in_stock_count}};
}

json::array variants_json(const Snapshot& snapshot, const SnapshotProduct& product, i18n::Language language) {
  json::array variants;
  for (const SnapshotVariant& variant : product.variants) {
    json::object options;
    for (const SnapshotOption& option : variant.options) options[option.name.in(language)] = option.value.in(language);
    variants.push_back({{"id", variant.id.value()},
                        {"sku", variant.sku},
                        {"options", std::move(options)},
                        {"price", variant.price.rupiah()},
                        {"compare_at_price", money_json(variant.compare_at)},
                        {"available", snapshot.available(variant)},
                        {"weight_g", variant.weight_g},
                        {"length_mm", variant.length_mm},
                        {"width_mm", variant.width_mm},
                        {"height_mm", variant.height_mm}});
  }
  return variants;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array specs_json(const SnapshotProduct& product, i18n::Language language) {
  json::array specs;
  for (const SnapshotSpec& spec : product.specs)
    specs.push_back(
        {{"name", spec.name.in(language)},
         {"value", spec.number_milli ? json::value(thousandths(*spec.number_milli, i18n::Language::kEnglish))
                                     : json::value(spec.text.in(language))},
         {"unit", spec.unit.empty() ? json::value(nullptr) : json::value(spec.unit)}});
  return specs;
}

json::array tree_json(const Snapshot& snapshot, std::span<const int> level, i18n::Language language) {
  json::array tree;
  for (const int index : level) {
    const auto& category = snapshot.categories()[static_cast<std::size_t>(index)];
    auto entry = category_json(category, language);
    entry["count"] = snapshot.in_category(index).count();
    entry["children"] = tree_json(snapshot, category.children, language);
    tree.push_back(std::move(entry));
  }
  return tree;
}

}  // namespace

http::Response api_products(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto language = request.visitor.language;
  auto input = http::Input::of_fields(request.query, request.visitor.texts());
  const auto per_page = input.integer("per_page", 1, kMostPerPage, http::Need::kOptional).value_or(kProductsPerPage);
  const ListAddress address = read_list_address(*snapshot, request.query, input, std::nullopt, per_page);
  if (!input.ok()) {
    const auto& texts = request.visitor.texts();
    return http::problem(400, "invalid_query", texts("http.problem.validation"),
                         texts("http.problem.validation_detail"), input.errors());
  }
  const TextAnswer answered = answer(*snapshot, address.query, shop.search);
  const Found& found = answered.found;
  json::array items;
  for (const int index : found.products) items.push_back(summary_json(*snapshot, index, language, shop.clock.now()));
  return http::json(200, json::serialize(json::object{{"items", std::move(items)},
                                                      {"page", address.query.page},
                                                      {"per_page", per_page},
                                                      {"total", found.total},
                                                      {"facets", facets_json(*snapshot, found, language)},
                                                      {"did_you_mean", text_or_null(answered.did_you_mean)}}));
}

http::Response api_product(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto index = snapshot->find_product(request.param("slug"));
  if (!index) return api_product_elsewhere(request, *snapshot);
  const auto language = request.visitor.language;
  const auto& product = snapshot->products()[static_cast<std::size_t>(*index)];
  auto body = summary_json(*snapshot, *index, language, shop.clock.now());
  body["description"] = product.description.in(language);
  json::array images;
  for (const SnapshotImage& image : product.images) images.push_back(image_json(image, language));
  body["images"] = std::move(images);
  body["specs"] = specs_json(product, language);
  body["variants"] = variants_json(*snapshot, product, language);
  return http::json(200, json::serialize(body));
}

http::Response api_categories(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  return http::json(200, json::serialize(tree_json(*snapshot, snapshot->departments(), request.visitor.language)));
}

http::Response api_suggest(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string_view text = text::trim(request.query.value("q"));
  if (text::length(text) > 100)
    return http::problem(400, "invalid_query", texts("http.problem.validation"),
                         texts("http.field.too_long", {{"max", 100}}));
  const auto snapshot = shop.catalogue.snapshot();
  const auto language = request.visitor.language;
  const Suggestions suggestions = suggest(*snapshot, text, kMostSuggestions, shop.search);
  json::array products, categories, brands;
  for (const int index : suggestions.products) {
    const auto card = card_of(*snapshot, index, language, shop.clock.now());
    products.push_back({{"slug", snapshot->products()[static_cast<std::size_t>(index)].slug},
                        {"name", card.name},
                        {"brand", card.brand},
                        {"price", card.price.amount.rupiah()},
                        {"image", card.picture.thumbnail}});
  }
  for (const auto& category : snapshot->categories()) {
    if (categories.size() == kMostCategories) break;
    if (fits(category.name.in(language), text)) categories.push_back(category_json(category, language));
  }
  for (const auto& brand : snapshot->brands()) {
    if (brands.size() == kMostBrandsSuggested) break;
    if (fits(brand.name, text)) brands.push_back({{"slug", brand.slug}, {"name", brand.name}});
  }
  return http::json(200, json::serialize(json::object{{"products", std::move(products)},
                                                      {"categories", std::move(categories)},
                                                      {"brands", std::move(brands)},
                                                      {"did_you_mean", text_or_null(suggestions.did_you_mean)}}));
}

}  // namespace hurtrock::catalog
