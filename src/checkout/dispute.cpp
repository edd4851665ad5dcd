#include "checkout/dispute.hpp"

#include <fmt/format.h>

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
                                               .key = attempt.reference + "/withdrawn",
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
  answer_tasks(tx, attempt.id, std::nullopt, now);
  payments::ask_staff(tx, "dispute:" + attempt.reference, kind, order.id, attempt.id, detail, now);
  stop_transfers(tx, attempt, now);
  return true;
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
    payments::ask_staff(tx, "stayed:" + attempt.reference, "payment_must_go_back", order.id, attempt.id,
                        fmt::format("{} IDR", (attempt.left() - withdrawn).rupiah()), now);
}

}  // namespace hurtrock::checkout
