#pragma once

#include "orders/orders.hpp"
#include "orders/pages.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::orders {

/// A parcel as pages show it, without its contents.
Shipment shown(const Order& order, const ShipmentRecord& shipment, const i18n::Texts& texts);

}  // namespace hurtrock::orders
