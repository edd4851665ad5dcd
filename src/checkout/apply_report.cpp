#include "checkout/apply_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/dispute.hpp"
#include "checkout/jobs.hpp"
#include "checkout/missing_keys.hpp"
#include "checkout/settle_refund.hpp"
#include "checkout/transfer_difference.hpp"
#include "inventory/inventory.hpp"
#include "orders/orders.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

using payments::Attempt;
using payments::AttemptState;
using payments::Report;
using Reported = payments::PaymentState;

// News that overtakes every one of so many answers is of a payment that somebody else is looking after.
constexpr int kMostQuestions = 3;

bool has_money(AttemptState state) {
  return state == AttemptState::kPaid || state == AttemptState::kMismatch ||
         state == AttemptState::kPartiallyRefunded || state == AttemptState::kRefunded ||
         state == AttemptState::kDisputed;
}

payments::Progress progress(AttemptState state, const Report& report) {
  return {state, report.transaction_id, report.payment_type};
}

Applied money_came(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                   const Report& report, const orders::Actor& actor, Time now) {
  if (has_money(attempt.state)) return Applied::kNothing;
  return apply_money(tx, shop, order, attempt, report, now, actor);
}

/// Money that differs from what was asked for: nobody's until staff have decided.
Applied another_amount(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                       const Report& report, const orders::Actor& actor, Time now) {
  payments::record_capture(tx, attempt.id, report.gross_amount, false, progress(AttemptState::kMismatch, report), now);
  const std::string detail =
      fmt::format("{} {} for {} IDR", report.gross_amount.rupiah(), report.currency, attempt.amount.rupiah());
  orders::note_event(tx, order.id, "payment_mismatch", actor, detail, now);
  if (order.state != orders::State::kPending) {
    ask_to_give_back(tx, order.id, attempt, report.gross_amount, now);
    tell_of_return(tx, shop, order, attempt, report.gross_amount, now);
    return Applied::kMustGoBack;
  }
  payments::ask_staff(tx, "mismatch:" + occasion_of(tx, attempt), "payment_mismatch", order.id, attempt.id, detail,
                      now);
  if (attempt.provider == "bank_transfer" && waits_for(order, attempt) && report.gross_amount < attempt.amount)
    wait_for_rest(tx, shop, order, attempt, now);
  return Applied::kMismatch;
}

/// Goods are held for as long as the way takes that was chosen on the page. Whoever chooses another there has the time
/// of that.
void hold_for_type(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                   std::string_view payment_type, Time now) {
  if (order.state != orders::State::kPending || !order.hold_until || !attempt.expires_at || payment_type.empty())
    return;
  // An older page says nothing about the one the buyer is at.
  if (payments::attempts_of(tx, order.id).front().id != attempt.id) return;
  const bool is_wallet = payments::is_wallet(payment_type);
  const Time until = is_wallet
                         ? std::min(*attempt.expires_at, now + shop.settings.wallet_time)
                         : std::max(*attempt.expires_at, order.placed_at + shop.settings.time_to_pay(attempt.provider));
  if (until == *attempt.expires_at) return;
  const Time held = until + shop.settings.hold_grace;
  payments::set_expiry(tx, attempt.id, until);
  orders::postpone_hold(tx, order.id,
                        is_wallet ? std::min(*order.hold_until, held) : std::max(*order.hold_until, held));
}

Applied money_is_awaited(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                         AttemptState state, const Report& report, Time now) {
  const bool is_known = attempt.state == state && attempt.payment_type == report.payment_type;
  if (has_money(attempt.state) || is_known) return Applied::kNothing;
  if (attempt.payment_type != report.payment_type) hold_for_type(tx, shop, order, attempt, report.payment_type, now);
  payments::record_progress(tx, attempt.id, progress(state, report), now);
  if (attempt.state == state) return Applied::kProgress;
  if (order.state == orders::State::kPending)
    orders::set_payment_state(tx, order.id, orders::PaymentState::kPending, orders::Actor::gateway(),
                              report.payment_type, now);
  if (state == AttemptState::kChallenge)
    payments::ask_staff(tx, "challenge:" + attempt.reference, "payment_challenge", order.id, attempt.id,
                        report.fraud_status, now);
  return Applied::kProgress;
}

