#pragma once

#include <string>
#include <string_view>

#include "platform/core/money.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// What is stored of amounts that have come ("176000 IDR for 150000 IDR", "176000 IDR") in the reader's language.
/// Anything else as it is stored.
std::string amounts_note(std::string_view detail, const i18n::Texts& texts);

/// "Rp 50.000 · order_cancelled": the reason of a refund in the reader's language, where it is no text of the staff's.
std::string refund_note(std::string_view detail, const i18n::Texts& texts);

/// How a payment stands or was made, as its provider or the shop calls it: "bank_transfer", "expire", "surplus".
std::string payment_word_note(std::string_view detail, const i18n::Texts& texts);

/// How a payment was made, to stand beside the name of its provider; empty where that name says it already.
std::string way_beside(std::string_view provider, std::string_view type, const i18n::Texts& texts);

/// What has come, where it is another amount than was asked for; else empty.
std::string captured_beside(Money captured, Money amount);

}  // namespace hurtrock::admin
