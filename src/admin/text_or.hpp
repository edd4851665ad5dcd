#pragma once

#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// The text of that key, or `otherwise` where there is none: what is stored as a word may be older than its texts.
inline std::string text_or(std::string_view key, std::string_view otherwise, const i18n::Texts& texts) {
  return std::string(texts.has(key) ? texts(key) : otherwise);
}

}  // namespace hurtrock::admin
