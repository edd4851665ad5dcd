#pragma once

#include <string>

#include "payments/payments.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// How a payment was made, as its provider calls it; what we call it ourselves is worded.
inline std::string payment_type(const std::string& type, const i18n::Texts& texts) {
  return type == payments::kSurplus ? std::string(texts("admin.transfers.surplus")) : type;
}

/// What has come, where it is another amount than was asked for; else empty.
inline std::string captured_beside(Money captured, Money amount) {
  return captured > Money{} && captured != amount ? format_rupiah(captured) : std::string{};
}

}  // namespace hurtrock::admin
