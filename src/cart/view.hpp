#pragma once

#include "cart/cart.hpp"
#include "cart/pages.hpp"

namespace hurtrock::cart {

/// What the buyer must know about a line, most serious first.
LineNotice notice_of(const Line& line);
Contents contents_of(const Cart& cart);

}  // namespace hurtrock::cart
