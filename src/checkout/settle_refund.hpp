#pragma once

#include <string_view>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"

/// What becomes of a refund, with everything that follows, in the caller's transaction and with the order's row locked.
/// Each answers whether it changed anything: the same news again does not.
namespace hurtrock::checkout {

/// How a payment that has come stands by what has gone back of it, whatever is disputed.
payments::AttemptState state_with_refunds(db::Tx& tx, const payments::Attempt& attempt);

/// Whether the buyer's bank has returned it after it had gone, and it has not gone again since.
bool has_come_back(const payments::Refund& refund);

/// The money has gone back: goods return to the stock, payment and order say so, the buyer gets the mail.
/// `transfer_reference`: of the transfer that staff made; empty: the provider did it.
bool refund_succeeded(db::Tx& tx, const Services& shop, const payments::Refund& refund, const orders::Actor& actor,
                      std::string_view transfer_reference, Time now);

/// The provider does not do it: staff must send the money. Also for one that had gone back and was returned by the
/// bank; its buyer is told by whoever has heard of that. Nobody is to send what a dispute may have taken
/// (`may_be_withdrawn`): it fails instead.
bool refund_by_hand(db::Tx& tx, const payments::Refund& refund, std::string_view problem, Time now);

/// The money stays here, free to be refunded anew, or to be told of in a dispute. Staff hear of it unless it is they
/// who gave it up, or have been asked about all of it.
bool refund_failed(db::Tx& tx, const payments::Refund& refund, const orders::Actor& actor, std::string_view problem,
                   Time now);

/// Puts a refund that is to be transferred by hand on the staff's list.
void ask_for_transfer(db::Tx& tx, const payments::Refund& refund, Time now);

/// Takes the provider's word for the payment's refunds: what became of ours, and those made at its own pages. Of a
/// payment that it calls charged back the latter are shown to staff, not booked.
bool apply_refunds(db::Tx& tx, const Services& shop, const orders::Order& order, PaymentId payment,
                   const payments::Report& report, Time now);

}  // namespace hurtrock::checkout
