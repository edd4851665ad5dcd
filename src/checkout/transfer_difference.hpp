#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "checkout/apply_report.hpp"
#include "checkout/services.hpp"
#include "checkout/transfer.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/jobs/runner.hpp"

/// What staff decide on a transfer that came with another amount than was asked for. Sending it back is a refund
/// (refund_order.hpp). Functions with a Tx are part of the caller's transaction.
namespace hurtrock::checkout {

/// Which transfer, and what had come for it on the page that was decided on: when it is another sum by now, a colleague
/// or an earlier click was faster.
struct TransferDecision {
  std::string_view reference;
  Money seen;
  UserId staff;
};

/// The figure was wrong: `received` has come in truth. Without any the transfer is waited for again, if its order still
/// waits; of a surplus only that can be said.
std::expected<Applied, NotDecided> correct_transfer(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                    Money received, Time now);

/// So much more has come for the same transfer. What counts is the sum.
std::expected<Applied, NotDecided> add_to_transfer(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                   Money more, Time now);

/// The order is paid all the same. What is missing the shop bears, for the reason given and up to
/// payments::most_forgiven; what is too much becomes a payment of its own, which must go back. Not while a proof waits.
std::expected<Applied, NotDecided> accept_transfer(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                   std::string_view reason, Time now);

/// More has come for a transfer on which everything is decided: it was taken as it is, sent back, or its time was over.
/// What no order needs becomes a payment of its own, which must go back. `decision.seen` is all that had come for the
/// order.
std::expected<Applied, NotDecided> add_late_money(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                  Money more, Time now);

/// Whether that may be said of the transfer, one of its order's `attempts`: not while the order waits for any of them.
bool may_come_late(const orders::Order& order, const std::vector<payments::Attempt>& attempts,
                   const payments::Attempt& attempt);

/// What staff were asked because of the amount is answered; a decision that leaves something open asks anew.
void answer_tasks(db::Tx& tx, PaymentId payment, std::optional<UserId> by, Time now);

/// Whether staff have to decide on it: money has come, settles nothing, and is not on its way back.
bool is_undecided(const payments::Attempt& attempt);
/// Whether a proof of it waits for staff: who has sent one may have sent the money, so it cannot be ended.
bool is_proof_to_decide_on(db::Tx& tx, const payments::Attempt& attempt);
/// Whether what was typed for it can still be put right: also the full amount that came for an order that has ended,
/// and what came beyond an amount.
bool is_correctable(const payments::Attempt& attempt);
/// Whether the buyer is to transfer more.
bool is_short(const orders::Order& order, const payments::Attempt& attempt);

/// Less has come than was asked for. The buyer gets a day for the rest, and a mail about it unless staff decide
/// otherwise within a quarter of an hour: a slip of the key shall not reach the buyer.
void wait_for_rest(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
                   Time now);
inline constexpr std::string_view kTellOfRest = "payments.transfer_short";
/// The job that writes that mail.
jobs::Outcome tell_of_rest(Services& shop, const jobs::Job& job);

/// What has come for the transfer goes back. The buyer is told as late as of a rest, and for the same reason.
void tell_of_return_later(db::Tx& tx, const payments::Attempt& attempt, Time now);
inline constexpr std::string_view kTellOfReturn = "payments.transfer_returned";
/// The job that writes that mail.
jobs::Outcome tell_of_returned_transfer(Services& shop, const jobs::Job& job);

}  // namespace hurtrock::checkout
