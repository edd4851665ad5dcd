#include "checkout/cancel_order.hpp"

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

Refusal refusal(checkout::CancelRefusal why) {
  switch (why) {
    case checkout::CancelRefusal::kPaid:
      return Refusal::kPaid;
    case checkout::CancelRefusal::kProofWaits:
      return Refusal::kProofWaits;
    case checkout::CancelRefusal::kProviderUnavailable:
      return Refusal::kProviderSilent;
    case checkout::CancelRefusal::kTooLate:
      break;
  }
  return Refusal::kNotAllowed;
}

}  // namespace

http::Response create_cancellation(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string reason = input.line("reason", 200);
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const auto done = cancel_order(shop, staff_of(request), seen_order(request), reason);
  return done ? to_order(request, "cancelled")
              : refused_page(request, shop, done.error(), {.values = request.form.pairs(), .errors = {}});
}

std::expected<void, Refusal> cancel_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                          std::string_view reason) {
  const auto order = shop.db.read([&](db::Tx& tx) { return orders::find(tx, seen.number); });
  if (!order) return std::unexpected(Refusal::kNoSuchOrder);
  if (order->state == orders::State::kCancelled) return std::unexpected(Refusal::kAlready);
  if (order->version != seen.version) return std::unexpected(Refusal::kChanged);

  // Asking the provider to close its pages takes time, so checkout looks again at the locked order afterwards.
  const auto cancelled = checkout::cancel_order(shop.checkout, order->id, orders::Actor::staff(staff.id), reason);
  if (!cancelled) return std::unexpected(refusal(cancelled.error()));
  // In a transaction of its own: checkout's has the event with the same actor, time and reason.
  shop.db.write([&](db::Tx& tx) {
    record_change(tx, staff, "order.cancellation", *order, {{"reason", std::string(reason)}}, shop.clock.now());
  });
  return {};
}

}  // namespace hurtrock::admin
