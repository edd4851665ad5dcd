#pragma once

#include <optional>
#include <vector>

#include "cart/cart.hpp"

/// The cart's rows.
namespace hurtrock::cart::store {

struct Item {
  CartItemId id;
  VariantId variant;
  std::int64_t quantity;
  Money price_seen;
};

std::optional<CartId> find_cart(db::Tx& tx, const Owner& owner);
/// Locks the cart until the transaction ends, so that two changes of one cart follow each other.
CartId open_cart(db::Tx& tx, const Owner& owner, Time now);

std::vector<Item> items(db::Tx& tx, CartId cart);
std::optional<Item> find_item(db::Tx& tx, CartId cart, CartItemId item);
/// 0 when it is not in the cart.
std::int64_t quantity_of(db::Tx& tx, CartId cart, VariantId variant);
/// `quantity` is what there is of it afterwards; the price counts for a new line only.
void put_item(db::Tx& tx, CartId cart, VariantId variant, std::int64_t quantity, Money price, Time now);
/// The price that was seen stays: asking for more of something is no consent to a new price.
void set_item(db::Tx& tx, CartItemId item, std::int64_t quantity);
bool delete_item(db::Tx& tx, CartId cart, CartItemId item);
std::int64_t line_count(db::Tx& tx, CartId cart);

}  // namespace hurtrock::cart::store
