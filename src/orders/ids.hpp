#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using OrderId = Id<struct OrderTag>;
using OrderLineId = Id<struct OrderLineTag>;
using ShipmentId = Id<struct ShipmentTag>;
}  // namespace hurtrock
