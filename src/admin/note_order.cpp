#include "admin/form_key.hpp"
#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kLongestStaffNote = 1'000;

}  // namespace

http::Response create_note(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string text = input.text("staff_note", kLongestStaffNote);
  const std::string key = needed_form_key(request.form, input);
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const auto done = note_order(shop, staff_of(request), request.param("number"), {.text = text, .request_key = key});
  return done ? to_order(request, "noted") : refused_page(request, shop, done.error());
}

std::expected<void, Refusal> note_order(Services& shop, const StaffMember& staff, std::string_view number,
                                        const StaffNote& note) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, number);
    if (!order) return std::unexpected(order.error());
    if (!orders::add_note(tx, order->id, orders::Actor::staff(staff.id), note.text, note.request_key, now))
      return std::unexpected(Refusal::kAlready);
    record_change(tx, staff, "order.note", *order, {{"note", std::string(note.text)}}, now);
    return {};
  });
}

}  // namespace hurtrock::admin
