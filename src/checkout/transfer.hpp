#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkout/apply_report.hpp"
#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/transfers.hpp"

/// What becomes of a transfer to the shop's own account. Staff are its payment provider: what they say of the money is
/// applied as any provider's report is.
namespace hurtrock::checkout {

enum class NotDecided : std::uint8_t {
  kNoSuchTransfer,
  kAlready,      ///< somebody has decided before
  kEnded,        ///< the order does not wait for the money any more
  kTooShort,     ///< more is missing than may be forgiven
  kAmountTaken,  ///< another order waits for the same amount by now
  kStillWaits,   ///< its order waits for a payment that has to be decided on first
  kOnlyNothing,  ///< it is a surplus, which has come or has not
  kProofWaits,   ///< what it proves may have come: it is decided on first
};

/// After a proof was declined, and when a transfer is waited for again.
inline constexpr std::chrono::hours kTimeAfterDecline{12};

/// So much has come for the attempt. An amount that is not the one asked for pays nothing: it goes on the staff's list.
/// A proof that waits is accepted with it. Part of the caller's transaction.
std::expected<Applied, NotDecided> confirm_transfer(db::Tx& tx, const Services& shop, std::string_view reference,
                                                    Money received, UserId staff, Time now);

enum class Declined : std::uint8_t {
  kBuyerTold,    ///< the reason leaves by mail, and there is half a day at least to do better
  kNothingAsked  ///< the order does not wait for the money any more: nobody is to be asked for another proof
};
/// The proof is no proof.
std::expected<Declined, NotDecided> decline_proof(db::Tx& tx, const Services& shop, std::string_view reference,
                                                  std::string_view reason, UserId staff, Time now);

/// A transfer whose order and payment are locked, the order first.
struct LockedTransfer {
  orders::Order order;
  payments::Attempt attempt;
  std::optional<payments::Proof> proof;  ///< that waits
};
std::optional<LockedTransfer> lock_transfer(db::Tx& tx, std::string_view reference);
/// What staff say has come altogether, as a provider would put it.
payments::Report transfer_report(std::string_view reference, Money received);
/// What staff were asked because of a proof is answered.
void answer_proof_tasks(db::Tx& tx, PaymentId payment, std::optional<UserId> by, Time now);
/// Nothing when no proof waits.
void accept_proof(db::Tx& tx, const LockedTransfer& transfer, UserId staff, Time now);
/// The buyer may transfer until then, and the goods stay held for it. Never shortens either.
void give_time(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
               Time until);

/// The one that the buyer is at; what came beyond an amount is none of those.
std::optional<payments::Attempt> newest_attempt(db::Tx& tx, OrderId order);

/// What the buyer is to do or to know, for the order's page; nothing unless it waits for a transfer, or for staff to
/// decide on one of another amount.
std::optional<orders::TransferPart> transfer_of(db::Tx& tx, const orders::Order& order);

/// The mail with accounts, amount and deadline, for who has changed to a transfer.
void send_transfer_mail(db::Tx& tx, const Services& shop, OrderId order, std::string_view reference, Time now);

/// Runs a transaction that asks for a code again when another has just taken the same one.
template <class Write>
auto with_free_code(Write&& write) {
  constexpr int kTries = 5;
  for (int tries = 1;; ++tries) {
    try {
      return write();
    } catch (const db::Error& error) {
      // PostgreSQL names the index, SQLite its column.
      const bool taken = error.kind() == db::ErrorKind::kUnique &&
                         (error.constraint() == "payments_transfer_amount" || error.constraint() == "payments.amount");
      if (!taken || tries == kTries) throw;
    }
  }
}

/// "BCA 1234567890 (Hurtrock)", for mails.
std::vector<std::string> account_lines(const std::vector<payments::BankAccount>& accounts);
/// The same of the accounts as they are set.
std::vector<std::string> account_lines(db::Tx& tx);

}  // namespace hurtrock::checkout