Applied attempt_ended(db::Tx& tx, const orders::Order& order, const Attempt& attempt, AttemptState state,
                      orders::PaymentState order_payment, const Report& report, Time now) {
  if (has_money(attempt.state)) {
    // One page may see several tries, each with a transaction of its own: that an earlier one failed takes nothing
    // back.
    const bool is_the_one_paid = report.transaction_id.empty() || report.transaction_id == attempt.transaction_id;
    // Some banks take a settlement back within minutes. The goods may be on their way, so people decide.
    const bool is_here = is_the_one_paid && attempt.state != AttemptState::kRefunded;
    const bool is_taken_back = is_here && begin_dispute(tx, order, attempt, kWithdrawn, report.raw_status, now);
    return is_taken_back ? Applied::kProgress : Applied::kNothing;
  }
  if (attempt.state == state) return Applied::kNothing;
  payments::record_progress(tx, attempt.id, progress(state, report), now);
  if (order.state != orders::State::kPending) return Applied::kProgress;
  // An older attempt's end says nothing about the one the buyer is at.
  if (payments::attempts_of(tx, order.id).front().id == attempt.id)
    orders::set_payment_state(tx, order.id, order_payment, orders::Actor::gateway(), report.raw_status, now);
  return Applied::kProgress;
}

Applied money_went_back(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                        const Report& report, Applied before, Time now) {
  const bool changed = apply_refunds(tx, shop, order, attempt.id, report, now);
  return changed && before == Applied::kNothing ? Applied::kProgress : before;
}

Applied for_staff(db::Tx& tx, const orders::Order& order, const Attempt& attempt, std::string_view kind,
                  const Report& report, Time now) {
  payments::ask_staff(tx, fmt::format("{}:{}", kind, attempt.reference), kind, order.id, attempt.id, report.raw_status,
                      now);
  return Applied::kProgress;
}

/// Staff are asked what has become of its money, but for that of refunds on their way: those are followed to their end.
Applied disputed(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                 std::string_view kind, const Report& report, Time now) {
  const bool is_news = begin_dispute(tx, order, attempt, kind, report.raw_status, now, report.disputes);
  return money_went_back(tx, shop, order, attempt, report, is_news ? Applied::kProgress : Applied::kNothing, now);
}

/// Money that we had not heard of, and that is not with us any more, or may not be: it stands in the books and pays
/// nothing, so that the order can be paid anew or end.
Applied came_and_went(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                      const Report& report, Time now) {
  const bool as_asked = report.gross_amount == attempt.amount && report.currency == "IDR";
  const AttemptState state = as_asked ? AttemptState::kPaid : AttemptState::kMismatch;
  payments::record_capture(tx, attempt.id, report.gross_amount, false, progress(state, report), now);
  orders::note_event(tx, order.id, "payment_came_and_went", orders::Actor::gateway(), attempt.reference, now);
  const Attempt captured = *payments::find_attempt(tx, attempt.id);
  if (report.state == Reported::kChargedBack) return disputed(tx, shop, order, captured, kChargeback, report, now);
  // How much of it went back nobody has told.
  if (report.refunds.empty()) return disputed(tx, shop, order, captured, kWithdrawn, report, now);
  // Answered by what went back; what did not stays to be given back.
  ask_to_give_back(tx, order.id, attempt, report.gross_amount, now);
  apply_refunds(tx, shop, order, attempt.id, report, now);
  return payments::find_attempt(tx, attempt.id)->left() > Money{} ? Applied::kMustGoBack : Applied::kProgress;
}

/// Whether the report tells of money, whatever has become of it.
bool tells_of_money(const Report& report) {
  return report.state == Reported::kPaid || report.state == Reported::kPartiallyRefunded ||
         report.state == Reported::kRefunded || report.state == Reported::kChargedBack;
}

/// Whether that is other money than we have: each try on a page has a transaction of its own.
bool is_another_payment(const Attempt& attempt, const Report& report) {
  return has_money(attempt.state) && tells_of_money(report) && !report.transaction_id.empty() &&
         !attempt.transaction_id.empty() && report.transaction_id != attempt.transaction_id;
}

/// Paid twice under one reference. An attempt has room for one payment in the books, and what went back of the other
/// must not be taken for this one's: people look at the provider.
Applied another_payment(db::Tx& tx, const orders::Order& order, const Attempt& attempt, const Report& report,
                        Time now) {
  payments::ask_staff(
      tx, fmt::format("second-payment:{}:{}", attempt.reference, report.transaction_id), "payment_second", order.id,
      attempt.id, fmt::format("{} {} · {}", report.gross_amount.rupiah(), report.currency, report.transaction_id), now);
  return Applied::kMustGoBack;
}

