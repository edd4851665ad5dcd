#pragma once

#include <string_view>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {

enum class Applied : std::uint8_t {
  kUnknownReference,
  kNothing,     ///< known already, or nothing that changes us
  kProgress,    ///< the attempt's state changed, the order is not paid by it
  kPaid,        ///< the order is paid now, by this
  kMismatch,    ///< money for another amount: on the staff's list
  kMustGoBack,  ///< money for an order that is cancelled or paid already: on the staff's list
};
std::string_view word(Applied applied);

/// The one place where a provider's account of a payment changes an order: order and attempt are locked, compared with
/// the report, and moved on with everything that follows (stock, invoice, mail) in the caller's transaction. Reports
/// may come in any order and any number of times; the final state is the same.
/// `actor`: who says so, where it is not the provider.
Applied apply_report(db::Tx& tx, const Services& shop, std::string_view reference, const payments::Report& report,
                     Time now, const orders::Actor& actor = orders::Actor::gateway());

/// Asks the provider about the attempt and applies what it says. Nothing when it could not be asked. Outside
/// transactions.
std::optional<Applied> ask_and_apply(Services& shop, std::string_view reference);

}  // namespace hurtrock::checkout
