#include "catalog/offers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "layout/picture_address.hpp"
#include "platform/db/places.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::size_t kMostOffers = 200;

void add_options(db::Tx& tx, std::vector<Offer>& offers, std::span<const db::Value> ids, i18n::Language language) {
  const auto rows = tx.query_list(
      fmt::format(
          "SELECT variant_id, value_{} FROM variant_options WHERE variant_id IN ({}) ORDER BY variant_id, position",
          i18n::code(language), db::places(ids.size())),
      ids);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto variant = rows.get<VariantId>(row, 0);
    const auto offer = std::ranges::find(offers, variant, &Offer::variant);
    if (offer == offers.end()) continue;
    if (!offer->options.empty()) offer->options += ", ";
    offer->options += rows.get<std::string>(row, 1);
  }
}

}  // namespace

std::vector<Offer> find_offers(db::Tx& tx, std::span<const VariantId> variants, i18n::Language language) {
  if (variants.empty()) return {};
  if (variants.size() > kMostOffers) throw std::length_error("find_offers: too many variants");
  std::vector<db::Value> ids;
  for (const VariantId id : variants) ids.emplace_back(id.value());

  const auto rows = tx.query_list(
      fmt::format(
          "SELECT v.id, p.id, v.sku, p.slug, p.name, b.name, v.price, s.on_hand + s.backorder_limit - s.reserved, "
          "s.on_hand - s.reserved, "
          "CASE WHEN v.state = 'active' AND p.state = 'active' THEN 1 ELSE 0 END, "
          "v.weight_g, v.length_mm, v.width_mm, v.height_mm, "
          "(SELECT i.file || ' ' || i.widths FROM product_images i WHERE i.product_id = p.id AND i.state = 'ready' AND "
          "(i.variant_id = v.id OR i.variant_id IS NULL) "
          "ORDER BY CASE WHEN i.variant_id IS NULL THEN 1 ELSE 0 END, i.is_thumbnail DESC, i.position, i.id LIMIT 1) "
          "FROM variants v JOIN products p ON p.id = v.product_id JOIN brands b ON b.id = p.brand_id "
          "JOIN stock_levels s ON s.variant_id = v.id WHERE v.id IN ({}) ORDER BY v.id",
          db::places(ids.size())),
      ids);

  std::vector<Offer> offers(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    Offer& offer = offers[row];
    offer.variant = rows.get<VariantId>(row, 0);
    offer.product = rows.get<ProductId>(row, 1);
    offer.sku = rows.get<std::string>(row, 2);
    offer.slug = rows.get<std::string>(row, 3);
    offer.name = rows.get<std::string>(row, 4);
    offer.brand = rows.get<std::string>(row, 5);
    offer.price = rows.get<Money>(row, 6);
    offer.available = std::max<std::int64_t>(0, rows.get<std::int64_t>(row, 7));
    offer.in_stock = std::clamp<std::int64_t>(rows.get<std::int64_t>(row, 8), 0, offer.available);
    offer.on_sale = rows.get<bool>(row, 9);
    offer.weight_g = rows.get<std::int64_t>(row, 10);
    offer.length_mm = rows.get<std::int64_t>(row, 11);
    offer.width_mm = rows.get<std::int64_t>(row, 12);
    offer.height_mm = rows.get<std::int64_t>(row, 13);
    if (const auto picture = rows.get<std::optional<std::string>>(row, 14))
      offer.image_url = layout::thumbnail_url(*picture);
  }
  add_options(tx, offers, ids, language);
  return offers;
}

std::optional<Offer> find_offer(db::Tx& tx, VariantId variant, i18n::Language language) {
  auto offers = find_offers(tx, {{variant}}, language);
  if (offers.empty()) return std::nullopt;
  return std::move(offers.front());
}

}  // namespace hurtrock::catalog
