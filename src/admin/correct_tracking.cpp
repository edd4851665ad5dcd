#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/tracking_number.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {

std::string tracking_field(std::int64_t parcel) { return fmt::format("tracking_{}", parcel); }

http::Response create_tracking_correction(const http::Request& request, Services& shop) {
  const SeenParcel seen{.order_number = request.param("number"),
                        .parcel = text::parse_integer(request.param("parcel"), 1, INT64_MAX).value_or(0),
                        .tracking_number = request.form.value("seen")};
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string number = read_tracking_number(input, tracking_field(seen.parcel), http::Need::kRequired);
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const auto done = correct_tracking(shop, staff_of(request), seen, number);
  return done ? to_order(request, "tracking_corrected")
              : refused_page(request, shop, done.error(), {.values = request.form.pairs(), .errors = {}});
}

std::expected<void, Refusal> correct_tracking(Services& shop, const StaffMember& staff, const SeenParcel& seen,
                                              std::string_view tracking_number) {
  auto corrected = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.order_number);
    if (!order) return std::unexpected(order.error());
    const auto parcels = orders::shipments_of(tx, order->id);
    if (seen.parcel < 1 || seen.parcel > std::ssize(parcels)) return std::unexpected(Refusal::kNoSuchOrder);
    const orders::ShipmentRecord& parcel = parcels[static_cast<std::size_t>(seen.parcel - 1)];
    // What is fetched in the shop has none.
    if (parcel.tracking_number.empty()) return std::unexpected(Refusal::kNotAllowed);
    if (parcel.tracking_number == tracking_number) return std::unexpected(Refusal::kAlready);
    if (parcel.tracking_number != seen.tracking_number) return std::unexpected(Refusal::kChanged);
    orders::correct_tracking(tx, order->id, parcel, tracking_number, orders::Actor::staff(staff.id), now);
    orders::send_tracking_mail(tx, shop.mails, order->id, parcel, now);
    audit(tx, staff, "order.tracking", "order", order->number, {{"tracking_number", parcel.tracking_number}},
          {{"tracking_number", tracking_number}}, now);
    return {};
  });
  if (corrected) shop.wake_jobs();
  return corrected;
}

}  // namespace hurtrock::admin
