#pragma once

#include <string_view>
#include <vector>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"

/// Money that had come and that a bank took back, or that the buyer asks the bank to: a virtual account reversed within
/// minutes, a card charged back weeks later. Providers do not name the sum that has gone, or tell how a dispute ended,
/// so staff say what became of it, and until then nothing of it is given back: it would be given twice. Functions with
/// a Tx are part of the caller's transaction; the order is locked.
namespace hurtrock::checkout {

constexpr bool is_disputed(const payments::Attempt& attempt) {
  return attempt.state == payments::AttemptState::kDisputed;
}

/// The news that begins it, by the kind of what staff are asked.
inline constexpr std::string_view kWithdrawn = "payment_withdrawn";  ///< taken back without a word
inline constexpr std::string_view kChargeback = "chargeback";

/// Whether a dispute may have taken what the refund was to give back: the payment is disputed, or the refund was on its
/// way when that began.
constexpr bool may_be_withdrawn(const payments::Attempt& attempt, const payments::Refund& refund) {
  return is_disputed(attempt) || (attempt.disputed_at && refund.created_at < *attempt.disputed_at);
}

/// Puts it on the staff's list, and takes refunds that staff were to send off theirs. Each dispute is news once: by its
/// name in `disputes`, all that the provider has of the payment, or where there are none by its word for the payment,
/// `detail`, until it says otherwise (`note_undisputed`). False when nothing is news, or no money has come.
bool begin_dispute(db::Tx& tx, const orders::Order& order, const payments::Attempt& attempt, std::string_view kind,
                   std::string_view detail, Time now, const std::vector<payments::Dispute>& disputes = {});

/// The provider says that the money is here, or went back as it should. Should it call it disputed again without giving
/// that a name, it is another dispute. What staff were asked stands until they answer.
void note_undisputed(db::Tx& tx, const payments::Attempt& attempt);

/// Such a refund has failed. What staff said before did not speak of its money, so they are asked once more: given back
/// anew, it might be given twice. Nothing happens while they have not answered yet.
void reopen_dispute(db::Tx& tx, const payments::Attempt& attempt, const payments::Refund& failed, Time now);

/// Staff say that so much of what was left of a disputed payment has gone: booked as gone back by the bank, and told to
/// the buyer. The rest has stayed, and must go back where no order needs it. `withdrawn`: from nothing to all that is
/// left.
void settle_dispute(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
                    Money withdrawn, const orders::Actor& actor, Time now);

}  // namespace hurtrock::checkout
