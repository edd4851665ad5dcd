#include "checkout/settle_refund.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/dispute.hpp"
#include "checkout/refund_order.hpp"
#include "inventory/inventory.hpp"
#include "orders/mails.hpp"

namespace hurtrock::checkout {
namespace {

using payments::AttemptState;
using payments::Refund;
using payments::RefundedAmount;
using payments::RefundProgress;
using payments::RefundState;

// Why a refund is by hand or has failed; the last is of one that had gone before, as the first.
constexpr std::string_view kCameBack = "came_back", kDisputed = "disputed", kCameBackDisputed = "came_back_disputed";

/// Payment and order say how much has gone back; the order only where it is the payment that settles it.
void tell(db::Tx& tx, const Refund& refund, std::string_view kind, const orders::Actor& actor, std::string_view detail,
          Time now) {
  const auto attempt = *payments::find_attempt(tx, refund.payment);
  const Money back = payments::gone_back(tx, attempt.id);
  if (!is_disputed(attempt)) payments::set_state(tx, attempt.id, state_with_refunds(tx, attempt), now);
  std::optional<orders::PaymentState> to;
  if (attempt.settles_order)
    to = back == Money{}           ? orders::PaymentState::kPaid
         : back < attempt.captured ? orders::PaymentState::kPartiallyRefunded
                                   : orders::PaymentState::kRefunded;
  orders::record_refund(tx, refund.order, kind, to, actor, detail, now);
}

/// Pieces that have not arrived yet are nobody's any more; the others go back into the stock where staff said so.
void restock(db::Tx& tx, const Refund& refund, Time now) {
  // Stock rows are locked in the order of their variants everywhere.
  auto bought = orders::lines_of(tx, refund.order);
  std::ranges::sort(bought, {}, &orders::Line::variant);
  for (const auto& line : bought) {
    const auto wanted = std::ranges::find(refund.lines, line.id, &payments::RefundLine::line);
    if (wanted == refund.lines.end() || wanted->restocked > 0) continue;
    const auto never_came = inventory::let_go(tx, line.id, line.withdrawn, wanted->quantity, now);
    if (!wanted->restock) continue;
    const auto back = inventory::take_back(tx, line.id, wanted->quantity - never_came, refund.key, now);
    payments::record_restocked(tx, refund.id, line.id, never_came + back);
  }
}

std::string detail_of(const Refund& refund, std::string_view more) {
  const std::string amount = format_rupiah(refund.amount);
  return more.empty() ? amount : fmt::format("{} · {}", amount, more);
}

std::string transfer_task(const Refund& refund) { return fmt::format("refund-by-hand:{}", refund.id.value()); }

/// What the order comes to now, as its page says; nothing when it was not its payment that went back.
std::optional<Money> left_after(db::Tx& tx, const Refund& refund) {
  if (!payments::find_attempt(tx, refund.payment)->settles_order) return std::nullopt;
  const auto order = *orders::find(tx, refund.order);
  const auto money = money_of(tx, order);
  Money left = order.totals.total - money.forgiven;
  for (const auto& back : money.refunds)
    if (back.settled_at) left -= back.amount;
  return left;
}

orders::RefundLetter letter_about(db::Tx& tx, const Refund& refund, std::string_view transfer_reference) {
  orders::RefundLetter letter{.refund = refund.id.value(),
                              .amount = refund.amount,
                              .pieces = {},
                              .shipping = refund.shipping,
                              .left = left_after(tx, refund),
                              .reason = refund.reason,
                              .transfer_reference = std::string(transfer_reference),
                              .goes_anew = has_come_back(refund)};
  for (const auto& line : refund.lines) letter.pieces.push_back({line.line, line.quantity, line.amount});
  return letter;
}

/// The buyer was told that it had gone, and hears that it has not, and what follows.
void tell_of_return_by_bank(db::Tx& tx, const Services& shop, const Refund& refund, Time now) {
  const bool goes_by_transfer = payments::find_refund(tx, refund.id)->state == RefundState::kByHand;
  orders::send_refund_came_back_mail(tx, shop.mails, refund.order, refund.id.value(), refund.amount, goes_by_transfer,
                                     now);
}

/// False when nothing changed.
bool follow(db::Tx& tx, const Services& shop, const Refund& refund, const RefundedAmount& told, Time now) {
  switch (told.progress) {
    case RefundProgress::kPending:
      return payments::record_sent(tx, refund.id);
    case RefundProgress::kSucceeded:
      return refund_succeeded(tx, shop, refund, orders::Actor::gateway(), "", now);
    case RefundProgress::kFailed:
      break;
  }
  // Money that staff have sent themselves since is not the provider's to fail.
  if (refund.state == RefundState::kFailed || refund.state == RefundState::kByHand ||
      !refund.transfer_reference.empty())
    return false;
  if (refund.state != RefundState::kSucceeded)
    return refund_failed(tx, refund, orders::Actor::gateway(), "failed_at_provider", now);
  const bool changed = refund.made_at_provider ? refund_failed(tx, refund, orders::Actor::gateway(), kCameBack, now)
                                               : refund_by_hand(tx, refund, kCameBack, now);
  if (changed) tell_of_return_by_bank(tx, shop, refund, now);
  return changed;
}

/// A refund that we did not ask for, or do not know any more, and that has its place in the books all the same.
bool take_over(db::Tx& tx, const Services& shop, const orders::Order& order, PaymentId payment, const std::string& name,
               const RefundedAmount& told, Time now) {
  if (told.progress == RefundProgress::kFailed) return false;
  const auto refund = payments::create_refund(tx,
                                              {.order = order.id,
                                               .order_number = order.number,
                                               .payment = payment,
                                               .amount = told.amount,
                                               .goods = {},
                                               .shipping = {},
                                               .state = RefundState::kSent,
                                               .reason = "at_provider",
                                               .key = name},
                                              now);
  if (!refund) {
    // It meets one of ours that is on its way: as soon as that has failed, there is room for it.
    payments::ask_staff(tx, "refund-outside:" + name, "refund_at_provider", order.id, payment,
                        format_rupiah(told.amount), now);
    return false;
  }
  payments::resolve_task(tx, "refund-outside:" + name, std::nullopt, now);
  orders::record_refund(tx, order.id, "refund_at_provider", std::nullopt, orders::Actor::gateway(),
                        detail_of(*refund, ""), now);
  if (payments::find_attempt(tx, payment)->left() == Money{})
    for (const std::string_view kind : {"payment_must_go_back", "payment_mismatch"})
      payments::resolve_tasks(tx, payment, kind, std::nullopt, now);
  if (told.progress == RefundProgress::kSucceeded)
    refund_succeeded(tx, shop, *refund, orders::Actor::gateway(), "", now);
  return true;
}

}  // namespace

payments::AttemptState state_with_refunds(db::Tx& tx, const payments::Attempt& attempt) {
  const Money back = payments::gone_back(tx, attempt.id);
  if (back > Money{}) return back < attempt.captured ? AttemptState::kPartiallyRefunded : AttemptState::kRefunded;
  const bool as_asked = attempt.settles_order || attempt.captured == attempt.amount;
  return as_asked ? AttemptState::kPaid : AttemptState::kMismatch;
}

bool has_come_back(const Refund& refund) { return refund.problem == kCameBack || refund.problem == kCameBackDisputed; }

bool refund_succeeded(db::Tx& tx, const Services& shop, const Refund& refund, const orders::Actor& actor,
                      std::string_view transfer_reference, Time now) {
  if (!payments::record_refunded(tx, refund.id, transfer_reference, now)) return false;
  restock(tx, refund, now);
  tell(tx, refund, "refunded", actor, detail_of(refund, transfer_reference), now);
  payments::resolve_task(tx, transfer_task(refund), actor.user, now);
  payments::resolve_task(tx, fmt::format("refund-bounced:{}", refund.id.value()), actor.user, now);
  payments::resolve_task(tx, fmt::format("refund-unanswered:{}", refund.id.value()), actor.user, now);
  orders::send_refund_mail(tx, shop.mails, refund.order, letter_about(tx, refund, transfer_reference), now);
  return true;
}

bool refund_by_hand(db::Tx& tx, const Refund& refund, std::string_view problem, Time now) {
  if (may_be_withdrawn(*payments::find_attempt(tx, refund.payment), refund))
    return refund_failed(tx, refund, orders::Actor::gateway(), kDisputed, now);
  if (!payments::hand_over(tx, refund.id, problem, now)) return false;
  const bool came_back = refund.state == RefundState::kSucceeded;
  tell(tx, refund, came_back ? "refund_came_back" : "refund_by_hand", orders::Actor::gateway(), detail_of(refund, ""),
       now);
  payments::resolve_task(tx, fmt::format("refund-unanswered:{}", refund.id.value()), std::nullopt, now);
  if (came_back)
    payments::ask_staff(tx, fmt::format("refund-bounced:{}", refund.id.value()), "refund_came_back", refund.order,
                        refund.payment, format_rupiah(refund.amount), now);
  else
    ask_for_transfer(tx, refund, now);
  return true;
}

bool refund_failed(db::Tx& tx, const Refund& refund, const orders::Actor& actor, std::string_view problem, Time now) {
  const bool had_gone = refund.state == RefundState::kSucceeded || has_come_back(refund);
  if (!payments::record_failed(tx, refund.id, had_gone && problem == kDisputed ? kCameBackDisputed : problem, now))
    return false;
  std::vector<orders::Packed> pieces;
  for (const auto& line : refund.lines) pieces.push_back({line.line, line.quantity});
  orders::give_up_refund(tx, refund.order, pieces);
  const bool by_staff = actor.kind == orders::Actor::Kind::kStaff;
  tell(tx, refund, by_staff ? "refund_given_up" : "refund_failed", actor, detail_of(refund, ""), now);
  payments::resolve_task(tx, transfer_task(refund), actor.user, now);
  payments::resolve_task(tx, fmt::format("refund-bounced:{}", refund.id.value()), actor.user, now);
  payments::resolve_task(tx, fmt::format("refund-unanswered:{}", refund.id.value()), actor.user, now);
  const auto attempt = *payments::find_attempt(tx, refund.payment);
  // Staff have been asked about all of it; what they may have answered before did not speak of this.
  if (may_be_withdrawn(attempt, refund)) {
    reopen_dispute(tx, attempt, refund, now);
    return true;
  }
  // Money that no order needs goes back on the list of what must go back, whoever gave it up.
  const bool is_needed = attempt.settles_order && orders::find(tx, refund.order)->state != orders::State::kCancelled;
  if (!by_staff || !is_needed)
    payments::ask_staff(tx, fmt::format("refund-failed:{}", refund.id.value()),
                        is_needed ? "refund_failed" : "payment_must_go_back", refund.order, refund.payment,
                        format_rupiah(refund.amount), now);
  return true;
}

void ask_for_transfer(db::Tx& tx, const Refund& refund, Time now) {
  payments::ask_staff(tx, transfer_task(refund), "refund_by_hand", refund.order, refund.payment,
                      format_rupiah(refund.amount), now);
}

bool apply_refunds(db::Tx& tx, const Services& shop, const orders::Order& order, PaymentId payment,
                   const payments::Report& report, Time now) {
  const std::string reference = payments::find_attempt(tx, payment)->reference;
  // A stranger's may be the dispute itself (Midtrans lists both), which staff book: it would count twice.
  const bool names_dispute = report.state == payments::PaymentState::kChargedBack;
  bool changed = false;
  for (const RefundedAmount& told : report.refunds) {
    // A slash is in no key of ours, and the reference makes the provider's name the only one in the shop.
    const std::string_view id = told.id.empty() ? told.refund_key : told.id;
    const std::string name = fmt::format("{}/{}", reference, id);
    if (!told.unreadable.empty()) {
      if (told.progress != RefundProgress::kFailed)
        payments::ask_staff(tx, "refund-outside:" + name, "refund_at_provider", order.id, payment, told.unreadable,
                            now);
      continue;
    }
    const auto ours = told.refund_key.empty() ? std::nullopt : payments::find_refund(tx, payment, told.refund_key);
    const auto known = payments::find_refund(tx, payment, name);
    // One of ours that was given up and went all the same is booked like a stranger's, and followed as that from then
    // on.
    if (known)
      changed |= follow(tx, shop, *known, told, now);
    else if (ours && (ours->state != RefundState::kFailed || told.progress == RefundProgress::kFailed))
      changed |= follow(tx, shop, *ours, told, now);
    else if (!id.empty() && (ours || !names_dispute))
      changed |= take_over(tx, shop, order, payment, name, told, now);
    else if (told.progress != RefundProgress::kFailed)
      payments::ask_staff(tx, "refund-outside:" + (id.empty() ? reference : name), "refund_at_provider", order.id,
                          payment, format_rupiah(told.amount), now);
  }
  return changed;
}

}  // namespace hurtrock::checkout
