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
  // Only who may see the order may have the provider asked about it; nobody else learns whether it exists.
  const bool carries_link =
      order && orders::is_link_token(shop.settings.session_secret, order->number, request.query.value("t"));
  if (!order || !(carries_link || orders::belongs_to(*order, request.visitor))) return http::see_other("/orders");
  ask_and_apply(shop, reference);
  return http::see_other(order_url(shop, *order, "&placed=1"));
}

}  // namespace hurtrock::checkout
