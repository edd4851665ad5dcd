#pragma once

#include <string>

#include "platform/core/clock.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::orders {

/// "22 November 2026, 17.15 WIB"; in English "22 November 2026, 17:15 WIB".
std::string date_and_time(Time time, const i18n::Texts& texts);
/// "22 November 2026", in WIB.
std::string date(Time time, const i18n::Texts& texts);

}  // namespace hurtrock::orders
