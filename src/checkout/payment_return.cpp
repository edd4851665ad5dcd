#include "checkout/answer.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/handlers.hpp"

namespace hurtrock::checkout {

/// Where the provider's page sends the buyer's browser. What its address says about the payment is not believed: the
/// provider is asked, and the order's page tells what is true.
http::Response payment_return(const http::Request& request, Services& shop) {
  const std::string_view reference = request.query.value("order_id");
  const auto order = shop.db.read([&](db::Tx& tx) -> std::optional<orders::Order> {
    const auto attempt = payments::find_attempt(tx, reference);
    return attempt ? orders::find(tx, attempt->order) : std::nullopt;
  });
  if (!order) return http::see_other("/orders");
  ask_and_apply(shop, reference);
  if (orders::is_link_token(shop.settings.session_secret, order->number, request.query.value("t")))
    return http::see_other(order_url(shop, *order, "&placed=1"));
  return http::see_other("/orders/" + order->number);
}

}  // namespace hurtrock::checkout
