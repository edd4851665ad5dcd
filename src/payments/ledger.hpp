#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// Every rupiah in double entry: an entry moves an amount out of one account into another, so the accounts add up to
/// nothing whatever is written. Entries are only ever added. What payments and refunds do is booked by the functions
/// that record it (payments.hpp), in their transaction; the rest is written down by staff.
namespace hurtrock::payments {

enum class Account : std::uint8_t {
  // Where money is.
  kMidtrans,
  kStripe,
  kBank,
  kCash,  ///< with couriers and in the till
  // Whose it is: money that came stands on the credit side.
  kOrders,  ///< earned by orders
  kBuyers,  ///< came for no order, and must go back
  // What it cost.
  kFees,
  kLosses,
};
inline constexpr Account kPlaces[] = {Account::kMidtrans, Account::kStripe, Account::kBank, Account::kCash};
std::string_view word(Account account);
std::optional<Account> account_from(std::string_view word);
constexpr bool is_place(Account account) { return account <= Account::kCash; }

enum class EntryKind : std::uint8_t {
  kCaptured,
  kCaptureUndone,  ///< it was written down by mistake, or is captured anew for an order
  kForgiven,       ///< what an order was paid short of its total, by a decision of staff
  kRefunded,
  kRefundCameBack,  ///< a bank sent it back after it had gone
  kMoved,           ///< from one place to another: a payout, a deposit
  kFee,
  kAdjusted,  ///< between a place and losses, with staff's reason
};
std::string_view word(EntryKind kind);

struct Entry {
  std::int64_t id = 0;
  EntryKind kind = EntryKind::kCaptured;
  Account debit = Account::kBank;     ///< gets the amount
  Account credit = Account::kOrders;  ///< gives it
  Money amount;
  std::string order_number;  ///< empty: about no order
  std::string note;          ///< staff's, of what they wrote down
  std::string written_by;    ///< empty: nobody wrote it
  Time created_at;
};

/// From `from` on, before `before`.
struct Period {
  Time from, before;
};
/// Newest first, those with an id below `before`; of one account, either side, when there is one.
std::vector<Entry> entries(db::Tx& tx, std::optional<Account> account, std::int64_t before, std::int64_t limit,
                           const std::optional<Period>& period = std::nullopt);

/// What an account has got less what it has given within a period.
Money change(db::Tx& tx, Account account, const Period& period);

/// What an account has got less what it has given, from all time.
Money balance(db::Tx& tx, Account account);
/// Adds up what is older than an hour, so that `balance` has little to do. To be called now and then.
void count_balances(db::Tx& tx, Time now);

/// What the provider still holds of a payment as far as we know: what came there less what went back there.
Money held_at_provider(db::Tx& tx, PaymentId payment);

/// Money that staff know of and no provider tells us: payouts and their fees, cash taken to the bank, what was lost.
struct Movement {
  Account from = Account::kMidtrans, to = Account::kBank;  ///< one of them is a place
  Money amount;                                            ///< that left `from`, at least Rp 1
  Money fee;                ///< of it, what did not arrive; 0 to less than the amount, and only between places
  std::string note;         ///< 1 to 200 characters
  std::string request_key;  ///< the form's: the same form sent twice is one movement
};
enum class MovementOutcome : std::uint8_t {
  kWritten,
  kAlready,  ///< by an earlier sending of the same form
  kTooMuch,  ///< the place holds less than that in our books
};
/// Entries of the kind that the accounts say. Locks the place it takes from, so that two movements at once do not take
/// the same money.
MovementOutcome write_movement(db::Tx& tx, const Movement& movement, UserId staff, Time now);

namespace ledger {
// For the functions of payments.hpp that change what has come and gone back.

/// The payment has captured what its row says: books what is not booked yet.
void book_capture(db::Tx& tx, PaymentId payment, Time now);
/// Takes back what its row says it has captured for no order.
void book_capture_undone(db::Tx& tx, PaymentId payment, std::string_view note, std::optional<UserId> by, Time now);
/// The shop bears what its row says was forgiven.
void book_forgiven(db::Tx& tx, PaymentId payment, std::string_view reason, UserId staff, Time now);
/// Books what the refund's state says beyond what is booked: gone back, or come back.
void book_refund(db::Tx& tx, RefundId refund, Time now);
}  // namespace ledger

}  // namespace hurtrock::payments
