#pragma once

#include <string_view>

#include "payments/gateway.hpp"

namespace hurtrock::payments {

/// The three words in which Midtrans tells a payment's state.
struct MidtransStatus {
  std::string_view transaction_status, fraud_status, status_code;
};

/// Paid only when all three agree; whatever is not known changes nothing (kOther).
PaymentState state_of(const MidtransStatus& status);

}  // namespace hurtrock::payments
