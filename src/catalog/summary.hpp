#pragma once

#include <string>
#include <string_view>

namespace hurtrock::catalog {

/// Search engines show about as much of a page's description.
inline constexpr std::size_t kLongestSummary = 160;

/// The first sentences of a text on one line, at most kLongestSummary characters; of a text whose first sentence is
/// longer, its first words and an ellipsis.
std::string summary_of(std::string_view text);

}  // namespace hurtrock::catalog
