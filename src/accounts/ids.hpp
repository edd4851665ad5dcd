#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
}  // namespace hurtrock
