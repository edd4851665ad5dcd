#pragma once

#include <string>
#include <string_view>

namespace hurtrock::layout {

/// The key of a text of the error page: part is "title" or "advice". A status without words of its own reads like 500.
std::string error_text(int status, std::string_view part);

}  // namespace hurtrock::layout
