#pragma once

#include <string>

#include "payments/gateway.hpp"

namespace hurtrock::payments {

/// The body of POST /v1/checkout/sessions. The same for the same request at any time, because Stripe refuses an
/// Idempotency-Key that comes with other parameters. Throws std::logic_error for a request that breaks the rules of
/// PaymentRequest or of Stripe's amounts.
std::string session_form(const PaymentRequest& request);

/// The name that our reference has among the metadata of everything we create.
inline constexpr std::string_view kReferenceName = "reference";

}  // namespace hurtrock::payments
