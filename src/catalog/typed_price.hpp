#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/money.hpp"

namespace hurtrock::catalog {

/// An amount as people type it: "20000000", "20.000.000", "Rp 20 000 000". Dots, commas and spaces may only set off
/// groups of three digits, so that "1.5" is not taken for fifteen rupiah. Nothing when it is no whole number of rupiah.
std::optional<Money> read_typed_price(std::string_view text);

/// "20.000.000": for a field whose label names the currency.
std::string without_currency(Money amount);

}  // namespace hurtrock::catalog
