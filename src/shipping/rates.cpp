#include <algorithm>

#include "shipping/shipping.hpp"

namespace hurtrock::shipping {

std::int64_t chargeable_weight_g(std::span<const Article> articles, std::int64_t volumetric_divisor) {
  std::int64_t weight = 0;
  std::int64_t volume_mm3 = 0;
  for (const Article& article : articles) {
    weight += article.quantity * article.weight_g;
    volume_mm3 += article.quantity * article.length_mm * article.width_mm * article.height_mm;
  }
  // mm³ / 1,000 = cm³; cm³ / divisor = kg; kg × 1,000 = g: the thousands cancel out.
  const std::int64_t volume_weight = (volume_mm3 + volumetric_divisor - 1) / volumetric_divisor;
  return std::max(weight, volume_weight);
}

std::int64_t charged_kilograms(std::int64_t weight_g, std::int64_t tolerance_g) {
  const std::int64_t whole = weight_g / 1000;
  const std::int64_t rest = weight_g % 1000;
  return std::max<std::int64_t>(1, whole + (rest > tolerance_g ? 1 : 0));
}

std::optional<Quote> quote(const Service& service, std::span<const Article> articles) {
  const std::int64_t weight = chargeable_weight_g(articles, service.volumetric_divisor);
  if (service.max_weight_g && weight > *service.max_weight_g) return std::nullopt;
  const std::int64_t kilograms = charged_kilograms(weight, service.rounding_tolerance_g);
  const Money price = service.base_price + service.price_per_kg * kilograms;
  return Quote{.service_code = service.code,
               .courier = service.courier,
               .name = service.name,
               .price = price,
               .list_price = price,
               .min_days = service.min_days,
               .max_days = service.max_days,
               .chargeable_weight_g = weight,
               .charged_kg = kilograms,
               .is_pickup = service.is_pickup};
}

void share_costs(std::span<Quote> quotes, const store::FreeShipping& offer, Money goods) {
  if (goods < offer.from) return;
  std::optional<Money> share = offer.at_most;
  if (!share)
    for (const Quote& quote : quotes)
      if (!quote.is_pickup) share = std::min(share.value_or(quote.list_price), quote.list_price);
  if (!share) return;
  for (Quote& quote : quotes) quote.price = std::max(Money{0}, quote.list_price - *share);
}

std::vector<Quote> quotes(db::Tx& tx, std::string_view province_code, std::span<const Article> articles, Money goods) {
  std::vector<Quote> offered;
  for (const Service& service : services_for(tx, province_code))
    if (auto priced = quote(service, articles)) offered.push_back(*std::move(priced));
  if (const auto offer = store::load_free_shipping(tx)) share_costs(offered, *offer, goods);
  return offered;
}

}  // namespace hurtrock::shipping
