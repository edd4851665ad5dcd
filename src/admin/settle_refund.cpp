#include "checkout/settle_refund.hpp"
#include "checkout/dispute.hpp"

#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using payments::Refund;
using payments::RefundState;

RefundId refund_in(const http::Request& request) {
  // 0 is no refund's.
  return RefundId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
}

http::Response answer(const http::Request& request, Services& shop, const std::expected<void, Refusal>& done,
                      std::string_view notice) {
  return done ? to_order(request, notice)
              : refused_page(request, shop, done.error(), {.values = request.form.pairs(), .errors = {}});
}

/// `change` sees the refund with its order locked, and answers whether it changed anything.
template <class Change>
std::expected<void, Refusal> change_refund(Services& shop, const StaffMember& staff, std::string_view number,
                                           RefundId id, std::string_view action, const Details& details,
                                           Change&& change) {
  auto changed = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, number);
    if (!order) return std::unexpected(order.error());
    const auto refund = payments::find_refund(tx, id);
    if (!refund || refund->order != order->id) return std::unexpected(Refusal::kNoSuchOrder);
    if (const std::expected<void, Refusal> done = change(tx, *refund, now); !done) return done;
    Details all{{"refund", refund->key}, {"amount", std::to_string(refund->amount.rupiah())}};
    all.insert(all.end(), details.begin(), details.end());
    record_change(tx, staff, action, *order, all, now);
    return {};
  });
  if (changed) shop.wake_jobs();
  return changed;
}

}  // namespace

http::Response create_giving_back(const http::Request& request, Services& shop) {
  const auto attempt = text::parse_integer(request.param("attempt"), 1, INT64_MAX).value_or(0);
  // A form that says nothing of it decides on no page of ours.
  const Money left{text::parse_integer(request.form.value("seen"), 1, INT64_MAX).value_or(-1)};
  return answer(request, shop, give_back_payment(shop, staff_of(request), {request.param("number"), attempt, left}),
                "refund_requested");
}

http::Response create_transfer(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string reference = input.line(transfer_field(refund_in(request)), 100);
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  return answer(request, shop,
                confirm_transfer(shop, staff_of(request), request.param("number"), refund_in(request), reference),
                "transferred");
}

http::Response create_withdrawal(const http::Request& request, Services& shop) {
  return answer(request, shop, give_up_refund(shop, staff_of(request), request.param("number"), refund_in(request)),
                "refund_given_up");
}

http::Response create_request(const http::Request& request, Services& shop) {
  return answer(request, shop, ask_again(shop, staff_of(request), request.param("number"), refund_in(request)),
                "refund_asked");
}

std::expected<void, Refusal> give_back_payment(Services& shop, const StaffMember& staff, const SeenPayment& seen) {
  auto given = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.order_number);
    if (!order) return std::unexpected(order.error());
    const auto attempts = payments::attempts_of(tx, order->id);
    const auto payment = std::ranges::find(attempts, seen.attempt, &payments::Attempt::number);
    if (payment == attempts.end()) return std::unexpected(Refusal::kNoSuchOrder);
    // What pays the order is given back by the form, with its goods. Of one that is cancelled the goods are back
    // already.
    const bool is_cancelled = order->state == orders::State::kCancelled;
    if (payment->settles_order && !is_cancelled) return std::unexpected(Refusal::kNotAllowed);
    if (checkout::is_disputed(*payment)) return std::unexpected(Refusal::kDisputed);
    if (payment->left() <= Money{})
      return std::unexpected(payment->refunded > Money{} ? Refusal::kAlready : Refusal::kNothingLeft);
    if (payment->left() != seen.left) return std::unexpected(Refusal::kChanged);
    if (payments::is_proof_waiting(tx, payment->id)) return std::unexpected(Refusal::kProofWaits);
    const std::string_view reason = payment->settles_order ? "order_cancelled" : "not_needed";
    const auto refund = checkout::give_back(tx, *order, payment->id, reason, orders::Actor::staff(staff.id), now);
    if (!refund) return std::unexpected(Refusal::kAlready);
    record_change(tx, staff, "order.refund", *order,
                  {{"refund", refund->key}, {"amount", std::to_string(refund->amount.rupiah())}}, now);
    return {};
  });
  if (given) shop.wake_jobs();
  return given;
}

std::expected<void, Refusal> confirm_transfer(Services& shop, const StaffMember& staff, std::string_view number,
                                              RefundId id, std::string_view reference) {
  return change_refund(shop, staff, number, id, "order.refund_transfer", {{"reference", std::string(reference)}},
                       [&](db::Tx& tx, const Refund& refund, Time now) -> std::expected<void, Refusal> {
                         if (refund.state == RefundState::kSucceeded) return std::unexpected(Refusal::kAlready);
                         if (refund.state != RefundState::kByHand) return std::unexpected(Refusal::kNotAllowed);
                         checkout::refund_succeeded(tx, shop.checkout, refund, orders::Actor::staff(staff.id),
                                                    reference, now);
                         return {};
                       });
}

std::expected<void, Refusal> give_up_refund(Services& shop, const StaffMember& staff, std::string_view number,
                                            RefundId id) {
  return change_refund(shop, staff, number, id, "order.refund_withdrawal", {},
                       [&](db::Tx& tx, const Refund& refund, Time now) -> std::expected<void, Refusal> {
                         if (refund.state == RefundState::kFailed) return std::unexpected(Refusal::kAlready);
                         const bool is_back = std::ranges::any_of(
                             refund.lines, [](const payments::RefundLine& line) { return line.restocked > 0; });
                         if (refund.state != RefundState::kByHand || is_back)
                           return std::unexpected(Refusal::kNotAllowed);
                         checkout::refund_failed(tx, refund, orders::Actor::staff(staff.id), "given_up", now);
                         return {};
                       });
}

std::expected<void, Refusal> ask_again(Services& shop, const StaffMember& staff, std::string_view number, RefundId id) {
  return change_refund(shop, staff, number, id, "order.refund_request", {},
                       [&](db::Tx& tx, const Refund& refund, Time now) -> std::expected<void, Refusal> {
                         if (!payments::resume_asking(tx, refund.id, now)) return std::unexpected(Refusal::kAlready);
                         return {};
                       });
}

}  // namespace hurtrock::admin
