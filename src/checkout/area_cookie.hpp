#pragma once

#include <string_view>

namespace hurtrock::checkout {

/// Keeps the code of the area that somebody asked for, and nothing else, so that the next product and the checkout know
/// it. Anybody may have written into it.
constexpr std::string_view kAreaCookie = "area";

}  // namespace hurtrock::checkout
