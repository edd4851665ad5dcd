#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "accounts/ids.hpp"
#include "cart/ids.hpp"
#include "catalog/offers.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/http/visitor.hpp"

/// What a visitor intends to buy. A cart belongs to a session, or to an account once its owner is logged in; it
/// reserves nothing. Every function is part of the caller's transaction.
namespace hurtrock::cart {

constexpr std::int64_t kMostOfOneVariant = 999;
constexpr std::int64_t kMostLines = 100;

/// Either the user or the session is set.
struct Owner {
  std::optional<UserId> user;
  std::optional<SessionId> session;
};
/// Nothing for a visitor without session.
std::optional<Owner> owner_of(const http::Visitor& visitor);

struct Line {
  CartItemId id;
  std::int64_t quantity = 0;
  Money price_seen;      ///< what the buyer was last shown for one
  catalog::Offer offer;  ///< as it stands now
  [[nodiscard]] Money total() const { return offer.price * quantity; }
  /// Pieces that have to arrive in the shop before they can be sent.
  [[nodiscard]] std::int64_t awaited() const { return std::max<std::int64_t>(0, quantity - offer.in_stock); }
  [[nodiscard]] bool sellable() const { return offer.on_sale && offer.available >= quantity; }
};

struct Cart {
  std::vector<Line> lines;  ///< oldest first
  [[nodiscard]] Money subtotal() const;
  [[nodiscard]] std::int64_t count() const;  ///< pieces
};

enum class Refusal : std::uint8_t {
  kUnknownVariant,  ///< there is no such variant, or it is not sold any more
  kUnknownItem,     ///< not a line of this cart
  kInsufficientStock,
  kTooMany,  ///< there are enough, but more than kMostOfOneVariant of it, or more than kMostLines lines
};
struct Refused {
  Refusal why;
  std::int64_t available = 0;  ///< with kInsufficientStock: how many may be had in all
};

Cart load(db::Tx& tx, const Owner& owner, i18n::Language language);
Cart load(db::Tx& tx, CartId cart, i18n::Language language);
std::int64_t count(db::Tx& tx, const Owner& owner);

/// Whether so many of it could be put into an empty cart: asked before a session is started for it.
std::expected<void, Refused> could_add(db::Tx& tx, VariantId variant, std::int64_t quantity);
/// Adds to what is there already. `quantity` is at least 1.
std::expected<void, Refused> add(db::Tx& tx, const Owner& owner, VariantId variant, std::int64_t quantity, Time now);
/// 0 removes the line.
std::expected<void, Refused> set_quantity(db::Tx& tx, const Owner& owner, CartItemId item, std::int64_t quantity,
                                          Time now);
std::expected<void, Refused> remove(db::Tx& tx, const Owner& owner, CartItemId item, Time now);

/// Keeps other changes of this cart, which is made if there is none, waiting until the transaction ends.
CartId lock(db::Tx& tx, const Owner& owner, Time now);
/// The buyer has been shown today's prices.
void accept_prices(db::Tx& tx, const Owner& owner);
void clear(db::Tx& tx, CartId cart);
/// The account goes, and its cart with it.
void forget(db::Tx& tx, UserId user);

/// On login: every line of the session's cart goes into the account's; equal variants add up, at most
/// kMostOfOneVariant. Of more than kMostLines lines, those put in last are kept. The session's cart is gone afterwards.
void merge(db::Tx& tx, SessionId session, UserId user, Time now);

}  // namespace hurtrock::cart
