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

http::Response provider_unavailable(const http::Request& request) {
  const auto& texts = request.visitor.texts();
  auto response = http::problem(503, "provider_unavailable", texts("orders.problem.provider_unavailable"),
                                texts("orders.notice.provider_unavailable"));
  response.set("Retry-After", "5");
  return response;
}

}  // namespace hurtrock::checkout
