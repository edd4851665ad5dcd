#pragma once

#include <expected>
#include <string_view>

#include "checkout/services.hpp"
#include "orders/orders.hpp"

namespace hurtrock::checkout {

enum class CancelRefusal : std::uint8_t {
  kTooLate,              ///< something has been shipped, or it is cancelled already
  kPaid,                 ///< it has been paid just now: whoever wants to cancel it all the same asks again
  kProofWaits,           ///< staff have to decide on a proof of transfer first
  kProviderUnavailable,  ///< it is not certain that nobody can pay any more: try again later
};

/// Whether the order may be cancelled as it stands, by its buyer as well as by the staff: until it is shipped.
bool may_cancel(const orders::Order& order);

/// Cancels an order: closes its payment pages, gives the goods back to the stock and all that was paid to the buyer,
/// and tells the buyer. May wait for the provider; outside transactions.
std::expected<void, CancelRefusal> cancel_order(Services& shop, OrderId id, const orders::Actor& actor,
                                                std::string_view reason);

}  // namespace hurtrock::checkout
