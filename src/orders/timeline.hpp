#pragma once

#include <vector>

#include "orders/orders.hpp"
#include "orders/pages.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::orders {

/// The order's way from state to state, with the time each was first reached.
std::vector<TimelineStep> timeline(const Order& order, const std::vector<Event>& events, const i18n::Texts& texts);

}  // namespace hurtrock::orders
