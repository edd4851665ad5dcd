#pragma once

#include <string>
#include <string_view>

namespace hurtrock::payments {

/// Everything but RFC 3986's unreserved characters (section 2.3) as %XX: for one segment of a path, or a form's value.
std::string percent_encoded(std::string_view text);

}  // namespace hurtrock::payments
