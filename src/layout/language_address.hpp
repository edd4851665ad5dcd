#pragma once

#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"

/// A page is shown in the language that the visitor has chosen, or in the one that the field "lang" of its address
/// chooses, which changes nothing else. Who has chosen nothing, as search engines, reads Indonesian without it.
namespace hurtrock::layout {

inline constexpr std::string_view kLanguageField = "lang";

/// The address at which search engines find the page in that language. `address` has no field "lang".
std::string address_in(std::string address, i18n::Language language);

}  // namespace hurtrock::layout
