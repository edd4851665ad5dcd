#include "catalog/cards.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/thousandths.hpp"
#include "layout/picture_address.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;

constexpr auto kNewFor = 24h * 30;

}  // namespace

layout::Picture picture_of(const SnapshotImage& image, i18n::Language language) {
  return {.url = "/media/" + std::string(image.file),
          .width = image.width,
          .height = image.height,
          .alt = std::string(image.alt.in(language)),
          .srcset = layout::srcset_of(image.file, image.widths),
          .thumbnail = layout::thumbnail_url(image.file, image.widths)};
}

layout::Picture thumbnail_of(const SnapshotProduct& product, i18n::Language language) {
  const auto images = product.images;
  if (images.empty()) return {};
  const auto thumbnail = std::ranges::find_if(images, &SnapshotImage::thumbnail);
  return picture_of(thumbnail == images.end() ? images.front() : *thumbnail, language);
}

layout::Picture preview_of(const SnapshotImage& image, i18n::Language language) {
  auto preview = layout::preview_of(image.file, image.widths, image.width, image.height);
  preview.alt = image.alt.in(language);
  return preview;
}

layout::Price price_of(const SnapshotVariant& variant) {
  layout::Price price{.amount = variant.price, .compare_at = variant.compare_at};
  if (variant.compare_at) {
    const std::int64_t before = variant.compare_at->rupiah();
    price.saving_percent = static_cast<int>((before - variant.price.rupiah()) * 100 / before);
  }
  return price;
}

layout::Stock stock_of(const Snapshot& snapshot, const SnapshotVariant& variant) {
  const std::int64_t available = snapshot.available(variant);
  if (available == 0) return {.state = layout::StockState::kSoldOut, .left = 0};
  const std::int64_t here = available - variant.backorder_limit;
  if (here <= 0) return {.state = layout::StockState::kBackorder, .left = 0};
  if (here <= variant.low_stock_threshold) return {.state = layout::StockState::kLow, .left = here};
  return {.state = layout::StockState::kInStock, .left = here};
}

std::string label_of(const SnapshotVariant& variant, i18n::Language language) {
  std::string label;
  for (const SnapshotOption& option : variant.options) {
    if (!label.empty()) label += " · ";
    label += option.value.in(language);
  }
  return label;
}

std::string value_of(const SnapshotSpec& spec, i18n::Language language) {
  std::string value =
      spec.number_milli ? thousandths(*spec.number_milli, language) : std::string(spec.text.in(language));
  if (!spec.unit.empty()) value += "\u00a0" + std::string(spec.unit);
  return value;
}

layout::Rating rating_of(const SnapshotProduct& product, i18n::Language language) {
  const std::int64_t tenths = product.ratings.average_tenths();
  return {.average = fmt::format("{}{}{}", tenths / 10, language == i18n::Language::kEnglish ? '.' : ',', tenths % 10),
          .count = product.ratings.total()};
}

layout::ProductCard card_of(const Snapshot& snapshot, int index, i18n::Language language, Time now) {
  const SnapshotProduct& product = snapshot.products()[static_cast<std::size_t>(index)];
  const auto variants = product.variants;
  const auto& cheapest = *std::ranges::min_element(variants, {}, &SnapshotVariant::price);
  layout::ProductCard card{.name = std::string(product.name),
                           .brand = std::string(snapshot.brands()[static_cast<std::size_t>(product.brand)].name),
                           .url = "/product/" + std::string(product.slug),
                           .picture = thumbnail_of(product, language),
                           .price = price_of(cheapest),
                           .stock = stock_of(snapshot, cheapest),
                           .quick_variant_id = 0,
                           .wish_variant_id = variants.front().id.value(),
                           .compare_id = product.id.value(),
                           .is_new = now - product.created_at < kNewFor,
                           .rating = rating_of(product, language)};
  card.price.from = product.lowest_price != product.highest_price;
  // The card speaks for all variants: sold out only when none is left, few only when that is all there is.
  if (variants.size() > 1) {
    card.stock = {.state = layout::StockState::kSoldOut, .left = 0};
    for (const SnapshotVariant& variant : variants) {
      const auto stock = stock_of(snapshot, variant);
      card.stock.left += stock.left;
      card.stock.state = std::min(card.stock.state, stock.state);
    }
  } else if (card.stock.state != layout::StockState::kSoldOut) {
    card.quick_variant_id = variants.front().id.value();
  }
  return card;
}

std::vector<layout::ProductCard> cards_of(const Snapshot& snapshot, const std::vector<int>& products,
                                          i18n::Language language, Time now) {
  std::vector<layout::ProductCard> cards;
  cards.reserve(products.size());
  for (const int product : products) cards.push_back(card_of(snapshot, product, language, now));
  return cards;
}

layout::Breadcrumbs breadcrumbs_of(const Snapshot& snapshot, int category, i18n::Language language) {
  layout::Breadcrumbs crumbs;
  for (int at = category; at >= 0; at = snapshot.categories()[static_cast<std::size_t>(at)].parent) {
    const auto& entry = snapshot.categories()[static_cast<std::size_t>(at)];
    crumbs.push_back({std::string(entry.name.in(language)), "/categories/" + std::string(entry.slug)});
  }
  std::ranges::reverse(crumbs);
  return crumbs;
}

}  // namespace hurtrock::catalog
