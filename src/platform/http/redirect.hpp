#pragma once

#include <string>
#include <string_view>

namespace hurtrock::http {

/// `wanted` when it is a path of this site ("/cart?x=1"), otherwise `fallback`: a form's return_to must not lead
/// elsewhere.
std::string local_path(std::string_view wanted, std::string_view fallback);

}  // namespace hurtrock::http
