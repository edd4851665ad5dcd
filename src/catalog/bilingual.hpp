#pragma once

#include <string_view>

#include "platform/i18n/texts.hpp"

namespace hurtrock::catalog {

/// A text in both languages.
struct Bilingual {
  std::string_view id, en;
  [[nodiscard]] std::string_view in(i18n::Language language) const {
    return language == i18n::Language::kEnglish ? en : id;
  }
};

}  // namespace hurtrock::catalog
