#pragma once

#include <expected>
#include <string_view>

#include "checkout/apply_report.hpp"
#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/transfers.hpp"

/// What becomes of a transfer to the shop's own account. Staff are its payment provider: what they say of the money is
/// applied as any provider's report is.
namespace hurtrock::checkout {

enum class NotDecided : std::uint8_t {
  kNoSuchTransfer,
  kAlready,  ///< somebody has decided before
};

/// So much has come for the attempt. An amount that is not the one asked for pays nothing: it goes on the staff's list.
/// A proof that waits is accepted with it. Part of the caller's transaction.
std::expected<Applied, NotDecided> confirm_transfer(db::Tx& tx, const Services& shop, std::string_view reference,
                                                    Money received, UserId staff, Time now);

/// The proof is no proof. The buyer gets the reason by mail, and half a day at least to do better.
std::expected<void, NotDecided> decline_proof(db::Tx& tx, const Services& shop, std::string_view reference,
                                              std::string_view reason, UserId staff, Time now);

/// What the buyer is to do, for the order's page; nothing unless it waits for a transfer.
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

}  // namespace hurtrock::checkout
