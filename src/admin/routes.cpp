#include "admin/routes.hpp"

#include "admin/handlers.hpp"

namespace hurtrock::admin {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using enum http::Access;
  using enum http::RunsOn;
  using http::bind;
  return {
      {kGet, "/admin", kStaff, kWorker, bind(show_start, shop)},
      {kGet, "/admin/orders", kStaff, kWorker, bind(show_orders, shop)},
      {kGet, "/admin/orders/:number", kStaff, kWorker, bind(show_order, shop)},
      {kPost, "/admin/orders/:number/processing", kStaff, kWorker, bind(create_processing, shop)},
      {kPost, "/admin/orders/:number/shipments", kStaff, kWorker, bind(create_shipment, shop)},
      {kPost, "/admin/orders/:number/delivery", kStaff, kWorker, bind(create_delivery, shop)},
      {kPost, "/admin/orders/:number/cash", kStaff, kWorker, bind(create_cash, shop)},
      {kPost, "/admin/orders/:number/cancellation", kStaff, kGateway, bind(create_cancellation, shop)},
      {kPost, "/admin/orders/:number/payment-check", kStaff, kGateway, bind(create_payment_check, shop)},
  };
}

}  // namespace hurtrock::admin
