#include "sample_data/purchase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

#include "inventory/inventory.hpp"
#include "payments/payments.hpp"
#include "platform/core/text.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::sample_data {
namespace {

using namespace std::chrono_literals;

constexpr auto kTimeToPay = 24h;

/// A purchase on its way through the history.
struct Course {
  Purchase purchase;
  OrderId id;
  std::vector<OrderLineId> lines;
  payments::Attempt attempt;

  [[nodiscard]] bool is_cash() const { return purchase.order.payment_method == "cod"; }
};

void require(bool done) {
  if (!done) throw std::runtime_error("sample data: an order could not be completed");
}

void bring_in(db::Tx& tx, const orders::NewLine& line, Time at) {
  tx.send("UPDATE stock_levels SET on_hand = on_hand + $1, changed_at = $2 WHERE variant_id = $3", line.quantity, at,
          line.variant);
  tx.send("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES ($1, $2, 'received', $3)",
          line.variant, line.quantity, at);
}

/// Sent long ago: nobody is to get it now. Of what it said its subject is left.
void insert_sent_mail(db::Tx& tx, const Course& course, std::string_view number, Time at) {
  const orders::Contact& contact = course.purchase.order.contact;
  const auto& texts = i18n::Texts::of(i18n::Language::kIndonesian);
  tx.send(
      "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, body_html, "
      "body_text, state, next_attempt_at, created_at, sent_at) "
      "VALUES ('order_placed', $1, $2, $3, $4, 'id', $5, '', $5, 'sent', $6, $6, $6)",
      fmt::format("order:{}:placed", course.id.value()), course.id, contact.email, contact.name,
      texts("orders.mail.placed_heading", {{"number", number}}), at);
}

void place(db::Tx& tx, Course& course, Time at) {
  orders::NewOrder& order = course.purchase.order;
  if (!course.purchase.given_up_at)
    for (const orders::NewLine& line : order.lines) bring_in(tx, line, at);
  order.state = course.is_cash() ? orders::State::kProcessing : orders::State::kPending;
  if (!course.is_cash()) order.hold_until = at + kTimeToPay;
  const orders::Placed placed = orders::place(tx, order, at);
  course.id = placed.id;
  course.lines = placed.lines;

  std::vector<inventory::Wanted> wanted;
  for (std::size_t i = 0; i < order.lines.size(); ++i)
    wanted.push_back({placed.lines[i], order.lines[i].variant, order.lines[i].quantity});
  require(course.is_cash() ? inventory::sell(tx, placed.id, wanted, at).has_value()
                           : inventory::reserve(tx, placed.id, wanted, at).has_value());
  course.attempt = payments::create_attempt(tx,
                                            {.order = placed.id,
                                             .order_number = placed.number,
                                             .provider = order.payment_method,
                                             .amount = order.totals.total,
                                             .state = payments::AttemptState::kPending,
                                             .expires_at = order.hold_until},
                                            at);
  insert_sent_mail(tx, course, placed.number, at);
}

void give_up(db::Tx& tx, Course& course, Time at) {
  const auto system = orders::Actor::system();
  payments::set_state(tx, course.attempt.id, payments::AttemptState::kExpired, at);
  orders::set_payment_state(tx, course.id, orders::PaymentState::kExpired, system, "hold_ended", at);
  require(orders::cancel(tx, course.id, system, "hold_ended", at).has_value());
  inventory::release(tx, course.id, at);
}

void pay(db::Tx& tx, Course& course, Time at) {
  payments::record_capture(tx, course.attempt.id, course.attempt.amount, true,
                           {payments::AttemptState::kPaid, course.attempt.reference, course.purchase.payment_type}, at);
  const bool online = course.purchase.order.payment_method == "midtrans";
  const auto actor = online ? orders::Actor::gateway() : orders::Actor::system();
  // Goods before the invoice's number, as in the shop, which may be running.
  if (!course.is_cash()) inventory::commit(tx, course.id, at);
  require(orders::mark_paid(tx, course.id, actor, at).has_value());
}

void pack(db::Tx& tx, Course& course, Time at) {
  if (!course.is_cash()) require(orders::start_processing(tx, course.id, orders::Actor::system(), at).has_value());
}

void ship(db::Tx& tx, Course& course, Time at) {
  const orders::NewOrder& order = course.purchase.order;
  std::vector<orders::Packed> pieces;
  for (std::size_t i = 0; i < course.lines.size(); ++i) pieces.push_back({course.lines[i], order.lines[i].quantity});
  require(orders::ship(tx, course.id, pieces, order.shipping.name, fmt::format("CONTOH{}", course.id.value()),
                       orders::Actor::system(), at)
              .has_value());
}

void deliver(db::Tx& tx, Course& course, Time at) {
  require(orders::mark_delivered(tx, course.id, orders::Actor::system(), at).has_value());
}

}  // namespace

std::string mailbox_of(const std::string& name) {
  std::string mailbox = text::lower(name);
  std::ranges::replace(mailbox, ' ', '.');
  return mailbox + "@contoh.example";
}

std::shared_ptr<const OrderId> add_purchase(History& history, Purchase purchase) {
  const auto course = std::make_shared<Course>();
  course->purchase = std::move(purchase);
  const auto add = [&](std::optional<Time> at, void (*step)(db::Tx&, Course&, Time)) {
    if (at) history.add(*at, [course, step](db::Tx& tx, Time time) { step(tx, *course, time); });
  };
  const Purchase& steps = course->purchase;
  add(steps.placed_at, &place);
  add(steps.given_up_at, &give_up);
  // Cash is taken at the door, last of all.
  if (!course->is_cash()) add(steps.paid_at, &pay);
  add(steps.packed_at, &pack);
  add(steps.shipped_at, &ship);
  if (course->is_cash()) add(steps.paid_at, &pay);
  add(steps.delivered_at, &deliver);
  return {course, &course->id};
}

}  // namespace hurtrock::sample_data
