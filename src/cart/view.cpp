#include "cart/view.hpp"

#include <algorithm>

namespace hurtrock::cart {

LineNotice notice_of(const Line& line) {
  if (!line.offer.on_sale) return LineNotice::kNoLongerSold;
  if (line.offer.available == 0) return LineNotice::kSoldOut;
  if (line.offer.available < line.quantity) return LineNotice::kLessAvailable;
  if (line.offer.price != line.price_seen) return LineNotice::kPriceChanged;
  if (line.awaited() > 0) return LineNotice::kBackorder;
  return LineNotice::kNone;
}

Money missing_to(const hurtrock::store::FreeShipping& offer, Money subtotal) {
  return std::max(Money{0}, offer.from - subtotal);
}

Contents contents_of(const Cart& cart, const std::optional<hurtrock::store::FreeShipping>& free_shipping) {
  Contents contents;
  for (const Line& line : cart.lines) {
    const catalog::Offer& offer = line.offer;
    LineView view{
        .id = line.id.value(),
        .name = offer.name,
        .brand = offer.brand,
        .option = offer.options,
        .url = {},
        .picture = {.url = offer.image_url, .width = 1000, .height = 1000, .alt = {}, .srcset = {}, .thumbnail = {}},
        .quantity = line.quantity,
        .available = std::min(offer.available, kMostOfOneVariant),
        .awaited = line.awaited(),
        .unit_price = offer.price,
        .total = line.total(),
        .notice = notice_of(line),
        .price_before = {}};
    if (offer.on_sale) view.url = "/product/" + offer.slug + "?variant=" + std::to_string(offer.variant.value());
    if (view.notice == LineNotice::kPriceChanged) view.price_before = line.price_seen;
    contents.lines.push_back(std::move(view));
  }
  contents.subtotal = cart.subtotal();
  contents.count = cart.count();
  if (free_shipping)
    contents.free_shipping = {.from = free_shipping->from,
                              .missing = missing_to(*free_shipping, contents.subtotal),
                              .at_most = free_shipping->at_most};
  contents.can_check_out = !cart.lines.empty() && std::ranges::all_of(cart.lines, &Line::sellable);
  return contents;
}

}  // namespace hurtrock::cart
