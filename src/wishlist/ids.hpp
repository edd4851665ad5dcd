#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using WishlistId = Id<struct WishlistTag>;
}  // namespace hurtrock
