#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using ShippingServiceId = Id<struct ShippingServiceTag>;
}  // namespace hurtrock
