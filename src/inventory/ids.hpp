#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using StockTakeId = Id<struct StockTakeTag>;
using StockTakeLineId = Id<struct StockTakeLineTag>;
}  // namespace hurtrock
