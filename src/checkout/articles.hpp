#pragma once

#include <vector>

#include "cart/cart.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::checkout {

/// The cart as a courier sees it.
std::vector<shipping::Article> articles_of(const cart::Cart& cart);

}  // namespace hurtrock::checkout
