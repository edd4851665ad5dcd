#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cart/cart.hpp"
#include "catalog/offers.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// What a visitor would like to have. A list belongs to whoever the cart belongs to: a session, or an account once its
/// owner is logged in. Every function is part of the caller's transaction.
namespace hurtrock::wishlist {

constexpr std::int64_t kMostEntries = 100;

using cart::Owner;
using cart::owner_of;

struct Entry {
  Money price_then;  ///< when it was put on the list
  Time added_at;
  catalog::Offer offer;  ///< as it stands now; also of what is no longer sold
};

enum class Refusal : std::uint8_t {
  kUnknownVariant,  ///< there is no such variant, or it is not sold any more
  kFull,            ///< kMostEntries are on the list already
};

/// Newest first.
std::vector<Entry> load_list(db::Tx& tx, const Owner& owner, i18n::Language language);
/// The same, without what stands behind them.
std::vector<VariantId> variants(db::Tx& tx, const Owner& owner);

/// Whether it could be put on an empty list: asked before a session is started for it.
std::expected<void, Refusal> could_add(db::Tx& tx, VariantId variant);
/// What is on the list already stays as it is.
std::expected<void, Refusal> add(db::Tx& tx, const Owner& owner, VariantId variant, Time now);
/// What is not on the list is not missed.
void remove(db::Tx& tx, const Owner& owner, VariantId variant, Time now);

/// The token of the address that shows the list to others; a new one if there is none yet.
std::string share(db::Tx& tx, const Owner& owner, Time now);
/// Whoever has the address sees nothing from now on.
void stop_sharing(db::Tx& tx, const Owner& owner);
std::optional<std::string> shared_as(db::Tx& tx, const Owner& owner);
/// Nothing when no list is shared under that token.
std::optional<std::vector<Entry>> load_shared(db::Tx& tx, std::string_view token, i18n::Language language);

/// The account goes, and its list with it: whoever has the list's address sees nothing from now on.
void forget(db::Tx& tx, UserId user);

/// On login: what is on the session's list goes onto the account's. What is on both stays as the account had it. Of
/// more than kMostEntries, those put on last are kept. An address that showed the session's list shows the account's
/// from now on if that had nothing on it and no address of its own, and nothing otherwise: who shares three guitars on
/// a phone has not agreed to show what was on the account before.
void merge(db::Tx& tx, SessionId session, UserId user, Time now);

}  // namespace hurtrock::wishlist
