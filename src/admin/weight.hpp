#pragma once

#include <cstdint>
#include <string>

#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// "11,247 kg"; in English "11.247 kg".
std::string kilograms(std::int64_t grams, const i18n::Texts& texts);

}  // namespace hurtrock::admin
