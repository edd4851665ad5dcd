#include "admin/money_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/task_row.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/dispute.hpp"
#include "checkout/transfer_difference.hpp"

namespace hurtrock::admin {
namespace {

using payments::Attempt;
using payments::Refund;
using payments::RefundState;

bool has_waiting_proof(const OrderMoney& money, const Attempt& attempt) {
  return std::ranges::find(money.proofs, attempt.id) != money.proofs.end();
}

/// Its order can still be paid by it.
bool is_to_decide_on(const OrderMoney& money, const Attempt& attempt) {
  return checkout::is_undecided(attempt) && checkout::waits_for(money.order, attempt);
}

std::optional<NextStep> step_of(const OrderMoney& money, const Attempt& attempt, const i18n::Texts& texts) {
  const std::string decide(texts("admin.transfers.decide"));
  if (has_waiting_proof(money, attempt))
    return NextStep{std::string(texts("admin.next.proof")), transfer_url(attempt.reference), decide};
  if (is_to_decide_on(money, attempt))
    return NextStep{texts("admin.next.decide", {{"received", attempt.captured}, {"amount", attempt.amount}}),
                    transfer_url(attempt.reference), decide};
  if (checkout::is_disputed(attempt))
    return NextStep{texts("admin.next.disputed", {{"amount", attempt.left()}}),
                    fmt::format("#payment-{}", attempt.number), std::string(texts("admin.next.to_payment"))};
  if (must_go_back(money, attempt))
    return NextStep{texts(attempt.settles_order ? "admin.next.give_back_cancelled" : "admin.next.give_back",
                          {{"amount", attempt.left()}}),
                    fmt::format("#payment-{}", attempt.number), std::string(texts("admin.next.to_payment"))};
  return std::nullopt;
}

/// Whether it failed, nobody has given it up or tried it again, and its payment pays an order that goes on: of other
/// money the payment itself tells.
bool is_to_repeat(const OrderMoney& money, const Refund& refund) {
  if (refund.state != RefundState::kFailed || refund.problem == "given_up") return false;
  const auto payment = std::ranges::find(money.attempts, refund.payment, &Attempt::id);
  if (payment == money.attempts.end() || !payment->settles_order || payment->left() < refund.amount) return false;
  if (must_go_back(money, *payment) || checkout::is_disputed(*payment)) return false;
  return std::ranges::none_of(
      money.refunds, [&](const Refund& each) { return each.payment == refund.payment && refund.id < each.id; });
}

std::optional<NextStep> step_of(const OrderMoney& money, const Refund& refund, const i18n::Texts& texts) {
  const auto step = [&](std::string_view text, std::string url, std::string_view link) {
    return NextStep{texts(text, {{"amount", refund.amount}}), std::move(url), std::string(texts(link))};
  };
  if (refund.state == RefundState::kByHand)
    return step("admin.next.by_hand", "#field-" + transfer_field(refund.id), "admin.next.to_transfer");
  const bool is_asked_for = refund.state == RefundState::kRequested || refund.state == RefundState::kSent;
  if (is_asked_for && !refund.next_ask_at) return step("admin.next.unanswered", "#refunds", "admin.next.to_refunds");
  if (is_to_repeat(money, refund))
    return step("admin.next.refund_failed", fmt::format("/admin/orders/{}/refunds/new", money.order.number),
                "admin.next.refund_again");
  return std::nullopt;
}

}  // namespace

bool must_go_back(const OrderMoney& money, const Attempt& attempt) {
  const bool is_needed = attempt.settles_order && money.order.state != orders::State::kCancelled;
  return !is_needed && attempt.left() > Money{} && !checkout::is_disputed(attempt) &&
         !is_to_decide_on(money, attempt) && !has_waiting_proof(money, attempt);
}

bool is_held_by_money(const OrderMoney& money) {
  return !money.proofs.empty() ||
         std::ranges::find(money.attempts, payments::AttemptState::kMismatch, &Attempt::state) != money.attempts.end();
}

std::vector<NextStep> money_steps(const OrderMoney& money, const i18n::Texts& texts) {
  std::vector<NextStep> steps;
  if (misses_cash(money.order))
    steps.push_back({texts("admin.next.cash", {{"amount", money.order.totals.total}}), "#cash",
                     std::string(texts("admin.next.to_cash"))});
  for (const Attempt& attempt : money.attempts)
    if (auto step = step_of(money, attempt, texts)) steps.push_back(*std::move(step));
  for (const Refund& refund : money.refunds)
    if (auto step = step_of(money, refund, texts)) steps.push_back(*std::move(step));
  return steps;
}

}  // namespace hurtrock::admin
