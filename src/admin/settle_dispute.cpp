#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/transfer_form.hpp"
#include "checkout/dispute.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {

http::Response create_dispute_outcome(const http::Request& request, Services& shop) {
  const auto attempt = text::parse_integer(request.param("attempt"), 1, INT64_MAX).value_or(0);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const Money left = seen_received(request);
  const std::string field = dispute_field(attempt);
  const auto withdrawn = read_amount(input, field, Money{}, "admin.dispute.error.amount");
  if (withdrawn && *withdrawn > left)
    input.refuse(field, "invalid", std::string(request.visitor.texts()("admin.dispute.error.amount")));
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  // A form that says nothing of it decides on no dispute of ours.
  const auto dispute = text::parse_integer(request.form.value("dispute"), 1, INT64_MAX).value_or(-1);
  const auto done =
      settle_dispute(shop, staff_of(request), {request.param("number"), attempt, left, dispute}, *withdrawn);
  if (!done) return refused_page(request, shop, done.error());
  return to_order(request, *withdrawn > Money{} ? "dispute_withdrawn" : "dispute_stayed");
}

std::int64_t dispute_of(const payments::Attempt& attempt) { return to_micros(attempt.disputed_at.value_or(Time{})); }

std::expected<void, Refusal> settle_dispute(Services& shop, const StaffMember& staff, const SeenPayment& seen,
                                            Money withdrawn) {
  auto settled = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.order_number);
    if (!order) return std::unexpected(order.error());
    const auto attempts = payments::attempts_of(tx, order->id);
    const auto payment = std::ranges::find(attempts, seen.attempt, &payments::Attempt::number);
    if (payment == attempts.end()) return std::unexpected(Refusal::kNoSuchOrder);
    if (!checkout::is_disputed(*payment))
      return std::unexpected(payment->disputed_at ? Refusal::kAlready : Refusal::kNotAllowed);
    if (dispute_of(*payment) != seen.dispute || payment->left() != seen.left || withdrawn > seen.left)
      return std::unexpected(Refusal::kChanged);
    checkout::settle_dispute(tx, shop.checkout, *order, *payment, withdrawn, orders::Actor::staff(staff.id), now);
    record_change(tx, staff, "order.dispute", *order,
                  {{"payment", payment->reference}, {"withdrawn", std::to_string(withdrawn.rupiah())}}, now);
    return {};
  });
  if (settled) shop.wake_jobs();
  return settled;
}

}  // namespace hurtrock::admin
