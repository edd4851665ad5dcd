#pragma once

#include <string>
#include <vector>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {

/// Whether this shop can be paid in that way, apart from any total: switched on, set up, and with keys where it needs
/// some.
bool is_ready(const Services& shop, const payments::Method& method);

/// The ways to pay that a buyer can change to for the order, in the order they are offered, as far as
/// they take its total. Cash is agreed on at the checkout only.
std::vector<std::string> ways_to_pay(db::Tx& tx, const Services& shop, const orders::Order& order);

}  // namespace hurtrock::checkout