/// What follows when the attempt's order has just been marked paid by it.
void take_payment(db::Tx& tx, const Services& shop, const Attempt& attempt, const Report& report, Time now,
                  const orders::Actor& actor, const orders::MailDetails& details) {
  // The books have it as the buyer's: from now on it is the order's.
  if (attempt.captured > Money{}) payments::take_back_capture(tx, attempt.id, "", actor.user, now);
  payments::record_capture(tx, attempt.id, report.gross_amount, true, progress(AttemptState::kPaid, report), now);
  inventory::commit(tx, attempt.order, now);
  enqueue_closing_of_others(tx, attempt.order, now);
  orders::send_mail(tx, shop.mails, orders::MailKind::kPaid, attempt.order, now, details);
}

/// Money that came after the hold had ended. While the goods can be had the order goes on, never unseen: buyer and
/// staff are told.
bool pay_lapsed_order(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                      const Report& report, Time now, const orders::Actor& actor) {
  if (attempt.amount != order.totals.total || !orders::has_lapsed(tx, order)) return false;
  // An account that was deleted took the mailbox along.
  if (order.contact.email.empty() || !inventory::hold_again(tx, order.id, now)) return false;
  orders::mark_paid_late(tx, order.id, actor, now);
  take_payment(tx, shop, attempt, report, now, actor, {.is_late = true});
  // Of a transfer they know: they have typed it.
  if (attempt.is_at_provider())
    payments::ask_staff(tx, "late:" + attempt.reference, "payment_late", order.id, attempt.id,
                        format_rupiah(report.gross_amount), now);
  return true;
}

/// The provider's answer to a question that was asked when the attempt was as `before`. Nothing when news has come
/// since: the answer may be older. Every try on a page of Stripe's has the same name there, so a denial that took its
/// time looks like one of the card that has paid meanwhile.
std::optional<Applied> apply_answer(db::Tx& tx, const Services& shop, const Attempt& before, const Report& report) {
  orders::lock(tx, before.order);
  const Attempt now = *payments::find_attempt(tx, before.id);
  if (now.state != before.state || now.captured != before.captured || now.refunded != before.refunded)
    return std::nullopt;
  return apply_report(tx, shop, before.reference, report, shop.clock.now());
}

}  // namespace

std::string_view word(Applied applied) {
  switch (applied) {
    case Applied::kUnknownReference:
      return "unknown_reference";
    case Applied::kNothing:
      return "nothing";
    case Applied::kProgress:
      return "progress";
    case Applied::kPaid:
      return "paid";
    case Applied::kMismatch:
      return "mismatch";
    case Applied::kMustGoBack:
      return "must_go_back";
  }
  return "";
}

std::string occasion_of(db::Tx& tx, const Attempt& attempt) {
  return fmt::format("{}/{}", attempt.reference, payments::captures_of(tx, attempt.id));
}

void ask_to_give_back(db::Tx& tx, OrderId order, const Attempt& attempt, Money amount, Time now) {
  payments::ask_staff(tx, "refund:" + occasion_of(tx, attempt), "payment_must_go_back", order, attempt.id,
                      fmt::format("{} IDR", amount.rupiah()), now);
}

void tell_of_return(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt, Money amount,
                    Time now) {
  // What staff have typed may be a slip of the key.
  if (attempt.provider == "bank_transfer") return tell_of_return_later(tx, attempt, now);
  send_return_mail(tx, shop, order, attempt, amount, now);
}

void send_return_mail(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                      Money amount, Time now) {
  if (order.contact.email.empty()) return;
  const bool is_too_late = amount == order.totals.total && orders::has_lapsed(tx, order);
  orders::send_mail(tx, shop.mails, orders::MailKind::kPaymentReturned, order.id, now,
                    {.occasion = occasion_of(tx, attempt), .returned = {.amount = amount, .is_too_late = is_too_late}});
}

bool waits_for(const orders::Order& order, const Attempt& attempt) {
  return order.state == orders::State::kPending && attempt.amount == order.totals.total;
}

bool pay_order(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
               const Report& report, Time now, const orders::Actor& actor) {
  if (!waits_for(order, attempt)) return false;
  // Goods before the invoice's number, as when money comes late: that has to know that there are goods before it takes
  // a number. In another order than that, two payments of the same goods would each wait for what the other has locked.
  inventory::lock_stock(tx, order.id);
  if (!orders::mark_paid(tx, order.id, actor, now)) return false;
  take_payment(tx, shop, attempt, report, now, actor, {});
  return true;
}

