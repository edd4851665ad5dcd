#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "payments/gateway.hpp"

namespace hurtrock::payments {

/// Stripe's words for how a payment stands, and the sums that decide between them.
struct StripeStatus {
  std::string_view session;         ///< open, complete, expired
  std::string_view payment_status;  ///< paid, unpaid, no_payment_required
  std::string_view intent;          ///< of the PaymentIntent; empty while the buyer has tried nothing
  bool declined = false;            ///< the last try ended with an error
  bool disputed = false;
  std::int64_t captured = 0, refunded = 0;  ///< in minor units
};
PaymentState state_of(const StripeStatus& status);

/// A Checkout Session with payment_intent.latest_charge expanded, as GET answers it. Nothing when it lacks what every
/// session has. The refunds, which Stripe lists elsewhere, are left out.
std::optional<Report> read_session(const boost::json::object& session);

}  // namespace hurtrock::payments
