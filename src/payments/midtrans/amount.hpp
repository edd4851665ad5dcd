#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/core/money.hpp"

namespace hurtrock::payments {

/// Midtrans writes amounts as text with two decimals ("320000.00"). Nothing for anything but whole, unsigned rupiah of
/// at most 15 digits: there are no sen to pay with, so other fractions are a misunderstanding.
std::optional<Money> parse_amount(std::string_view text);

}  // namespace hurtrock::payments
