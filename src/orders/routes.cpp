#include "orders/routes.hpp"

#include "orders/handlers.hpp"

namespace hurtrock::orders {

bool may_see(const Order& order, const http::Request& request, const Services& shop) {
  const std::string_view token = request.query.value("t");
  return belongs_to(order, request.visitor) ||
         (!token.empty() && is_link_token(shop.session_secret, order.number, token));
}

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/orders", Access::kUser, RunsOn::kWorker, bind(show_orders, shop)},
      {kGet, "/orders/:number", Access::kAnyone, RunsOn::kWorker, bind(show_order, shop)},
      {kGet, "/track/:number", Access::kAnyone, RunsOn::kWorker, bind(show_tracking, shop)},
      {kGet, "/api/v1/orders", Access::kUser, RunsOn::kWorker, bind(api_orders, shop)},
      {kGet, "/api/v1/orders/:number", Access::kAnyone, RunsOn::kWorker, bind(api_order, shop)},
  };
}

}  // namespace hurtrock::orders
