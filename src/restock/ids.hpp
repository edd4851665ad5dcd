#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using PurchaseOrderId = Id<struct PurchaseOrderTag>;
using PurchaseLineId = Id<struct PurchaseLineTag>;
using ReceptionLineId = Id<struct ReceptionLineTag>;
}  // namespace hurtrock
