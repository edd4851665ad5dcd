#pragma once

#include "cart/cart.hpp"
#include "cart/pages.hpp"
#include "store/store.hpp"

namespace hurtrock::cart {

/// What the buyer must know about a line, most serious first.
LineNotice notice_of(const Line& line);
Contents contents_of(const Cart& cart, const std::optional<hurtrock::store::FreeShipping>& free_shipping);
/// What has still to be put into the cart to reach the offer; 0: nothing.
Money missing_to(const hurtrock::store::FreeShipping& offer, Money subtotal);

}  // namespace hurtrock::cart
