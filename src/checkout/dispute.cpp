#include "checkout/dispute.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/settle_refund.hpp"
#include "checkout/transfer_difference.hpp"

namespace hurtrock::checkout {
namespace {

using payments::Attempt;

/// What staff were to transfer may have gone already.
void stop_transfers(db::Tx& tx, const Attempt& attempt, Time now) {
  for (const payments::Refund& refund : payments::refunds_of(tx, attempt.order))
    if (refund.payment == attempt.id && refund.state == payments::RefundState::kByHand)
      refund_failed(tx, refund, orders::Actor::gateway(), "disputed", now);
}

/// Under this staff are asked about a dispute that its provider gives no name.
std::string nameless_key(const Attempt& attempt) { return "dispute:" + attempt.reference; }

std::string key_of(const Attempt& attempt, const payments::Dispute& dispute) {
  return fmt::format("{}:{}", nameless_key(attempt), dispute.id);
}

bool was_asked_about(db::Tx& tx, const Attempt& attempt, const payments::Dispute& dispute) {
  if (payments::find_asked(tx, key_of(attempt, dispute))) return true;
  // The one that staff were asked about when its name could not be had.
  return attempt.disputed_at && dispute.began_at <= *attempt.disputed_at &&
         payments::find_asked(tx, nameless_key(attempt));
}

/// Names a decision of staff on the payment: another follows when it is disputed anew, or when a refund has failed
/// since.
std::string decision_on(db::Tx& tx, const Attempt& attempt) {
  const auto failed = std::ranges::count_if(payments::refunds_of(tx, attempt.order), [&](const auto& refund) {
    return refund.payment == attempt.id && refund.state == payments::RefundState::kFailed;
  });
  return fmt::format("{}/{}/{}", attempt.reference, to_micros(attempt.disputed_at.value_or(Time{})), failed);
}

/// What was asked because of it before is answered by what staff say now.
void ask_what_became_of_it(db::Tx& tx, const Attempt& attempt, std::string_view key, std::string_view kind,
                           std::string_view detail, Time now) {
  answer_tasks(tx, attempt.id, std::nullopt, now);
  payments::ask_staff(tx, key, kind, attempt.order, attempt.id, detail, now);
  stop_transfers(tx, attempt, now);
}

/// The bank has sent it to the buyer: a refund that nobody here made.
void book_withdrawn(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                    Money withdrawn, const orders::Actor& actor, Time now) {
  // A slash is in no key of ours, and no provider calls a refund by this name.
  const auto refund = payments::create_refund(tx,
                                              {.order = order.id,
                                               .order_number = order.number,
                                               .payment = attempt.id,
                                               .amount = withdrawn,
                                               .goods = {},
                                               .shipping = {},
                                               .state = payments::RefundState::kSent,
                                               .reason = std::string(orders::kTakenBack),
                                               .key = decision_on(tx, attempt) + "/withdrawn",
                                               .created_by = actor.user},
                                              now);
  refund_succeeded(tx, shop, refund.value(), actor, "", now);
}

}  // namespace

bool begin_dispute(db::Tx& tx, const orders::Order& order, const Attempt& attempt, std::string_view kind,
                   std::string_view detail, Time now, const std::vector<payments::Dispute>& disputes) {
  if (attempt.captured == Money{}) return false;
  const auto begin = [&](std::string_view key, std::string_view what) {
    payments::record_dispute(tx, attempt.id, now);
    orders::note_event(tx, order.id, kind, orders::Actor::gateway(), what, now);
    ask_what_became_of_it(tx, attempt, key, kind, what, now);
  };
  if (disputes.empty()) {
    // Other words for it are other news: of a part that was disputed the rest may be.
    if (payments::find_asked(tx, nameless_key(attempt)) == detail) return false;
    payments::set_asked_aside(tx, nameless_key(attempt));
    begin(nameless_key(attempt), detail);
    return true;
  }
  bool is_news = false;
  for (const payments::Dispute& dispute : disputes) {
    if (was_asked_about(tx, attempt, dispute)) continue;
    begin(key_of(attempt, dispute), dispute.id);
    is_news = true;
  }
  return is_news;
}

void note_undisputed(db::Tx& tx, const Attempt& attempt) {
  if (attempt.disputed_at) payments::set_asked_aside(tx, nameless_key(attempt));
}

void reopen_dispute(db::Tx& tx, const Attempt& attempt, const payments::Refund& failed, Time now) {
  if (is_disputed(attempt)) return;
  payments::set_state(tx, attempt.id, payments::AttemptState::kDisputed, now);
  ask_what_became_of_it(tx, attempt, fmt::format("dispute:{}:{}", attempt.reference, failed.key), kChargeback,
                        format_rupiah(failed.amount), now);
}

void settle_dispute(db::Tx& tx, const Services& shop, const orders::Order& order, const Attempt& attempt,
                    Money withdrawn, const orders::Actor& actor, Time now) {
  for (const std::string_view kind : {kWithdrawn, kChargeback, std::string_view{"reconciliation_difference"}})
    payments::resolve_tasks(tx, attempt.id, kind, actor.user, now);
  payments::set_state(tx, attempt.id, state_with_refunds(tx, attempt), now);
  if (withdrawn < attempt.left())
    orders::note_event(tx, order.id, "payment_stayed", actor, format_rupiah(attempt.left() - withdrawn), now);
  if (withdrawn > Money{}) book_withdrawn(tx, shop, order, attempt, withdrawn, actor, now);
  const bool is_needed = attempt.settles_order && order.state != orders::State::kCancelled;
  if (!is_needed && withdrawn < attempt.left())
    payments::ask_staff(tx, "stayed:" + decision_on(tx, attempt), "payment_must_go_back", order.id, attempt.id,
                        fmt::format("{} IDR", (attempt.left() - withdrawn).rupiah()), now);
}

}  // namespace hurtrock::checkout