Applied apply_money(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                    const Report& report, Time now, const orders::Actor& actor) {
  if (report.gross_amount != attempt.amount || report.currency != "IDR")
    return another_amount(tx, shop, order, attempt, report, actor, now);
  if (pay_order(tx, shop, order, attempt, report, now, actor)) return Applied::kPaid;
  if (pay_lapsed_order(tx, shop, order, attempt, report, now, actor)) return Applied::kPaid;
  payments::record_capture(tx, attempt.id, report.gross_amount, false, progress(AttemptState::kPaid, report), now);
  orders::note_event(tx, order.id, "payment_not_needed", actor, attempt.reference, now);
  ask_to_give_back(tx, order.id, attempt, report.gross_amount, now);
  tell_of_return(tx, shop, order, attempt, report.gross_amount, now);
  return Applied::kMustGoBack;
}

Applied apply_report(db::Tx& tx, const Services& shop, std::string_view reference, const Report& report, Time now,
                     const orders::Actor& actor) {
  const auto found = payments::find_attempt(tx, reference);
  if (!found) return Applied::kUnknownReference;
  const orders::Order order = orders::lock(tx, found->order);
  const Attempt attempt = *payments::lock_attempt(tx, reference);
  if (is_another_payment(attempt, report)) return another_payment(tx, order, attempt, report, now);
  const bool is_over = report.state == Reported::kRefunded || report.state == Reported::kChargedBack;
  if (is_over && !has_money(attempt.state)) return came_and_went(tx, shop, order, attempt, report, now);
  if (tells_of_money(report) && report.state != Reported::kChargedBack) note_undisputed(tx, attempt);

  switch (report.state) {
    case Reported::kPaid:
      return money_went_back(tx, shop, order, attempt, report, money_came(tx, shop, order, attempt, report, actor, now),
                             now);
    case Reported::kPartiallyRefunded: {
      // Part of money that we have not heard of came and stayed.
      const Applied came = money_came(tx, shop, order, attempt, report, actor, now);
      if (!report.refunds.empty()) return money_went_back(tx, shop, order, attempt, report, came, now);
      const Applied asked = for_staff(tx, order, attempt, "refund_at_provider", report, now);
      return came == Applied::kNothing ? asked : came;
    }
    case Reported::kRefunded:
      if (!report.refunds.empty()) return money_went_back(tx, shop, order, attempt, report, Applied::kNothing, now);
      return for_staff(tx, order, attempt, "refund_at_provider", report, now);
    case Reported::kPending:
      return money_is_awaited(tx, shop, order, attempt, AttemptState::kPending, report, now);
    case Reported::kChallenge:
      return money_is_awaited(tx, shop, order, attempt, AttemptState::kChallenge, report, now);
    case Reported::kDenied:
    case Reported::kFailed:
      return attempt_ended(tx, order, attempt, AttemptState::kFailed, orders::PaymentState::kFailed, report, now);
    case Reported::kCancelled:
      return attempt_ended(tx, order, attempt, AttemptState::kCancelled, orders::PaymentState::kFailed, report, now);
    case Reported::kExpired:
      return attempt_ended(tx, order, attempt, AttemptState::kExpired, orders::PaymentState::kExpired, report, now);
    case Reported::kChargedBack:
      return disputed(tx, shop, order, attempt, kChargeback, report, now);
    case Reported::kNotAttempted:
    case Reported::kAuthorized:
    case Reported::kOther:
      return Applied::kNothing;
  }
  return Applied::kNothing;
}

std::optional<Applied> ask_and_apply(Services& shop, std::string_view reference) {
  for (int questions = 0; questions < kMostQuestions; ++questions) {
    const auto attempt = shop.db.read([&](db::Tx& tx) { return payments::find_attempt(tx, reference); });
    if (!attempt) return Applied::kUnknownReference;
    if (!attempt->is_at_provider()) return Applied::kNothing;
    const payments::GatewayPointer gateway = shop.gateway(attempt->provider);
    if (gateway == nullptr) {
      ask_for_keys(shop, attempt->provider);
      return std::nullopt;
    }
    const auto report = gateway->status(attempt->name());
    if (!report) {
      log::warn("checkout.ask_provider.failed", {{"reference", reference}, {"reason", report.error().message}});
      return std::nullopt;
    }
    const auto applied = shop.db.write([&](db::Tx& tx) { return apply_answer(tx, shop, *attempt, *report); });
    if (!applied) continue;
    if (*applied != Applied::kNothing) {
      log::info("checkout.payment_report",
                {{"reference", reference}, {"status", report->raw_status}, {"applied", word(*applied)}});
      shop.wake_jobs();
    }
    return applied;
  }
  log::warn("checkout.ask_provider.overtaken", {{"reference", reference}});
  return std::nullopt;
}

}  // namespace hurtrock::checkout
