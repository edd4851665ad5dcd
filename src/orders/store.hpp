#pragma once

#include <span>
#include <vector>

#include "orders/orders.hpp"

/// The orders' rows.
namespace hurtrock::orders::store {

OrderId insert_order(db::Tx& tx, const NewOrder& order, std::string_view number, Time now);
/// The lines of a new order; their ids in the same order.
std::vector<OrderLineId> insert_lines(db::Tx& tx, OrderId order, std::span<const NewLine> lines);

struct Change {
  std::optional<State> state_before, state_after;
  std::optional<PaymentState> payment_before, payment_after;
};
void insert_event(db::Tx& tx, OrderId order, std::string_view kind, const Actor& actor, const Change& change,
                  std::string_view detail, Time now);

/// False when the key has written one.
bool insert_note(db::Tx& tx, OrderId order, const Actor& actor, std::string_view text, std::string_view request_key,
                 Time now);

/// Writes both states and the times that go with them.
void update_states(db::Tx& tx, const Order& order);
void update_payment_method(db::Tx& tx, OrderId order, std::string_view method);

/// The next number of the year, without gaps: the counter's row stays locked until the invoice is committed.
void update_fee(db::Tx& tx, OrderId order, Money fee);
void insert_invoice(db::Tx& tx, const Order& order, Time now);

ShipmentId insert_shipment(db::Tx& tx, OrderId order, std::string_view courier, std::string_view tracking_number,
                           const Actor& actor, Time now);
void insert_shipment_line(db::Tx& tx, ShipmentId shipment, const Packed& piece);
void update_tracking_number(db::Tx& tx, ShipmentId shipment, std::string_view tracking_number);
void deliver_shipments(db::Tx& tx, OrderId order, Time now);

/// False when fewer pieces of the line are left to be refunded.
bool mark_refunded(db::Tx& tx, OrderId order, const Packed& pieces);
void unmark_refunded(db::Tx& tx, OrderId order, const Packed& pieces);
void withdraw(db::Tx& tx, const Packed& pieces);
/// Sent and untaken, they are in the stock again.
void mark_came_back(db::Tx& tx, const Packed& pieces);

}  // namespace hurtrock::orders::store
