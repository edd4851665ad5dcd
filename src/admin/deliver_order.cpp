#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "payments/payments.hpp"

namespace hurtrock::admin {
namespace {

/// The courier or the customer has handed over the cash: the attempt is captured, the order paid and invoiced, and the
/// buyer gets the invoice.
bool record_cash(db::Tx& tx, const Services& shop, const orders::Order& order, const StaffMember& staff, Time now) {
  const auto attempts = payments::attempts_of(tx, order.id);
  if (attempts.empty() || attempts.front().provider != "cod") return false;
  const auto attempt = payments::lock_attempt(tx, attempts.front().reference);
  payments::record_capture(tx, attempt->id, attempt->amount, true,
                           {payments::AttemptState::kPaid, attempt->reference, "cash"}, now);
  if (!orders::mark_paid(tx, order.id, orders::Actor::staff(staff.id), now)) return false;
  orders::send_mail(tx, shop.mails, orders::MailKind::kPaid, order.id, now);
  return true;
}

}  // namespace

http::Response create_delivery(const http::Request& request, Services& shop) {
  const auto done = deliver_order(shop, staff_of(request), seen_order(request));
  return done ? to_order(request, "delivered") : refused_page(request, shop, done.error());
}

http::Response create_cash(const http::Request& request, Services& shop) {
  const auto done = take_cash(shop, staff_of(request), seen_order(request));
  return done ? to_order(request, "cash") : refused_page(request, shop, done.error());
}

std::expected<void, Refusal> deliver_order(Services& shop, const StaffMember& staff, const SeenOrder& seen) {
  auto delivered = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.number);
    if (!order) return std::unexpected(order.error());
    if (order->state == orders::State::kDelivered) return std::unexpected(Refusal::kAlready);
    if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
    if (!orders::mark_delivered(tx, order->id, orders::Actor::staff(staff.id), now))
      return std::unexpected(Refusal::kNotAllowed);
    if (owes_cash(*order) && !record_cash(tx, shop, *order, staff, now)) return std::unexpected(Refusal::kNotAllowed);
    orders::send_mail(tx, shop.mails, orders::MailKind::kDelivered, order->id, now);
    record_change(tx, staff, "order.delivery", *order, {}, now);
    return {};
  });
  if (delivered) shop.wake_jobs();
  return delivered;
}

std::expected<void, Refusal> take_cash(Services& shop, const StaffMember& staff, const SeenOrder& seen) {
  auto taken = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.number);
    if (!order) return std::unexpected(order.error());
    if (order->payment_state == orders::PaymentState::kPaid) return std::unexpected(Refusal::kAlready);
    if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
    if (!may_take_cash(*order) || !record_cash(tx, shop, *order, staff, now))
      return std::unexpected(Refusal::kNotAllowed);
    record_change(tx, staff, "order.cash", *order, {}, now);
    return {};
  });
  if (taken) shop.wake_jobs();
  return taken;
}

}  // namespace hurtrock::admin
