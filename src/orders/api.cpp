#include <boost/json.hpp>

#include "orders/handlers.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::orders {
namespace {

namespace json = boost::json;

constexpr std::int64_t kOrdersPerAnswer = 20;

json::value time_json(const std::optional<Time>& time) {
  return time ? json::value(rfc3339(*time)) : json::value(nullptr);
}

json::object order_json(const Order& order, const std::vector<Line>& lines,
                        const std::vector<ShipmentRecord>& shipments, const std::vector<MoneyBack>& money_back,
                        const std::optional<std::string>& invoice, const i18n::Texts& texts) {
  json::array items;
  for (const Line& line : lines)
    items.push_back({{"sku", line.sku},
                     {"name", line.name},
                     {"options", line.options},
                     {"variant_id", line.variant.value()},
                     {"quantity", line.quantity},
                     {"unit_price", line.unit_price.rupiah()},
                     {"line_total", line.total.rupiah()}});
  json::array parcels;
  for (const auto& shipment : shipments)
    parcels.push_back({{"courier", shipment.courier},
                       {"tracking_number", shipment.tracking_number},
                       {"shipped_at", rfc3339(shipment.shipped_at)},
                       {"delivered_at", time_json(shipment.delivered_at)}});
  json::array refunds;
  for (const MoneyBack& refund : money_back)
    refunds.push_back({{"amount", refund.amount.rupiah()},
                       {"reason", refund_reason(refund.reason, texts)},
                       {"status", refund.settled_at ? "refunded"
                                  : refund.is_kept  ? "returned"
                                                    : "pending"},
                       {"requested_at", rfc3339(refund.requested_at)},
                       {"refunded_at", time_json(refund.settled_at)}});
  return {{"order_number", order.number},
          {"status", word(order.state)},
          {"payment_status", word(order.payment_state)},
          {"payment_method", order.payment_method},
          {"placed_at", rfc3339(order.placed_at)},
          {"paid_at", time_json(order.paid_at)},
          {"hold_until", time_json(order.hold_until)},
          {"contact", {{"name", order.contact.name}, {"email", order.contact.email}, {"phone", order.contact.phone}}},
          {"address",
           {{"street", order.address.street},
            {"area_code", order.address.area_code},
            {"kelurahan", order.address.kelurahan},
            {"kecamatan", order.address.kecamatan},
            {"kota", order.address.kota},
            {"provinsi", order.address.provinsi},
            {"postal_code", order.address.postal_code},
            {"note", order.address.note}}},
          {"shipping_service", order.shipping.code},
          {"items", std::move(items)},
          {"shipments", std::move(parcels)},
          {"refunds", std::move(refunds)},
          {"goods_total", order.totals.goods.rupiah()},
          {"shipping_total", order.totals.shipping.rupiah()},
          {"fee_total", order.totals.fee.rupiah()},
          {"discount_total", order.totals.discount.rupiah()},
          {"total", order.totals.total.rupiah()},
          {"invoice_number", invoice ? json::value(*invoice) : json::value(nullptr)}};
}

}  // namespace

http::Response api_orders(const http::Request& request, Services& shop) {
  const std::string_view wanted = request.query.value("page");
  const auto page = wanted.empty() ? std::optional<std::int64_t>{1} : text::parse_integer(wanted, 1, 100'000);
  const auto& texts = request.visitor.texts();
  if (!page)
    return http::problem(400, "invalid_query", texts("orders.problem.page"), texts("orders.problem.page_detail"));
  const Page found = shop.db.read(
      [&](db::Tx& tx) { return orders_of(tx, UserId{request.visitor.user->id}, *page, kOrdersPerAnswer); });
  json::array items;
  for (const Summary& order : found.orders)
    items.push_back({{"order_number", order.number},
                     {"status", order.state},
                     {"payment_status", order.payment_state},
                     {"placed_at", rfc3339(order.placed_at)},
                     {"first_item", order.first_item},
                     {"pieces", order.pieces},
                     {"total", order.total.rupiah()}});
  return http::json(
      200, json::serialize(json::object{
               {"items", std::move(items)}, {"page", *page}, {"per_page", kOrdersPerAnswer}, {"total", found.total}}));
}

http::Response api_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::optional<json::object> body;
  shop.db.read([&](db::Tx& tx) {
    const auto order = find(tx, request.param("number"));
    if (order && may_see(*order, request, shop))
      body = order_json(*order, lines_of(tx, order->id), shipments_of(tx, order->id), shop.money(tx, *order).refunds,
                        invoice_number_of(tx, order->id), texts);
  });
  if (!body)
    return http::problem(404, "not_found", texts("orders.problem.not_found"), texts("orders.problem.not_found_detail"));
  return http::json(200, json::serialize(*body));
}

}  // namespace hurtrock::orders
