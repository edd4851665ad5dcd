#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kLongestStaffNote = 1'000;

/// A button that was pressed twice sends the same words twice.
bool is_written_already(db::Tx& tx, OrderId order, std::string_view text) {
  const auto events = orders::events_of(tx, order);
  const auto last = std::ranges::find(events.rbegin(), events.rend(), "note", &orders::Event::kind);
  return last != events.rend() && last->detail == text;
}

}  // namespace

http::Response create_note(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string text = input.text("staff_note", kLongestStaffNote);
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const auto done = note_order(shop, staff_of(request), request.param("number"), text);
  return done ? to_order(request, "noted") : refused_page(request, shop, done.error());
}

std::expected<void, Refusal> note_order(Services& shop, const StaffMember& staff, std::string_view number,
                                        std::string_view text) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, number);
    if (!order) return std::unexpected(order.error());
    if (is_written_already(tx, order->id, text)) return std::unexpected(Refusal::kAlready);
    orders::note_event(tx, order->id, "note", orders::Actor::staff(staff.id), text, now);
    record_change(tx, staff, "order.note", *order, {{"note", std::string(text)}}, now);
    return {};
  });
}

}  // namespace hurtrock::admin
