#include <fmt/format.h>

#include "orders/store.hpp"
#include "platform/db/places.hpp"

namespace hurtrock::orders {

void postpone_hold(db::Tx& tx, OrderId id, Time until) {
  tx.send("UPDATE orders SET hold_until = $1 WHERE id = $2 AND state = 'pending'", until, id);
}

void give_to_account(db::Tx& tx, UserId user, std::string_view email) {
  tx.send("UPDATE orders SET user_id = $1 WHERE email = $2 AND user_id IS NULL", user, email);
}

namespace store {
namespace {

std::string_view word(Actor::Kind kind) {
  switch (kind) {
    case Actor::Kind::kBuyer:
      return "buyer";
    case Actor::Kind::kStaff:
      return "staff";
    case Actor::Kind::kSystem:
      return "system";
    case Actor::Kind::kGateway:
      return "gateway";
  }
  return "system";
}

template <class T>
std::optional<std::string_view> words(const std::optional<T>& state) {
  return state ? std::optional{orders::word(*state)} : std::nullopt;
}

}  // namespace

OrderId insert_order(db::Tx& tx, const NewOrder& o, std::string_view number, Time now) {
  return tx.one<OrderId>(
      "INSERT INTO orders (number, user_id, session_id, state, payment_state, payment_method, language, contact_name, "
      "email, phone, street, area_code, kelurahan, kecamatan, kota, provinsi, postal_code, address_note, note, "
      "shipping_code, shipping_name, shipping_courier, shipping_min_days, shipping_max_days, chargeable_weight_g, "
      "goods_total, shipping_total, fee_total, discount_total, total, hold_until, placed_at) "
      "VALUES ($1, $2, $3, $4, 'unpaid', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
      "$21, "
      "$22, $23, $24, $25, $26, $27, $28, $29, $30, $31) RETURNING id",
      number, o.user, o.session, orders::word(o.state), o.payment_method, i18n::code(o.language), o.contact.name,
      o.contact.email, o.contact.phone, o.address.street, o.address.area_code, o.address.kelurahan, o.address.kecamatan,
      o.address.kota, o.address.provinsi, o.address.postal_code, o.address.note, o.note, o.shipping.code,
      o.shipping.name, o.shipping.courier, o.shipping.min_days, o.shipping.max_days, o.shipping.chargeable_weight_g,
      o.totals.goods, o.totals.shipping, o.totals.fee, o.totals.discount, o.totals.total, o.hold_until, now);
}

// In one statement: what a statement costs by itself is most of what it costs.
std::vector<OrderLineId> insert_lines(db::Tx& tx, OrderId order, std::span<const NewLine> lines) {
  if (lines.empty()) return {};
  std::vector<db::Value> values;
  std::int64_t position = 0;
  for (const NewLine& line : lines)
    for (const db::Value& value :
         {db::to_value(order), db::to_value(++position), db::to_value(line.product), db::to_value(line.variant),
          db::to_value(line.sku), db::to_value(line.name), db::to_value(line.options), db::to_value(line.quantity),
          db::to_value(line.unit_price), db::to_value(line.unit_price * line.quantity), db::to_value(line.weight_g)})
      values.push_back(value);
  const auto rows = tx.query_list(
      "INSERT INTO order_lines (order_id, position, product_id, variant_id, sku, name, options, quantity, unit_price, "
      "line_total, weight_g) VALUES " +
          db::rows_of_places(lines.size(), values.size() / lines.size()) + " RETURNING id, position",
      values);
  // Neither database promises to answer in the order of the rows.
  std::vector<OrderLineId> ids(lines.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    ids.at(static_cast<std::size_t>(rows.get<std::int64_t>(row, 1) - 1)) = rows.get<OrderLineId>(row, 0);
  return ids;
}

void insert_event(db::Tx& tx, OrderId order, std::string_view kind, const Actor& actor, const Change& change,
                  std::string_view detail, Time now) {
  tx.send(
      "INSERT INTO order_events (order_id, at, kind, actor_kind, actor_id, state_before, state_after, "
      "payment_state_before, payment_state_after, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      order, now, kind, word(actor.kind), actor.user, words(change.state_before), words(change.state_after),
      words(change.payment_before), words(change.payment_after), detail);
}

bool insert_note(db::Tx& tx, OrderId order, const Actor& actor, std::string_view text, std::string_view request_key,
                 Time now) {
  return tx.execute(
             "INSERT INTO order_events (order_id, at, kind, actor_kind, actor_id, detail, request_key) "
             "VALUES ($1, $2, 'note', $3, $4, $5, $6) "
             "ON CONFLICT (order_id, request_key) WHERE request_key IS NOT NULL DO NOTHING",
             order, now, word(actor.kind), actor.user, text, request_key) == 1;
}

void update_states(db::Tx& tx, const Order& order) {
  tx.send(
      "UPDATE orders SET state = $1, payment_state = $2, hold_until = $3, paid_at = $4, cancelled_at = $5, "
      "delivered_at = $6, returned_at = $7, version = version + 1 WHERE id = $8",
      orders::word(order.state), orders::word(order.payment_state), order.hold_until, order.paid_at, order.cancelled_at,
      order.delivered_at, order.returned_at, order.id);
}

void update_payment_method(db::Tx& tx, OrderId order, std::string_view method) {
  tx.send("UPDATE orders SET payment_method = $1, version = version + 1 WHERE id = $2", method, order);
}

void update_fee(db::Tx& tx, OrderId order, Money fee) {
  tx.send(
      "UPDATE orders SET fee_total = $1, total = goods_total + shipping_total + $1 - discount_total, "
      "version = version + 1 WHERE id = $2",
      fee, order);
}

void insert_invoice(db::Tx& tx, const Order& order, Time now) {
  const int year = in_wib(now).year;
  const auto sequence = tx.one<std::int64_t>(
      "INSERT INTO invoice_counters (year, last_sequence) VALUES ($1, 1) "
      "ON CONFLICT (year) DO UPDATE SET last_sequence = invoice_counters.last_sequence + 1 RETURNING last_sequence",
      year);
  const auto tax = pricing::included_tax(order.totals.total);
  tx.send(
      "INSERT INTO invoices (order_id, year, sequence, number, total, tax_base, tax, issued_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      order.id, year, sequence, fmt::format("INV/{}/{:06}", year, sequence), order.totals.total, tax.base, tax.tax,
      now);
}

ShipmentId insert_shipment(db::Tx& tx, OrderId order, std::string_view courier, std::string_view tracking_number,
                           const Actor& actor, Time now) {
  const auto position =
      tx.one<std::int64_t>("SELECT COALESCE(MAX(position), 0) + 1 FROM shipments WHERE order_id = $1", order);
  return tx.one<ShipmentId>(
      "INSERT INTO shipments (order_id, position, courier, tracking_number, shipped_at, created_by) "
      "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
      order, position, courier, tracking_number, now, actor.user);
}

void insert_shipment_line(db::Tx& tx, ShipmentId shipment, const Packed& piece) {
  tx.send("INSERT INTO shipment_lines (shipment_id, order_line_id, quantity) VALUES ($1, $2, $3)", shipment, piece.line,
          piece.quantity);
}

void update_tracking_number(db::Tx& tx, ShipmentId shipment, std::string_view tracking_number) {
  tx.send("UPDATE shipments SET tracking_number = $1 WHERE id = $2", tracking_number, shipment);
}

void deliver_shipments(db::Tx& tx, OrderId order, Time now) {
  tx.send("UPDATE shipments SET delivered_at = $1 WHERE order_id = $2 AND delivered_at IS NULL", now, order);
}

bool mark_refunded(db::Tx& tx, OrderId order, const Packed& pieces) {
  return tx.execute(
             "UPDATE order_lines SET refunded = refunded + $1 WHERE id = $2 AND order_id = $3 "
             "AND quantity - refunded >= $1",
             pieces.quantity, pieces.line, order) == 1;
}

void unmark_refunded(db::Tx& tx, OrderId order, const Packed& pieces) {
  tx.send("UPDATE order_lines SET refunded = refunded - $1 WHERE id = $2 AND order_id = $3", pieces.quantity,
          pieces.line, order);
}

void mark_came_back(db::Tx& tx, const Packed& pieces) {
  tx.send("UPDATE order_lines SET came_back = came_back + $1 WHERE id = $2", pieces.quantity, pieces.line);
}

void withdraw(db::Tx& tx, const Packed& pieces) {
  tx.send("UPDATE order_lines SET withdrawn = withdrawn + $1 WHERE id = $2", pieces.quantity, pieces.line);
}

}  // namespace store

void forget_buyer(db::Tx& tx, UserId user) {
  tx.send(
      "UPDATE orders SET email = '', phone = '', address_note = '', note = '', session_id = NULL, "
      "version = version + 1 WHERE user_id = $1",
      user);
}

}  // namespace hurtrock::orders
