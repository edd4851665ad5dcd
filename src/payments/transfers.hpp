#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// Transfers that buyers make at their own bank to an account of the shop, and the pictures by which they prove it.
/// Nothing here believes a picture: whether money has come is for staff to say. Functions with a Tx are part of the
/// caller's transaction.
namespace hurtrock::payments {

struct BankAccount {
  std::string bank, number, holder;
  bool operator==(const BankAccount&) const = default;
};
constexpr std::size_t kMostAccounts = 5;

/// In `options` of the settings of bank_transfer.
std::vector<BankAccount> accounts_in(std::string_view options);
std::string options_with(const std::vector<BankAccount>& accounts);

/// The code that is added to `total` so that the transfer can be told from every other one that is waited for: Rp 1 to
/// Rp 999, by chance. One whose transfer has ended within kCodeRests is given only when there is no other, the one that
/// ended first: its money may be late. Nothing when all of them are taken. Two callers at once may be given the same:
/// the database refuses the second attempt that would ask for an amount that is waited for (ErrorKind::kUnique).
std::optional<Money> free_code(db::Tx& tx, Money total, Time now);
/// A weekend and a holiday between a transfer and its arrival are within that.
inline constexpr std::chrono::days kCodeRests{7};
/// Whether a transfer of this amount is waited for.
bool is_awaited(db::Tx& tx, Money amount);

enum class ProofState : std::uint8_t {
  kWaiting,  ///< for staff
  kAccepted,
  kDeclined,
  kReplaced,  ///< by a later one of the same buyer
};
std::string_view word(ProofState state);

struct Proof {
  std::int64_t id = 0;
  PaymentId payment;
  std::string file;  ///< below DATA_DIR/proofs; never public
  std::string sender_bank, sender_name;
  ProofState state = ProofState::kWaiting;
  std::string reason;  ///< of a declined one
  Time sent_at;
};
struct NewProof {
  PaymentId payment;
  std::string file, sender_bank, sender_name;
};
/// Takes the place of one that is still waiting. Answers its id.
std::int64_t add_proof(db::Tx& tx, const NewProof& proof, Time now);
/// The newest of the attempt.
std::optional<Proof> find_proof(db::Tx& tx, PaymentId payment);
bool is_proof_waiting(db::Tx& tx, PaymentId payment);
/// False when none is waiting. `state` is kAccepted or kDeclined.
bool decide_proof(db::Tx& tx, PaymentId payment, ProofState state, std::string_view reason, UserId staff, Time now);

/// How many proofs one attempt may have: a buyer who sends more is to ask the shop.
constexpr std::int64_t kMostProofs = 10;
std::int64_t proofs_of(db::Tx& tx, PaymentId payment);

// Money of another amount than was asked for. The payment's row is locked.

/// The payment_type of what came beyond an amount.
inline constexpr std::string_view kSurplus = "surplus";
/// How often money has been written down for the payment.
std::int64_t captures_of(db::Tx& tx, PaymentId payment);
/// What was captured and settles nothing counts as not received, and the books say so by an entry against it: it was
/// written down by mistake, or is about to be captured anew for its order. Nothing of it is promised back.
void take_back_capture(db::Tx& tx, PaymentId payment, std::string_view note, std::optional<UserId> by, Time now);
/// The payment settles its order though it lacks `amount`, which the shop bears.
void record_forgiven(db::Tx& tx, PaymentId payment, Money amount, std::string_view reason, UserId staff, Time now);
/// What may be forgiven of an amount: a tenth of it, Rp 10,000 at most. That covers what banks keep of a transfer
/// (Rp 2,500 by BI-FAST, Rp 6,500 otherwise) and no digit that was left out.
Money most_forgiven(Money asked);
/// The buyer has until then, or for as long as before if that is longer.
void extend(db::Tx& tx, PaymentId payment, Time until);

}  // namespace hurtrock::payments
