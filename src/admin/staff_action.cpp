#include "admin/staff_action.hpp"

#include <boost/json.hpp>

#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

boost::json::object states_of(const orders::Order& order) {
  return {{"state", orders::word(order.state)},
          {"payment_state", orders::word(order.payment_state)},
          {"version", order.version}};
}

}  // namespace

StaffMember staff_of(const http::Request& request) {
  const auto& user = *request.visitor.user;
  return {.id = UserId{user.id}, .name = user.name, .remote_address = request.remote_address};
}

SeenOrder seen_order(const http::Request& request) {
  // A form without a version has seen nothing, and version 0 is no order's.
  return {.number = std::string(request.param("number")),
          .version = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0)};
}

bool owes_cash(const orders::Order& order) {
  return order.payment_method == "cod" && !order.returned_at &&
         orders::may_become(order.payment_state, orders::PaymentState::kPaid);
}

bool may_take_cash(const orders::Order& order) {
  return owes_cash(order) && orders::is_confirmed(order.state) && !orders::is_before_shipment(order.state);
}

bool misses_cash(const orders::Order& order) { return order.state == orders::State::kDelivered && owes_cash(order); }

std::expected<orders::Order, Refusal> find_and_lock(db::Tx& tx, std::string_view number) {
  const auto order = orders::find(tx, number);
  if (!order) return std::unexpected(Refusal::kNoSuchOrder);
  return orders::lock(tx, order->id);
}

void record_change(db::Tx& tx, const StaffMember& staff, std::string_view action, const orders::Order& before,
                   const Details& details, Time now) {
  boost::json::object after = states_of(*orders::find(tx, before.id));
  for (const auto& [name, value] : details) after[name] = value;
  store::add_audit_entry(tx,
                         {.actor = staff.id,
                          .actor_name = staff.name,
                          .action = action,
                          .subject_kind = "order",
                          .subject_id = before.number,
                          .before_json = boost::json::serialize(states_of(before)),
                          .after_json = boost::json::serialize(after),
                          .remote_address = staff.remote_address},
                         now);
}

}  // namespace hurtrock::admin
