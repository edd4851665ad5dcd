#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"

namespace hurtrock::admin {

http::Response create_processing(const http::Request& request, Services& shop) {
  const auto done = process_order(shop, staff_of(request), seen_order(request));
  return done ? to_order(request, "processing") : refused_page(request, shop, done.error());
}

std::expected<void, Refusal> process_order(Services& shop, const StaffMember& staff, const SeenOrder& seen) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.number);
    if (!order) return std::unexpected(order.error());
    if (order->state == orders::State::kProcessing) return std::unexpected(Refusal::kAlready);
    if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
    if (!orders::start_processing(tx, order->id, orders::Actor::staff(staff.id), now))
      return std::unexpected(Refusal::kNotAllowed);
    record_change(tx, staff, "order.processing", *order, {}, now);
    return {};
  });
}

}  // namespace hurtrock::admin
