#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using CartId = Id<struct CartTag>;
using CartItemId = Id<struct CartItemTag>;
}  // namespace hurtrock
