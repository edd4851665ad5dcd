#include "wishlist/wishlist.hpp"

#include <algorithm>

#include "platform/core/crypto.hpp"
#include "wishlist/store.hpp"

namespace hurtrock::wishlist {
namespace {

std::vector<Entry> entries_of(db::Tx& tx, WishlistId list, i18n::Language language) {
  const auto items = store::items(tx, list);
  std::vector<VariantId> ids;
  for (const auto& item : items) ids.push_back(item.variant);
  const auto offers = catalog::find_offers(tx, ids, language);
  std::vector<Entry> entries;
  for (const auto& item : items)
    if (const auto offer = std::ranges::find(offers, item.variant, &catalog::Offer::variant); offer != offers.end())
      entries.push_back({.price_then = item.price_then, .added_at = item.added_at, .offer = *offer});
  return entries;
}

std::expected<Money, Refusal> price_of(db::Tx& tx, VariantId variant) {
  const auto offer = catalog::find_offer(tx, variant, i18n::Language::kIndonesian);
  if (!offer || !offer->on_sale) return std::unexpected(Refusal::kUnknownVariant);
  return offer->price;
}

}  // namespace

std::vector<Entry> load_list(db::Tx& tx, const Owner& owner, i18n::Language language) {
  const auto list = store::find_list(tx, owner);
  return list ? entries_of(tx, *list, language) : std::vector<Entry>{};
}

std::vector<VariantId> variants(db::Tx& tx, const Owner& owner) {
  std::vector<VariantId> ids;
  if (const auto list = store::find_list(tx, owner))
    for (const auto& item : store::items(tx, *list)) ids.push_back(item.variant);
  return ids;
}

std::expected<void, Refusal> could_add(db::Tx& tx, VariantId variant) {
  if (const auto price = price_of(tx, variant); !price) return std::unexpected(price.error());
  return {};
}

std::expected<void, Refusal> add(db::Tx& tx, const Owner& owner, VariantId variant, Time now) {
  const WishlistId list = store::open_list(tx, owner, now);
  const auto price = price_of(tx, variant);
  if (!price) return std::unexpected(price.error());
  store::add_item(tx, list, {.variant = variant, .price_then = *price, .added_at = now});
  if (store::item_count(tx, list) > kMostEntries) return std::unexpected(Refusal::kFull);
  return {};
}

void remove(db::Tx& tx, const Owner& owner, VariantId variant, Time now) {
  if (!store::find_list(tx, owner)) return;
  store::delete_item(tx, store::open_list(tx, owner, now), variant);
}

std::string share(db::Tx& tx, const Owner& owner, Time now) {
  const WishlistId list = store::open_list(tx, owner, now);
  if (auto token = store::share_token(tx, list)) return *std::move(token);
  std::string token = crypto::random_token(16);
  store::set_share_token(tx, list, token);
  return token;
}

void stop_sharing(db::Tx& tx, const Owner& owner) {
  if (const auto list = store::find_list(tx, owner)) store::set_share_token(tx, *list, std::nullopt);
}

std::optional<std::string> shared_as(db::Tx& tx, const Owner& owner) {
  const auto list = store::find_list(tx, owner);
  return list ? store::share_token(tx, *list) : std::nullopt;
}

std::optional<std::vector<Entry>> load_shared(db::Tx& tx, std::string_view token, i18n::Language language) {
  const auto list = store::find_shared(tx, token);
  if (!list) return std::nullopt;
  return entries_of(tx, *list, language);
}

void forget(db::Tx& tx, UserId user) {
  if (const auto list = store::find_list(tx, {.user = user, .session = std::nullopt})) store::delete_list(tx, *list);
}

void merge(db::Tx& tx, SessionId session, UserId user, Time now) {
  const Owner visitor{.user = std::nullopt, .session = session};
  if (!store::find_list(tx, visitor)) return;
  // Locked, so that what another tab is adding at this moment comes along or stays, and is not lost in between.
  const WishlistId source = store::open_list(tx, visitor, now);
  const WishlistId target = store::open_list(tx, {.user = user, .session = std::nullopt}, now);
  const bool takes_address = store::item_count(tx, target) == 0 && !store::share_token(tx, target);
  const auto address = store::share_token(tx, source);
  store::copy_items(tx, source, target);
  store::delete_list(tx, source);
  if (takes_address && address) store::set_share_token(tx, target, address);
  store::keep_newest(tx, target, kMostEntries);
}

}  // namespace hurtrock::wishlist
