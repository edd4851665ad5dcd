#include "checkout/own_order.hpp"

#include "platform/http/problem.hpp"

namespace hurtrock::checkout {

std::optional<orders::Order> own_order(const http::Request& request, Services& shop) {
  auto order = shop.db.read([&](db::Tx& tx) { return orders::find(tx, request.param("number")); });
  if (!order) return std::nullopt;
  const auto carries_link = [&](std::string_view token) {
    return !token.empty() && orders::is_link_token(shop.settings.session_secret, order->number, token);
  };
  if (orders::belongs_to(*order, request.visitor) || carries_link(request.form.value("t")) ||
      carries_link(request.query.value("t")))
    return order;
  return std::nullopt;
}

http::Response no_such_order(const http::Request& request) {
  const auto& texts = request.visitor.texts();
  return http::problem(404, "not_found", texts("orders.problem.not_found"), texts("orders.problem.not_found_detail"));
}

}  // namespace hurtrock::checkout
