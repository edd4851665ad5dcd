#pragma once

#include <expected>
#include <string_view>

#include "checkout/services.hpp"
#include "orders/orders.hpp"

namespace hurtrock::checkout {

enum class CancelRefusal : std::uint8_t {
  kTooLate,              ///< something has been shipped, or it is cancelled already
  kPaid,                 ///< the money must go back first; staff do that
  kProviderUnavailable,  ///< it is not certain that nobody can pay any more: try again later
};

/// Cancels an unpaid order: closes its payment pages, gives the goods back, tells the buyer. May wait for the provider;
/// outside transactions.
std::expected<void, CancelRefusal> cancel_order(Services& shop, OrderId id, const orders::Actor& actor,
                                                std::string_view reason);

}  // namespace hurtrock::checkout
