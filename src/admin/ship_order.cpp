#include <fmt/format.h>

#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/tracking_number.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

/// The parcel as the form describes it; what is wrong with it is left in `input`.
Parcel read_parcel(http::Input& input, const std::vector<store::Courier>& couriers,
                   const std::vector<orders::Line>& lines) {
  const auto& texts = input.texts();
  Parcel parcel;
  bool picked_up = false;
  const std::string code = input.choice("courier", 60);
  if (code == kOtherCourier) {
    parcel.courier = input.line("courier_name", 60);
  } else if (const auto known = std::ranges::find(couriers, code, &store::Courier::code); known != couriers.end()) {
    parcel.courier = known->name;
    picked_up = known->is_pickup;
  } else if (!code.empty()) {
    input.refuse("courier", "choice", std::string(texts("admin.ship.unknown_courier")));
  }

  const auto need = picked_up ? http::Need::kOptional : http::Need::kRequired;
  parcel.tracking_number = read_tracking_number(input, "tracking_number", need);

  for (const auto& line : lines) {
    const auto pieces = input.integer(quantity_field(line.id), 0, line.quantity, http::Need::kOptional);
    if (pieces && *pieces > 0) parcel.pieces.push_back({line.id, *pieces});
  }
  if (input.ok() && parcel.pieces.empty()) input.refuse("", "nothing", std::string(texts("admin.ship.nothing")));
  return parcel;
}

/// Whether this parcel has been recorded: a form that is sent twice carries the same tracking number. What is fetched
/// has none: it is recorded once everything is.
bool is_recorded(db::Tx& tx, const orders::Order& order, const Parcel& parcel) {
  const bool is_all = order.state == orders::State::kShipped || order.state == orders::State::kDelivered;
  if (parcel.tracking_number.empty() && !is_all) return false;
  return std::ranges::any_of(orders::shipments_of(tx, order.id), [&](const orders::ShipmentRecord& shipment) {
    return shipment.tracking_number == parcel.tracking_number && shipment.courier == parcel.courier;
  });
}

std::string contents(db::Tx& tx, const orders::Order& order, const Parcel& parcel) {
  const auto lines = orders::lines_of(tx, order.id);
  std::string text;
  for (const auto& [line, quantity] : parcel.pieces)
    text += fmt::format("{}{} × {}", text.empty() ? "" : ", ", quantity,
                        std::ranges::find(lines, line, &orders::Line::id)->sku);
  return text;
}

}  // namespace

http::Response create_shipment(const http::Request& request, Services& shop) {
  std::vector<store::Courier> couriers;
  std::vector<orders::Line> lines;
  const bool found = shop.db.read([&](db::Tx& tx) {
    const auto order = orders::find(tx, request.param("number"));
    if (!order) return false;
    couriers = store::couriers(tx);
    lines = orders::lines_of(tx, order->id);
    return true;
  });
  if (!found) return refused_page(request, shop, Refusal::kNoSuchOrder);

  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const Parcel parcel = read_parcel(input, couriers, lines);
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const auto done = ship_order(shop, staff_of(request), seen_order(request), parcel);
  return done ? to_order(request, "shipped")
              : refused_page(request, shop, done.error(), {.values = request.form.pairs(), .errors = {}});
}

std::expected<void, Refusal> ship_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                        const Parcel& parcel) {
  auto shipped = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.number);
    if (!order) return std::unexpected(order.error());
    if (is_recorded(tx, *order, parcel)) return std::unexpected(Refusal::kAlready);
    if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
    const auto shipment = orders::ship(tx, order->id, parcel.pieces, parcel.courier, parcel.tracking_number,
                                       orders::Actor::staff(staff.id), now);
    if (!shipment)
      return std::unexpected(shipment.error() == orders::Refusal::kNothingToShip ? Refusal::kTooMany
                                                                                 : Refusal::kNotAllowed);
    orders::send_mail(tx, shop.mails, orders::MailKind::kShipped, order->id, now);
    record_change(tx, staff, "order.shipment", *order,
                  {{"courier", parcel.courier},
                   {"tracking_number", parcel.tracking_number},
                   {"contents", contents(tx, *order, parcel)}},
                  now);
    return {};
  });
  if (shipped) shop.wake_jobs();
  return shipped;
}

}  // namespace hurtrock::admin
