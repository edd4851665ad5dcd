#pragma once

#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// "Pembayaran diterima" of "order_paid"; a kind without words is answered as it is.
std::string worded_mail(std::string_view kind, const i18n::Texts& texts);

}  // namespace hurtrock::admin
