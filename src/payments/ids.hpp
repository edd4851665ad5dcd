#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using PaymentId = Id<struct PaymentTag>;
using RefundId = Id<struct RefundTag>;
}  // namespace hurtrock
