#pragma once

#include <string>

#include "checkout/services.hpp"
#include "orders/ids.hpp"

namespace hurtrock::checkout {

struct PaymentPage {
  enum class Kind : std::uint8_t {
    kRedirect,     ///< `url` is the provider's page for this order
    kNone,         ///< nothing to pay there: cash on delivery, transfer, or paid already
    kUnavailable,  ///< the provider cannot be reached or will not: the buyer may try again from the order's page
  };
  Kind kind = Kind::kNone;
  std::string url;
};

/// The payment page of the order's newest attempt, opened at the provider if nobody has done so yet. Callers at the
/// same time get the same page: one of them asks the provider, the others wait for it. May wait for the provider, so it
/// runs in the gateway pool and outside transactions.
PaymentPage open_payment(Services& shop, OrderId order);

}  // namespace hurtrock::checkout
