#pragma once

#include <string>
#include <vector>

#include "checkout/services.hpp"
#include "orders/orders.hpp"

namespace hurtrock::checkout {

/// The payment providers that a buyer can be sent to for the order, in the order they are offered: switched on,
/// configured here, and willing to take its total.
std::vector<std::string> ways_to_pay(db::Tx& tx, const Services& shop, const orders::Order& order);

}  // namespace hurtrock::checkout
