#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// "22 Nov 2026, 17.15 WIB"; in English "22 Nov 2026, 17:15 WIB".
std::string date_and_time(Time time, const i18n::Texts& texts);

/// Midnight in WIB of a day written "2026-11-22"; nothing for anything else, and for days outside 2000 to 2199.
std::optional<Time> wib_midnight(std::string_view day);

}  // namespace hurtrock::admin
