#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"

/// Numbers with at most three decimals, kept as whole thousandths.
namespace hurtrock::catalog {

/// "648", "5,5" in Indonesian, "5.5" in English.
std::string thousandths(std::int64_t milli, i18n::Language language);

/// As people type it: "648", "5,5", "5.5". Nothing when it is no number, is negative, has more than three decimals, or
/// is beyond a thousand million.
std::optional<std::int64_t> read_thousandths(std::string_view typed);

}  // namespace hurtrock::catalog
