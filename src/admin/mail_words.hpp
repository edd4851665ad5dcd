#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// "Pembayaran diterima" of "order_paid"; a kind without words is answered as it is.
std::string worded_mail(std::string_view kind, const i18n::Texts& texts);
/// The page of a mail.
std::string mail_url(std::int64_t id);

}  // namespace hurtrock::admin
