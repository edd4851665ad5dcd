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

/// Names a decision of staff on the payment: a dispute is opened anew only by a refund that has failed since.
std::string decision_on(db::Tx& tx, const Attempt& attempt) {
  const auto failed = std::ranges::count_if(payments::refunds_of(tx, attempt.order), [&](const auto& refund) {
    return refund.payment == attempt.id && refund.state == payments::RefundState::kFailed;
  });
  return fmt::format("{}/{}", attempt.reference, failed);
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
                   std::string_view detail, Time now) {
  if (attempt.disputed_at || attempt.captured == Money{}) return false;
  payments::record_dispute(tx, attempt.id, now);
  orders::note_event(tx, order.id, kind, orders::Actor::gateway(), detail, now);
  ask_what_became_of_it(tx, attempt, "dispute:" + attempt.reference, kind, detail, now);
  return true;
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
