#include <algorithm>

#include "checkout/draft_orders.hpp"
#include "checkout/store.hpp"

namespace hurtrock::checkout {

cart::Cart cart_of(db::Tx& tx, std::span<const DraftLine> lines, i18n::Language language) {
  std::vector<VariantId> variants;
  for (const DraftLine& line : lines) variants.push_back(line.variant);
  const auto offers = catalog::find_offers(tx, variants, language);
  cart::Cart cart;
  for (const DraftLine& line : lines) {
    const auto offer = std::ranges::find(offers, line.variant, &catalog::Offer::variant);
    if (offer != offers.end())
      cart.lines.push_back({.id = {}, .quantity = line.quantity, .price_seen = line.price_seen, .offer = *offer});
  }
  return cart;
}

std::expected<OrderId, NotPlaced> place_draft(db::Tx& tx, Services& shop, DraftOrderId id,
                                              const DraftContents& contents, UserId staff) {
  const Buyer buyer{.owner = {.user = contents.account, .session = std::nullopt},
                    .language = contents.language,
                    .idempotency_key = {},
                    .body_hash = {},
                    .is_staff = true,
                    .placed_by = staff};
  const auto placed = place_lines(tx, shop, buyer, contents.request, cart_of(tx, contents.lines, contents.language));
  if (!placed) return std::unexpected(placed.error());
  const Time now = shop.clock.now();
  if (!contents.staff_note.empty())
    orders::add_note(tx, placed->order, orders::Actor::staff(staff), contents.staff_note, "draft", now);
  store::mark_draft_placed(tx, id, placed->order, now);
  return placed->order;
}

}  // namespace hurtrock::checkout
