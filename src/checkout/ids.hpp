#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using DraftOrderId = Id<struct DraftOrderTag>;
}  // namespace hurtrock
