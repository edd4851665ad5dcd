#pragma once

#include "platform/http/input.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {

/// Reads rating, title and body; what is wrong with them is left in `input`.
Content read_content(http::Input& input);

}  // namespace hurtrock::reviews
