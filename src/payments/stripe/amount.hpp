#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/core/money.hpp"

namespace hurtrock::payments {

/// Stripe counts rupiah in hundredths, though nobody pays in sen: Rp 320.000 is 32000000.
std::int64_t to_stripe(Money amount);

/// An amount as Stripe tells it, for a report. `amount` is rupiah only where `currency` is "IDR".
struct ToldAmount {
  Money amount;
  std::string currency;
};
/// Whole rupiah become "IDR". Anything else keeps its minor units and says so in `currency`, so that it can never be
/// mistaken for an amount we asked for.
ToldAmount from_stripe(std::int64_t minor_units, std::string_view currency);

}  // namespace hurtrock::payments
