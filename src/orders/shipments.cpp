#include "orders/shipments.hpp"

#include "orders/dates.hpp"
#include "shipping/tracking.hpp"

namespace hurtrock::orders {

Shipment shown(const Order& order, const ShipmentRecord& shipment, const i18n::Texts& texts) {
  Shipment view{.courier = shipment.courier,
                .tracking_number = shipment.tracking_number,
                .tracking_url = {},
                .shipped_at = date_and_time(shipment.shipped_at, texts),
                .delivered_at = shipment.delivered_at ? date_and_time(*shipment.delivered_at, texts) : std::string{},
                .contents = {},
                .is_collected = is_collected(order, shipment)};
  if (!shipment.tracking_number.empty()) view.tracking_url = shipping::tracking_page(shipment.courier);
  return view;
}

}  // namespace hurtrock::orders
