#include "catalog/structured.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "catalog/cards.hpp"
#include "catalog/review_part.hpp"
#include "layout/language_address.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

namespace json = boost::json;

/// More variants than anybody reads; the page names them all.
constexpr std::size_t kMostOffersDescribed = 50;
constexpr std::size_t kLongestDescription = 5'000;

std::string_view availability(layout::StockState state) {
  switch (state) {
    case layout::StockState::kInStock:
    case layout::StockState::kLow:
      return "https://schema.org/InStock";
    case layout::StockState::kBackorder:
      return "https://schema.org/BackOrder";
    case layout::StockState::kSoldOut:
      break;
  }
  return "https://schema.org/OutOfStock";
}

json::object offer_json(const Snapshot& snapshot, const SnapshotVariant& variant, std::string url,
                        const layout::Frame& frame) {
  return {{"@type", "Offer"},
          {"url", std::move(url)},
          {"sku", variant.sku},
          {"priceCurrency", "IDR"},
          {"price", variant.price.rupiah()},
          {"itemCondition", "https://schema.org/NewCondition"},
          {"availability", availability(stock_of(snapshot, variant).state)},
          {"seller",
           {{"@type", "MusicStore"}, {"@id", frame.shop->public_url + "/#store"}, {"name", frame.shop->store.name}}}};
}

json::object offers_json(const Snapshot& snapshot, const SnapshotProduct& product, const layout::Frame& frame,
                         i18n::Language language) {
  const auto variants = product.variants;
  if (variants.size() == 1)
    return offer_json(snapshot, variants.front(), layout::address_in(frame.canonical, language), frame);
  json::array offers;
  auto best = layout::StockState::kSoldOut;
  for (const SnapshotVariant& variant : variants) best = std::min(best, stock_of(snapshot, variant).state);
  for (const SnapshotVariant& variant : variants.first(std::min(variants.size(), kMostOffersDescribed)))
    offers.push_back(offer_json(
        snapshot, variant,
        layout::address_in(fmt::format("{}?variant={}", frame.canonical, variant.id.value()), language), frame));
  return {{"@type", "AggregateOffer"},
          {"priceCurrency", "IDR"},
          {"lowPrice", product.lowest_price.rupiah()},
          {"highPrice", product.highest_price.rupiah()},
          {"offerCount", variants.size()},
          {"availability", availability(best)},
          {"offers", std::move(offers)}};
}

}  // namespace

html::SafeJson product_json(const Snapshot& snapshot, const SnapshotProduct& product, const layout::Frame& frame,
                            i18n::Language language, json::array reviews) {
  json::array images;
  for (const SnapshotImage& image : product.images)
    if (const auto preview = preview_of(image, language); !preview.url.empty())
      images.emplace_back(frame.shop->public_url + preview.url);
  const std::string_view description = text::trim(product.description.in(language));
  json::object object{
      {"@context", "https://schema.org"},
      {"@type", "Product"},
      {"@id", frame.canonical + "#product"},
      {"name", product.name},
      {"url", layout::address_in(frame.canonical, language)},
      {"mpn", product.model},
      {"brand", {{"@type", "Brand"}, {"name", snapshot.brands()[static_cast<std::size_t>(product.brand)].name}}},
      {"category", snapshot.categories()[static_cast<std::size_t>(product.category)].name.in(language)},
      {"description", description.empty() ? product.name : text::shorten(description, kLongestDescription)},
      {"offers", offers_json(snapshot, product, frame, language)}};
  if (product.variants.size() == 1) object["sku"] = product.variants.front().sku;
  if (!images.empty()) object["image"] = std::move(images);
  add_reviews(object, product.ratings, std::move(reviews));
  return html::SafeJson(json::serialize(object));
}

html::SafeJson breadcrumb_json(const layout::Breadcrumbs& crumbs, const layout::Frame& frame, i18n::Language language) {
  json::array items;
  for (const auto& crumb : crumbs) {
    json::object item{{"@type", "ListItem"}, {"position", items.size() + 1}, {"name", crumb.name}};
    if (!crumb.url.empty()) item["item"] = layout::address_in(frame.shop->public_url + crumb.url, language);
    items.push_back(std::move(item));
  }
  return html::SafeJson(json::serialize(json::object{
      {"@context", "https://schema.org"}, {"@type", "BreadcrumbList"}, {"itemListElement", std::move(items)}}));
}

html::SafeJson site_json(const layout::Shop& shop) {
  return html::SafeJson(json::serialize(json::object{
      {"@context", "https://schema.org"},
      {"@type", "WebSite"},
      {"@id", shop.public_url + "/#site"},
      {"name", shop.store.name},
      {"url", shop.public_url + "/"},
      {"inLanguage", {"id", "en"}},
      {"publisher", {{"@id", shop.public_url + "/#store"}}},
      {"potentialAction",
       {{"@type", "SearchAction"},
        {"target", {{"@type", "EntryPoint"}, {"urlTemplate", shop.public_url + "/products?q={search_term_string}"}}},
        {"query-input", "required name=search_term_string"}}}}));
}

}  // namespace hurtrock::catalog
