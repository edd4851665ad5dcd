#pragma once

#include "platform/core/clock.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::documents {

inline constexpr Time kNow = from_micros(1'795'777'777'000'000);

inline const i18n::Texts& indonesian() { return i18n::Texts::of(i18n::Language::kIndonesian); }
inline const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

}  // namespace hurtrock::documents
