#include "checkout/answer.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"

namespace hurtrock::checkout {
namespace {

/// The buyer has the goods. Whoever says so twice, or after staff did, has been right all along. Cash that a courier
/// collected stays to be recorded by staff.
bool confirm_delivery(Services& shop, OrderId id) {
  const bool is_delivered = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (order.state == orders::State::kDelivered) return true;
    if (!orders::mark_delivered(tx, id, orders::Actor::buyer(order.user), now)) return false;
    orders::send_mail(tx, shop.mails, orders::MailKind::kDelivered, id, now);
    return true;
  });
  if (is_delivered) shop.wake_jobs();
  return is_delivered;
}

}  // namespace

http::Response create_delivery(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  return http::see_other(
      order_url(shop, *order, confirm_delivery(shop, order->id) ? "&notice=received" : "&notice=not_received"));
}

}  // namespace hurtrock::checkout
