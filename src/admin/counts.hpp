#pragma once

#include <string>

#include "admin/store.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// "17", or "1.000+" when nobody counted any further.
std::string count_text(const store::Count& count, const i18n::Texts& texts);

}  // namespace hurtrock::admin
