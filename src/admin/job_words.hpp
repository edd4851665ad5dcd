#pragma once

#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// What a kind of job does, in the reader's words; a kind without any is answered as it is.
std::string worded_job(std::string_view kind, const i18n::Texts& texts);

}  // namespace hurtrock::admin
