#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hurtrock::documents {

/// What can be printed of a text somebody typed: white space becomes single spaces, control characters and those that
/// turn the direction of writing around are left out, and so are marks piled on one letter beyond a few. At most
/// `most` characters.
std::string printable(std::string_view text, std::size_t most = 500);

}  // namespace hurtrock::documents
