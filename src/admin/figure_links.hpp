#pragma once

#include <string>

#include "admin/days.hpp"
#include "admin/order_filter.hpp"

/// Where the figures of some days lead: to the rows that they are made of.
namespace hurtrock::admin {

OrderFilter orders_on(const Days& days, OrderDay by);
inline OrderFilter orders_paid(const Days& days) { return orders_on(days, OrderDay::kPaid); }
/// The entries whose sum is the revenue of the days.
std::string ledger_url(const Days& days);

}  // namespace hurtrock::admin
