#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::catalog {

/// What a variant is and costs at this moment, straight from the database: what cart and checkout rely on.
struct Offer {
  VariantId variant;
  ProductId product;
  std::string sku, slug, name, brand;
  std::string options;    ///< "Hitam, Kidal"; empty for a plain product. In the language asked for.
  std::string image_url;  ///< small; of the variant, else of the product; empty: none
  Money price;
  std::int64_t available = 0;  ///< units that may be sold now; never negative
  std::int64_t in_stock = 0;   ///< of those, how many lie in the shop; the others have to arrive first
  bool on_sale = false;        ///< product and variant are active
  std::int64_t weight_g = 0, length_mm = 0, width_mm = 0, height_mm = 0;  ///< of the parcel of one unit
};

/// The offers that exist among `variants` (at most 200), in order of variant id.
std::vector<Offer> find_offers(db::Tx& tx, std::span<const VariantId> variants, i18n::Language language);
std::optional<Offer> find_offer(db::Tx& tx, VariantId variant, i18n::Language language);

}  // namespace hurtrock::catalog
