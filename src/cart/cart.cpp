#include "cart/cart.hpp"

#include <algorithm>

#include "cart/store.hpp"

namespace hurtrock::cart {

std::optional<Owner> owner_of(const http::Visitor& visitor) {
  if (visitor.user) return Owner{.user = UserId{visitor.user->id}, .session = std::nullopt};
  if (visitor.session) return Owner{.user = std::nullopt, .session = SessionId{visitor.session->id}};
  return std::nullopt;
}

Money Cart::subtotal() const {
  Money sum;
  for (const Line& line : lines) sum += line.total();
  return sum;
}

std::int64_t Cart::count() const {
  std::int64_t pieces = 0;
  for (const Line& line : lines) pieces += line.quantity;
  return pieces;
}

Cart load(db::Tx& tx, const Owner& owner, i18n::Language language) {
  const auto id = store::find_cart(tx, owner);
  return id ? load(tx, *id, language) : Cart{};
}

Cart load(db::Tx& tx, CartId id, i18n::Language language) {
  Cart cart;
  const auto items = store::items(tx, id);
  std::vector<VariantId> variants;
  for (const auto& item : items) variants.push_back(item.variant);
  const auto offers = catalog::find_offers(tx, variants, language);
  for (const auto& item : items) {
    const auto offer = std::ranges::find(offers, item.variant, &catalog::Offer::variant);
    if (offer != offers.end())
      cart.lines.push_back({.id = item.id, .quantity = item.quantity, .price_seen = item.price_seen, .offer = *offer});
  }
  return cart;
}

namespace {

/// Whether `more` go to those that are there. They are not added up: what was asked for may be any number.
std::expected<void, Refused> check(const catalog::Offer& offer, std::int64_t more, std::int64_t there = 0) {
  if (more > offer.available - there) return std::unexpected(Refused{Refusal::kInsufficientStock, offer.available});
  if (more > kMostOfOneVariant - there) return std::unexpected(Refused{Refusal::kTooMany});
  return {};
}

}  // namespace

std::expected<void, Refused> could_add(db::Tx& tx, VariantId variant, std::int64_t quantity) {
  const auto offer = catalog::find_offer(tx, variant, i18n::Language::kIndonesian);
  if (!offer || !offer->on_sale) return std::unexpected(Refused{Refusal::kUnknownVariant});
  return check(*offer, quantity);
}

std::expected<void, Refused> add(db::Tx& tx, const Owner& owner, VariantId variant, std::int64_t quantity, Time now) {
  const CartId cart = store::open_cart(tx, owner, now);
  const auto offer = catalog::find_offer(tx, variant, i18n::Language::kIndonesian);
  if (!offer || !offer->on_sale) return std::unexpected(Refused{Refusal::kUnknownVariant});
  const std::int64_t there = store::quantity_of(tx, cart, variant);
  if (auto fits = check(*offer, quantity, there); !fits) return fits;
  store::put_item(tx, cart, variant, there + quantity, offer->price, now);
  if (store::line_count(tx, cart) > kMostLines) return std::unexpected(Refused{Refusal::kTooMany});
  return {};
}

std::expected<void, Refused> set_quantity(db::Tx& tx, const Owner& owner, CartItemId item, std::int64_t quantity,
                                          Time now) {
  if (quantity == 0) return remove(tx, owner, item, now);
  const CartId cart = store::open_cart(tx, owner, now);
  const auto line = store::find_item(tx, cart, item);
  if (!line) return std::unexpected(Refused{Refusal::kUnknownItem});
  const auto offer = catalog::find_offer(tx, line->variant, i18n::Language::kIndonesian);
  if (!offer || !offer->on_sale) return std::unexpected(Refused{Refusal::kUnknownVariant});
  if (auto fits = check(*offer, quantity); !fits) return fits;
  store::set_item(tx, item, quantity);
  return {};
}

std::expected<void, Refused> remove(db::Tx& tx, const Owner& owner, CartItemId item, Time now) {
  const CartId cart = store::open_cart(tx, owner, now);
  if (!store::delete_item(tx, cart, item)) return std::unexpected(Refused{Refusal::kUnknownItem});
  return {};
}

}  // namespace hurtrock::cart
