#include "checkout/apply_report.hpp"

#include <fmt/format.h>

#include "checkout/dispute.hpp"
#include "checkout/jobs.hpp"
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
    return Applied::kMustGoBack;
  }
  payments::ask_staff(tx, "mismatch:" + occasion_of(tx, attempt), "payment_mismatch", order.id, attempt.id, detail,
                      now);
  if (attempt.provider == "bank_transfer" && waits_for(order, attempt) && report.gross_amount < attempt.amount)
    wait_for_rest(tx, shop, order, attempt, now);
  return Applied::kMismatch;
}

Applied money_is_awaited(db::Tx& tx, const orders::Order& order, const Attempt& attempt, AttemptState state,
                         const Report& report, Time now) {
  if (has_money(attempt.state) || attempt.state == state) return Applied::kNothing;
  payments::record_progress(tx, attempt.id, progress(state, report), now);
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

Applied charged_back(db::Tx& tx, const orders::Order& order, const Attempt& attempt, const Report& report, Time now) {
  // Of money that we have not heard of only the list can tell.
  if (!has_money(attempt.state)) return for_staff(tx, order, attempt, kChargeback, report, now);
  const bool is_news = begin_dispute(tx, order, attempt, kChargeback, report.raw_status, now);
  return is_news ? Applied::kProgress : Applied::kNothing;
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

bool waits_for(const orders::Order& order, const Attempt& attempt) {
  return order.state == orders::State::kPending && attempt.amount == order.totals.total;
}

bool pay_order(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
               const Report& report, Time now, const orders::Actor& actor) {
  if (!waits_for(order, attempt) || !orders::mark_paid(tx, order.id, actor, now)) return false;
  // The books have it as the buyer's: from now on it is the order's.
  if (attempt.captured > Money{}) payments::take_back_capture(tx, attempt.id, "", actor.user, now);
  payments::record_capture(tx, attempt.id, report.gross_amount, true, progress(AttemptState::kPaid, report), now);
  inventory::commit(tx, order.id, now);
  enqueue_closing_of_others(tx, order.id, now);
  orders::send_mail(tx, shop.mails, orders::MailKind::kPaid, order.id, now);
  return true;
}

Applied apply_money(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                    const Report& report, Time now, const orders::Actor& actor) {
  if (report.gross_amount != attempt.amount || report.currency != "IDR")
    return another_amount(tx, shop, order, attempt, report, actor, now);
  if (pay_order(tx, shop, order, attempt, report, now, actor)) return Applied::kPaid;
  // Never revive an order silently: its goods may be sold to somebody else by now.
  payments::record_capture(tx, attempt.id, report.gross_amount, false, progress(AttemptState::kPaid, report), now);
  orders::note_event(tx, order.id, "payment_not_needed", actor, attempt.reference, now);
  ask_to_give_back(tx, order.id, attempt, report.gross_amount, now);
  return Applied::kMustGoBack;
}

Applied apply_report(db::Tx& tx, const Services& shop, std::string_view reference, const Report& report, Time now,
                     const orders::Actor& actor) {
  const auto found = payments::find_attempt(tx, reference);
  if (!found) return Applied::kUnknownReference;
  const orders::Order order = orders::lock(tx, found->order);
  const Attempt attempt = *payments::lock_attempt(tx, reference);

  switch (report.state) {
    case Reported::kPaid:
      return money_went_back(tx, shop, order, attempt, report, money_came(tx, shop, order, attempt, report, actor, now),
                             now);
    case Reported::kPartiallyRefunded:
      // Part of money that we have not heard of came and stayed.
      if (!report.refunds.empty())
        return money_went_back(tx, shop, order, attempt, report,
                               money_came(tx, shop, order, attempt, report, actor, now), now);
      return for_staff(tx, order, attempt, "refund_at_provider", report, now);
    case Reported::kRefunded:
      if (!report.refunds.empty() && has_money(attempt.state))
        return money_went_back(tx, shop, order, attempt, report, Applied::kNothing, now);
      return for_staff(tx, order, attempt, "refund_at_provider", report, now);
    case Reported::kPending:
      return money_is_awaited(tx, order, attempt, AttemptState::kPending, report, now);
    case Reported::kChallenge:
      return money_is_awaited(tx, order, attempt, AttemptState::kChallenge, report, now);
    case Reported::kDenied:
    case Reported::kFailed:
      return attempt_ended(tx, order, attempt, AttemptState::kFailed, orders::PaymentState::kFailed, report, now);
    case Reported::kCancelled:
      return attempt_ended(tx, order, attempt, AttemptState::kCancelled, orders::PaymentState::kFailed, report, now);
    case Reported::kExpired:
      return attempt_ended(tx, order, attempt, AttemptState::kExpired, orders::PaymentState::kExpired, report, now);
    case Reported::kChargedBack:
      return charged_back(tx, order, attempt, report, now);
    case Reported::kNotAttempted:
    case Reported::kAuthorized:
    case Reported::kOther:
      return Applied::kNothing;
  }
  return Applied::kNothing;
}

std::optional<Applied> ask_and_apply(Services& shop, std::string_view reference) {
  const auto attempt = shop.db.read([&](db::Tx& tx) { return payments::find_attempt(tx, reference); });
  if (!attempt) return Applied::kUnknownReference;
  const payments::GatewayPointer gateway = shop.gateway(attempt->provider);
  if (gateway == nullptr) return Applied::kNothing;
  const auto report = gateway->status(attempt->name());
  if (!report) {
    log::warn("checkout.ask_provider.failed", {{"reference", reference}, {"reason", report.error().message}});
    return std::nullopt;
  }
  const Applied applied =
      shop.db.write([&](db::Tx& tx) { return apply_report(tx, shop, reference, *report, shop.clock.now()); });
  if (applied != Applied::kNothing) {
    log::info("checkout.payment_report",
              {{"reference", reference}, {"status", report->raw_status}, {"applied", word(applied)}});
    shop.wake_jobs();
  }
  return applied;
}

}  // namespace hurtrock::checkout
