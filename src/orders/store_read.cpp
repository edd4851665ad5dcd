#include <algorithm>

#include "layout/picture_address.hpp"
#include "orders/orders.hpp"

namespace hurtrock::orders {
namespace {

#define ORDER_COLUMNS                                                                                             \
  "id, number, user_id, session_id, state, payment_state, payment_method, language, contact_name, email, phone, " \
  "street, area_code, kelurahan, kecamatan, kota, provinsi, postal_code, address_note, note, shipping_code, "     \
  "shipping_name, shipping_courier, shipping_min_days, shipping_max_days, chargeable_weight_g, goods_total, "     \
  "shipping_total, fee_total, discount_total, total, hold_until, paid_at, cancelled_at, delivered_at, "           \
  "returned_at, placed_at, "                                                                                      \
  "version, COALESCE((SELECT s.is_pickup FROM shipping_services s WHERE s.code = shipping_code), 0) "

Order order_in(const db::Rows& rows, std::size_t row) {
  std::size_t column = 0;
  const auto text = [&] { return rows.get<std::string>(row, column++); };
  const auto number = [&] { return rows.get<std::int64_t>(row, column++); };
  const auto money = [&] { return rows.get<Money>(row, column++); };
  const auto time = [&] { return rows.get<std::optional<Time>>(row, column++); };
  Order order;
  order.id = rows.get<OrderId>(row, column++);
  order.number = text();
  order.user = rows.get<std::optional<UserId>>(row, column++);
  order.session = rows.get<std::optional<SessionId>>(row, column++);
  order.state = state_from(text());
  order.payment_state = payment_state_from(text());
  order.payment_method = text();
  order.language = text() == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian;
  order.contact = {.name = text(), .email = text(), .phone = text()};
  order.address = {.street = text(),
                   .area_code = text(),
                   .kelurahan = text(),
                   .kecamatan = text(),
                   .kota = text(),
                   .provinsi = text(),
                   .postal_code = text(),
                   .note = text()};
  order.note = text();
  order.shipping = {.code = text(),
                    .name = text(),
                    .courier = text(),
                    .min_days = number(),
                    .max_days = number(),
                    .chargeable_weight_g = number()};
  order.totals = {.goods = money(), .shipping = money(), .fee = money(), .discount = money(), .total = money()};
  order.hold_until = time();
  order.paid_at = time();
  order.cancelled_at = time();
  order.delivered_at = time();
  order.returned_at = time();
  order.placed_at = rows.get<Time>(row, column++);
  order.version = number();
  order.shipping.is_pickup = rows.get<bool>(row, column++);
  return order;
}

std::optional<Order> first_of(const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return order_in(rows, 0);
}

std::string thumbnail_url(const std::optional<std::string>& file_and_widths) {
  return file_and_widths ? layout::thumbnail_url(*file_and_widths) : std::string{};
}

}  // namespace

std::optional<Order> find(db::Tx& tx, std::string_view number) {
  return first_of(tx.query("SELECT " ORDER_COLUMNS "FROM orders WHERE number = $1", number));
}

std::optional<Order> find(db::Tx& tx, OrderId id) {
  return first_of(tx.query("SELECT " ORDER_COLUMNS "FROM orders WHERE id = $1", id));
}

Order lock(db::Tx& tx, OrderId id) {
  auto order = first_of(tx.query("SELECT " ORDER_COLUMNS "FROM orders WHERE id = $1 FOR UPDATE", id));
  if (!order) throw db::Error(db::ErrorKind::kMisuse, "", "orders::lock: no such order");
  return *std::move(order);
}

std::vector<Line> lines_of(db::Tx& tx, OrderId id) {
  const auto rows = tx.query(
      "SELECT l.id, l.product_id, l.variant_id, l.sku, l.name, l.options, l.quantity, l.unit_price, l.line_total, "
      "l.weight_g, "
      "CAST(COALESCE((SELECT SUM(s.quantity) FROM shipment_lines s WHERE s.order_line_id = l.id), 0) AS BIGINT), "
      "CASE WHEN p.state = 'active' THEN p.slug ELSE '' END, "
      "(SELECT i.file || ' ' || i.widths FROM product_images i WHERE i.product_id = p.id AND i.state = 'ready' AND "
      "(i.variant_id = l.variant_id OR i.variant_id IS NULL) "
      "ORDER BY CASE WHEN i.variant_id IS NULL THEN 1 ELSE 0 END, i.is_thumbnail DESC, i.position, i.id LIMIT 1), "
      "l.refunded, l.withdrawn, COALESCE(r.awaited, 0), COALESCE(r.dropped, 0) "
      "FROM order_lines l JOIN products p ON p.id = l.product_id LEFT JOIN reservations r ON r.order_line_id = l.id "
      "WHERE l.order_id = $1 ORDER BY l.position",
      id);
  std::vector<Line> lines(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    lines[row] = {.id = rows.get<OrderLineId>(row, 0),
                  .product = rows.get<ProductId>(row, 1),
                  .variant = rows.get<VariantId>(row, 2),
                  .sku = rows.get<std::string>(row, 3),
                  .name = rows.get<std::string>(row, 4),
                  .options = rows.get<std::string>(row, 5),
                  .quantity = rows.get<std::int64_t>(row, 6),
                  .unit_price = rows.get<Money>(row, 7),
                  .total = rows.get<Money>(row, 8),
                  .weight_g = rows.get<std::int64_t>(row, 9),
                  .shipped = rows.get<std::int64_t>(row, 10),
                  .slug = rows.get<std::string>(row, 11),
                  .image_url = thumbnail_url(rows.get<std::optional<std::string>>(row, 12)),
                  .refunded = rows.get<std::int64_t>(row, 13),
                  .withdrawn = rows.get<std::int64_t>(row, 14),
                  .awaited = rows.get<std::int64_t>(row, 15),
                  .never_came = rows.get<std::int64_t>(row, 16)};
  return lines;
}

std::vector<Event> events_of(db::Tx& tx, OrderId id) {
  using Text = std::optional<std::string>;
  std::vector<Event> events;
  for (auto& [at, kind, actor, name, detail, before, after, paid_before, paid_after] :
       tx.all<Time, std::string, std::string, Text, std::string, Text, Text, Text, Text>(
           "SELECT e.at, e.kind, e.actor_kind, u.name, e.detail, e.state_before, e.state_after, "
           "e.payment_state_before, "
           "e.payment_state_after FROM order_events e LEFT JOIN users u ON u.id = e.actor_id "
           "WHERE e.order_id = $1 ORDER BY e.id",
           id))
    events.push_back({at, std::move(kind), std::move(actor), name.value_or(""), std::move(detail), std::move(before),
                      std::move(after), std::move(paid_before), std::move(paid_after)});
  return events;
}

bool has_lapsed(db::Tx& tx, const Order& order) {
  if (order.state != State::kCancelled || !may_become(order.payment_state, PaymentState::kPaid)) return false;
  const auto last = tx.maybe<std::string, std::string>(
      "SELECT actor_kind, detail FROM order_events WHERE order_id = $1 AND kind = 'cancelled' ORDER BY id DESC LIMIT 1",
      order.id);
  return last && std::get<0>(*last) == "system" && std::get<1>(*last) == kHoldEnded;
}

std::vector<ShipmentRecord> shipments_of(db::Tx& tx, OrderId id) {
  std::vector<ShipmentRecord> shipments;
  for (auto& [shipment, courier, tracking, shipped, delivered, line, name, options, quantity] :
       tx.all<ShipmentId, std::string, std::string, Time, std::optional<Time>, OrderLineId, std::string, std::string,
              std::int64_t>(
           "SELECT s.id, s.courier, s.tracking_number, s.shipped_at, s.delivered_at, l.id, l.name, l.options, "
           "i.quantity "
           "FROM shipments s JOIN shipment_lines i ON i.shipment_id = s.id JOIN order_lines l ON l.id = "
           "i.order_line_id "
           "WHERE s.order_id = $1 ORDER BY s.position, l.position",
           id)) {
    if (shipments.empty() || shipments.back().id != shipment)
      shipments.push_back({shipment, std::move(courier), std::move(tracking), shipped, delivered, {}, {}});
    shipments.back().lines.emplace_back(name_with_options(name, options), quantity);
    shipments.back().pieces.push_back({line, quantity});
  }
  return shipments;
}

std::optional<std::string> invoice_number_of(db::Tx& tx, OrderId id) {
  return tx.maybe_value<std::string>("SELECT number FROM invoices WHERE order_id = $1", id);
}

std::optional<Invoice> invoice_of(db::Tx& tx, OrderId id) {
  const auto rows = tx.query("SELECT number, tax_base, tax, issued_at FROM invoices WHERE order_id = $1", id);
  if (rows.empty()) return std::nullopt;
  return Invoice{.number = rows.get<std::string>(0, 0),
                 .tax_base = rows.get<Money>(0, 1),
                 .tax = rows.get<Money>(0, 2),
                 .issued_at = rows.get<Time>(0, 3)};
}

Page orders_of(db::Tx& tx, UserId user, std::int64_t page, std::int64_t per_page) {
  Page result;
  result.total = tx.one<std::int64_t>("SELECT COUNT(*) FROM orders WHERE user_id = $1", user);
  const auto rows = tx.query(
      "SELECT o.number, o.state, o.payment_state, l.name, "
      "CAST((SELECT SUM(q.quantity) FROM order_lines q WHERE q.order_id = o.id) AS BIGINT), o.total, o.placed_at, "
      "o.hold_until, (SELECT i.file || ' ' || i.widths FROM product_images i WHERE i.product_id = l.product_id "
      "AND i.state = 'ready' ORDER BY i.is_thumbnail DESC, i.position, i.id LIMIT 1), "
      "COALESCE((SELECT s.is_pickup FROM shipping_services s WHERE s.code = o.shipping_code), 0) "
      "FROM orders o JOIN order_lines l ON l.order_id = o.id AND l.position = 1 "
      "WHERE o.user_id = $1 ORDER BY o.placed_at DESC, o.id DESC LIMIT $2 OFFSET $3",
      user, per_page, (page - 1) * per_page);
  for (std::size_t row = 0; row < rows.size(); ++row)
    result.orders.push_back({.number = rows.get<std::string>(row, 0),
                             .state = rows.get<std::string>(row, 1),
                             .payment_state = rows.get<std::string>(row, 2),
                             .first_item = rows.get<std::string>(row, 3),
                             .image_url = thumbnail_url(rows.get<std::optional<std::string>>(row, 8)),
                             .pieces = rows.get<std::int64_t>(row, 4),
                             .total = rows.get<Money>(row, 5),
                             .placed_at = rows.get<Time>(row, 6),
                             .hold_until = rows.get<std::optional<Time>>(row, 7),
                             .is_pickup = rows.get<bool>(row, 9)});
  return result;
}

std::vector<OrderId> ids_of(db::Tx& tx, UserId user) {
  std::vector<OrderId> ids;
  for (const auto& [id] : tx.all<OrderId>("SELECT id FROM orders WHERE user_id = $1 ORDER BY id", user))
    ids.push_back(id);
  return ids;
}

std::vector<OrderId> expired_holds(db::Tx& tx, Time now, std::int64_t limit) {
  std::vector<OrderId> ids;
  for (const auto& [id] : tx.all<OrderId>(
           "SELECT id FROM orders WHERE state = 'pending' AND hold_until <= $1 ORDER BY hold_until LIMIT $2", now,
           limit))
    ids.push_back(id);
  return ids;
}

}  // namespace hurtrock::orders
