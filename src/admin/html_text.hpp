#pragma once

#include <string>
#include <string_view>

namespace hurtrock::admin {

/// What a piece of HTML from another shop says, as plain text: a blank line between paragraphs, items on lines of their
/// own, scripts and styles left out. Text that is no HTML stays as it is. What comes out is text and is escaped as any
/// other.
std::string text_of_html(std::string_view html);

}  // namespace hurtrock::admin
