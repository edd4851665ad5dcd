#pragma once

#include <string>

#include "payments/gateway.hpp"
#include "platform/core/clock.hpp"

namespace hurtrock::payments {

/// The JSON body of POST /snap/v1/transactions. Texts are cut to Midtrans' lengths; an order with so many lines that
/// the body would pass Midtrans' 16 kB is sent as one line. Throws std::logic_error when the reference or the sum is
/// wrong.
std::string snap_body(const PaymentRequest& request, Time now);

}  // namespace hurtrock::payments
