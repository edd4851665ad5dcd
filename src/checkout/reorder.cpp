#include <fmt/format.h>

#include <algorithm>

#include "checkout/answer.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"

namespace hurtrock::checkout {
namespace {

/// How many pieces of an ordered line the cart may hold by today's catalogue; nothing when it is not sold.
std::int64_t pieces_to_be_had(db::Tx& tx, const orders::Line& line) {
  const auto offer = catalog::find_offer(tx, line.variant, i18n::Language::kIndonesian);
  if (!offer || !offer->on_sale) return 0;
  return std::clamp<std::int64_t>(offer->available, 0, std::min(line.quantity, cart::kMostOfOneVariant));
}

/// Fills the cart up to what was ordered, or to what there is: sent twice, it adds nothing more. How many of the line
/// the cart holds then.
std::int64_t put_into_cart(Services& shop, const cart::Owner& owner, const orders::Line& line) {
  const auto put = shop.db.write([&](db::Tx& tx) -> std::expected<std::int64_t, cart::Refused> {
    const Time now = shop.clock.now();
    const cart::Cart before = cart::load(tx, cart::lock(tx, owner, now), i18n::Language::kIndonesian);
    const auto held =
        std::ranges::find_if(before.lines, [&](const cart::Line& each) { return each.offer.variant == line.variant; });
    const std::int64_t in_cart = held == before.lines.end() ? 0 : held->quantity;
    const std::int64_t wanted = pieces_to_be_had(tx, line);
    if (wanted <= in_cart) return std::min(wanted, in_cart);
    if (const auto added = cart::add(tx, owner, line.variant, wanted - in_cart, now); !added)
      return std::unexpected(added.error());
    return wanted;
  });
  // Bought away in this moment, or the cart is full.
  return put.value_or(0);
}

}  // namespace

http::Response create_reorder(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  const auto owner = cart::owner_of(request.visitor);
  // A link lets one look after an order; what it is bought again with is the owner's own cart.
  if (!order || !owner || !orders::belongs_to(*order, request.visitor)) return http::see_other("/orders");

  const auto lines = shop.db.read([&](db::Tx& tx) { return orders::lines_of(tx, order->id); });
  std::string short_of;
  bool any = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::int64_t pieces = put_into_cart(shop, *owner, lines[i]);
    any = any || pieces > 0;
    if (pieces < lines[i].quantity) short_of += fmt::format("&{}={}", pieces == 0 ? "missing" : "fewer", i + 1);
  }
  if (short_of.empty()) return http::see_other("/cart");
  return http::see_other(
      order_url(shop, *order, (any ? "&notice=reordered_partly" : "&notice=not_reordered") + short_of));
}

}  // namespace hurtrock::checkout
