#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using ReviewId = Id<struct ReviewTag>;
using ReviewPhotoId = Id<struct ReviewPhotoTag>;
}  // namespace hurtrock
