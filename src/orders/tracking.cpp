#include "layout/error_page.hpp"
#include "orders/handlers.hpp"
#include "orders/pages.hpp"
#include "orders/shipments.hpp"
#include "orders/timeline.hpp"
#include "orders/views/tracking.html.hpp"

namespace hurtrock::orders {
namespace {

std::string first_name(const std::string& name) { return name.substr(0, name.find(' ')); }

}  // namespace

http::Response show_tracking(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string_view number = request.param("number");
  // Before the database is asked, so that nobody can try numbers out.
  if (!is_tracking_token(shop.session_secret, number, request.query.value("t")))
    return layout::error_response(request, shop.frames, 404);
  std::optional<Order> order;
  std::vector<Event> events;
  std::vector<ShipmentRecord> shipments;
  shop.db.read([&](db::Tx& tx) {
    order = find(tx, number);
    if (!order) return;
    events = events_of(tx, order->id);
    shipments = shipments_of(tx, order->id);
  });
  if (!order) return layout::error_response(request, shop.frames, 404);

  TrackingPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("orders.tracking.page_title", {{"number", order->number}});
  view.frame.indexable = false;
  view.number = order->number;
  view.status = word(order->state);
  view.status_word = status_word(*order);
  view.is_pickup = order->shipping.is_pickup;
  view.first_name = first_name(order->contact.name);
  view.city = order->address.kota;
  view.steps = timeline(*order, events, texts);
  for (const auto& shipment : shipments) view.shipments.push_back(shown(*order, shipment, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::tracking(writer, view);
  auto response = http::html(200, std::move(out));
  // The address is the key to this page, and the page has links to couriers.
  response.set("Referrer-Policy", "same-origin");
  return response;
}

}  // namespace hurtrock::orders
