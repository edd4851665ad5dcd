#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using StockWishId = Id<struct StockWishTag>;
}  // namespace hurtrock
