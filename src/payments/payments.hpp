#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "orders/ids.hpp"
#include "payments/gateway.hpp"
#include "payments/ids.hpp"
#include "payments/transfers.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// The record of every attempt to have an order paid, of what providers told us, and of what staff must look at. Every
/// function is part of the caller's transaction.
namespace hurtrock::payments {

enum class AttemptState : std::uint8_t {
  kOpening,  ///< recorded, the provider may or may not know of it
  kOpen,     ///< a payment page waits for the buyer
  kPending,  ///< the provider waits for the money; for COD, the courier does
  kChallenge,
  kPaid,
  kFailed,  ///< the last try was denied; the same page may still be paid
  kExpired,
  kCancelled,
  kMismatch,  ///< money came, but not what was asked for
  kPartiallyRefunded,
  kRefunded,
  kDisputed,
};
std::string_view word(AttemptState state);
/// Throws for a word that names none.
AttemptState attempt_state_from(std::string_view word);
std::optional<AttemptState> find_attempt_state(std::string_view word);
/// Whether the provider may still report a payment for it as a matter of course.
constexpr bool is_unsettled(AttemptState state) {
  return state == AttemptState::kOpening || state == AttemptState::kOpen || state == AttemptState::kPending ||
         state == AttemptState::kChallenge || state == AttemptState::kFailed;
}

/// Those that can be asked about their payments. Cash and transfers have nobody to be asked.
inline constexpr std::string_view kProviders[] = {"midtrans", "stripe"};

/// Whether the buyer pays with a telephone in hand, at once: QRIS and e-wallets, by a provider's `payment_type`.
bool is_wallet(std::string_view payment_type);

struct Attempt {
  PaymentId id;
  OrderId order;
  std::int64_t number = 1;  ///< 1, 2, ... within the order
  std::string provider, reference;
  Money amount;
  AttemptState state = AttemptState::kOpening;
  bool settles_order = false;
  Money captured;
  Money refunded;                   ///< of it, what has gone back or is on its way
  Money forgiven;                   ///< what it lacks of the amount, with which it pays the order all the same
  std::string redirect_url, token;  ///< empty: none yet
  std::string payment_type;
  std::optional<Time> expires_at;
  std::string transaction_id;       ///< the provider's, of the last report that was recorded; empty: none yet
  std::optional<Time> disputed_at;  ///< when we last heard that a bank took its money back, or was asked to

  [[nodiscard]] AttemptName name() const { return {.reference = reference, .token = token}; }
  [[nodiscard]] bool is_at_provider() const { return std::ranges::find(kProviders, provider) != std::end(kProviders); }
  /// What can still be promised back.
  [[nodiscard]] Money left() const { return captured - refunded; }
};

struct NewAttempt {
  OrderId order;
  std::string order_number;
  std::string provider;
  Money amount;
  AttemptState state = AttemptState::kOpening;
  std::optional<Time> expires_at;
};
/// `reference` becomes "<order number>-<attempt>".
Attempt create_attempt(db::Tx& tx, const NewAttempt& attempt, Time now);

std::optional<Attempt> find_attempt(db::Tx& tx, std::string_view reference);
std::optional<Attempt> find_attempt(db::Tx& tx, PaymentId id);
/// By the provider's own name for the payment, as far as a report has told it.
std::optional<Attempt> find_attempt_of(db::Tx& tx, std::string_view provider, std::string_view transaction_id);
/// As `find_attempt`, locked until the transaction ends. The order's row is locked before, always.
std::optional<Attempt> lock_attempt(db::Tx& tx, std::string_view reference);
/// Newest first.
std::vector<Attempt> attempts_of(db::Tx& tx, OrderId order);

/// Lets one caller at a time ask the provider to open the attempt. False: somebody else is at it, or it is open
/// already.
bool claim_opening(db::Tx& tx, PaymentId id, Time now, Time lease_until);
/// Does nothing when the provider's report has overtaken us.
void record_opened(db::Tx& tx, PaymentId id, std::string_view token, std::string_view redirect_url, Time now);
/// Gives the claim back, so that the next one may try at once.
void release_claim(db::Tx& tx, PaymentId id, Time now);

struct Progress {
  AttemptState state;
  std::string_view transaction_id, payment_type;
};
void record_progress(db::Tx& tx, PaymentId id, const Progress& progress, Time now);
/// So much money has come altogether, and what is new of it is booked. `settles_order`: it is the order's one payment;
/// what was recorded before as nobody's has been taken back then (transfers.hpp). Otherwise it must go back.
void record_capture(db::Tx& tx, PaymentId id, Money amount, bool settles_order, const Progress& progress, Time now);
void set_state(db::Tx& tx, PaymentId id, AttemptState state, Time now);
/// The buyer has until then, which may be sooner or later than before.
void set_expiry(db::Tx& tx, PaymentId id, Time until);
/// A bank has taken the money back, or is asked to: the attempt is disputed until staff have said what became of it.
void record_dispute(db::Tx& tx, PaymentId id, Time now);

/// References of attempts that were last heard of before `before` and may still be paid, oldest first; they count as
/// heard of now.
std::vector<std::string> take_stale_attempts(db::Tx& tx, Time before, Time now, std::int64_t limit);

// Refunds -----------------------------------------------------------------------------------------------------------
// A refund belongs to a payment. The sum of those that did not fail never exceeds what was captured: the promise is one
// conditional UPDATE of the payment's row. All of these are called with the order's row locked, but for claim_refunds.

enum class RefundState : std::uint8_t {
  kRequested,  ///< recorded; the provider may or may not know of it
  kSent,       ///< the provider has accepted it
  kByHand,     ///< staff must transfer the money themselves
  kSucceeded,
  kFailed,  ///< the money stays here, free to be refunded anew
};
std::string_view word(RefundState state);

/// Pieces of an order's line whose price goes back.
struct RefundLine {
  OrderLineId line;
  std::int64_t quantity = 1;
  Money amount;
  bool restock = false;        ///< they go back into the stock once the money has gone back
  std::int64_t restocked = 0;  ///< those that did
};

struct Refund {
  RefundId id;
  OrderId order;
  PaymentId payment;
  std::string provider, key;
  bool made_at_provider = false;  ///< we never asked for it: somebody did at the provider's own pages
  Money amount, goods, shipping;  ///< goods and shipping are parts of the amount; the rest was given freely
  RefundState state = RefundState::kRequested;
  std::string reason;              ///< a word of orders::refund_reason, or as staff wrote it
  std::string problem;             ///< why it is by hand or failed, as the provider put it; empty: nothing to say
  std::string transfer_reference;  ///< of the transfer by hand; empty: there was none
  std::optional<UserId> created_by;
  std::int64_t asks = 0;            ///< how often a job has taken it up
  std::optional<Time> next_ask_at;  ///< nothing: nobody asks the provider about it
  Time created_at;
  std::optional<Time> settled_at;
  std::vector<RefundLine> lines;
};
/// Of all the order's attempts, oldest first.
std::vector<Refund> refunds_of(db::Tx& tx, OrderId order);
std::optional<Refund> find_refund(db::Tx& tx, RefundId id);
std::optional<Refund> find_refund(db::Tx& tx, PaymentId payment, std::string_view key);
/// By the key of the form that asked for it.
std::optional<Refund> find_requested_refund(db::Tx& tx, PaymentId payment, std::string_view request_key);

struct NewRefund {
  OrderId order;
  std::string order_number;
  PaymentId payment;
  Money amount, goods, shipping;
  RefundState state = RefundState::kRequested;  ///< or kByHand, or kSent with `key`
  std::string reason;
  std::optional<std::string> request_key = {};
  std::string key = {};  ///< the provider's, of a refund that was made there; empty: a new one of ours
  std::optional<UserId> created_by = {};
  std::vector<RefundLine> lines = {};
};
/// Promises the money and records the refund. Nothing when the payment does not hold that much any more.
std::optional<Refund> create_refund(db::Tx& tx, const NewRefund& refund, Time now);

// Each answers whether it was this call that changed the state, and books what it did to the money.

/// requested -> sent.
bool record_sent(db::Tx& tx, RefundId id);
/// requested, sent or succeeded -> by hand. `problem`: why.
bool hand_over(db::Tx& tx, RefundId id, std::string_view problem, Time now);
/// -> succeeded. `transfer_reference` is empty unless staff sent the money.
bool record_refunded(db::Tx& tx, RefundId id, std::string_view transfer_reference, Time now);
/// -> failed: the amount is free again.
bool record_failed(db::Tx& tx, RefundId id, std::string_view problem, Time now);

void record_restocked(db::Tx& tx, RefundId id, OrderLineId line, std::int64_t quantity);
/// The sum of the payment's refunds that succeeded.
Money gone_back(db::Tx& tx, PaymentId payment);

/// What the provider should be asked about now, longest due first. It will not be due again before `until(asks)` of
/// each, so that one caller asks at a time and a caller that dies is followed by another.
struct DueRefund {
  RefundId id;
  OrderId order;
  PaymentId payment;
  RefundState state;
  std::int64_t asks;  ///< with this one
};
std::vector<DueRefund> claim_refunds(db::Tx& tx, Time now, std::int64_t limit,
                                     Time (*until)(std::int64_t asks, Time now));
void ask_again_at(db::Tx& tx, RefundId id, Time at);
/// Nobody asks the provider any more until staff want it.
void stop_asking(db::Tx& tx, RefundId id);
/// Staff want it: from the beginning, at once. False when there is nothing to ask, or somebody is at it.
bool resume_asking(db::Tx& tx, RefundId id, Time now);

// Inbox -------------------------------------------------------------------------------------------------------------

struct Event {
  std::int64_t id = 0;
  std::string provider;
  std::string reference;  ///< ours, or the provider's name for the payment; empty: about no payment
  std::string payload, state;
};
/// A stored event that is not processed by then is taken up again: the job that was to do so may have been given up.
inline constexpr std::chrono::hours kFirstTakeUp{1};
/// A message that was processed is a repeat for that long. Later the same words may tell of something new: Midtrans
/// puts no number on what it says.
inline constexpr std::chrono::hours kRepeatedWithin{1};
/// The event's id when it is new, or to be processed once more; nothing when it is a repeat.
std::optional<std::int64_t> record_event(db::Tx& tx, std::string_view provider, std::string_view identity,
                                         std::string_view reference, std::string_view payload, Time now);
std::optional<Event> find_event(db::Tx& tx, std::int64_t id);
void finish_event(db::Tx& tx, std::int64_t id, std::string_view outcome, Time now);
/// For an event nobody can act on yet: kept, and shown to staff.
void park_event(db::Tx& tx, std::int64_t id, std::string_view reason, Time now);

/// Events that have not been processed and are due to be taken up again, longest due first. None will be due again
/// before `until(take_ups)`, so that one caller takes it up at a time and a caller that dies is followed by another.
struct DueEvent {
  std::int64_t id = 0;
  std::string provider;
  bool is_parked = false;
  std::int64_t take_ups = 0;  ///< with this one
};
std::vector<DueEvent> claim_events(db::Tx& tx, Time now, std::int64_t limit,
                                   Time (*until)(std::int64_t take_ups, Time now));
/// Whether there is any: whoever looks often needs no transaction that writes.
bool is_event_due(db::Tx& tx, Time now);
/// Nobody takes it up any more until make_events_due.
void leave_event(db::Tx& tx, std::int64_t id);
/// All that have not been processed are due now, as if for the first time; parked ones if they came at
/// `parked_since` or later.
void make_events_due(db::Tx& tx, Time parked_since, Time now);

// Settings ----------------------------------------------------------------------------------------------------------

struct Method {
  std::string provider;
  bool enabled = false;
  Money minimum_total;
  std::optional<Money> maximum_total;
  std::vector<BankAccount> accounts = {};  ///< of bank_transfer, to transfer to
  /// Switched on, and with what it needs of the shop's own. Keys at a provider are another question.
  [[nodiscard]] bool is_set_up() const { return enabled && (provider != "bank_transfer" || !accounts.empty()); }
  [[nodiscard]] bool takes(Money total) const {
    return is_set_up() && total >= minimum_total && (!maximum_total || total <= *maximum_total);
  }
};
/// All four, in the order they are offered.
std::vector<Method> methods(db::Tx& tx);

// Staff -------------------------------------------------------------------------------------------------------------

/// Puts something on the staff's list, once for each `key`.
void ask_staff(db::Tx& tx, std::string_view key, std::string_view kind, std::optional<OrderId> order,
               std::optional<PaymentId> payment, std::string_view detail, Time now);

struct StaffTask {
  std::int64_t id = 0;
  std::string kind, detail, order_number;
  Time created_at;
  std::int64_t attempt = 0;  ///< the number of the payment it is about; 0: about none
  Money left;                ///< what that payment holds and could go back
  std::string transfer;      ///< the payment's reference when it is a transfer; empty: it is none
  bool is_disputed = false;  ///< the payment
  /// Of money that pays nothing: it goes back, or a transfer is decided on.
  [[nodiscard]] bool is_about_money() const { return kind == "payment_must_go_back" || kind == "payment_mismatch"; }
  /// Of money that a bank has taken back, or is asked to: staff say at its order what became of it.
  [[nodiscard]] bool is_about_dispute() const { return kind == "payment_withdrawn" || kind == "chargeback"; }
  /// Only what becomes of such money answers for it: off this list, nothing would speak of it any more.
  [[nodiscard]] bool may_be_resolved() const {
    return !(is_about_money() && left > Money{}) && !(is_about_dispute() && is_disputed);
  }
};
/// Oldest first.
std::vector<StaffTask> open_staff_tasks(db::Tx& tx, std::int64_t limit);
enum class NotResolved : std::uint8_t {
  kAlready,    ///< or there is no such task
  kMoneyLeft,  ///< or it is disputed: see StaffTask::may_be_resolved
};
std::expected<void, NotResolved> resolve_staff_task(db::Tx& tx, std::int64_t id, UserId staff, Time now);
/// What was asked for has been done. `key`: of ask_staff.
void resolve_task(db::Tx& tx, std::string_view key, std::optional<UserId> by, Time now);
/// The same for everything of the kind about the payment.
void resolve_tasks(db::Tx& tx, PaymentId payment, std::string_view kind, std::optional<UserId> by, Time now);
/// The same for everything of the kind with that detail.
void resolve_tasks_about(db::Tx& tx, std::string_view kind, std::string_view detail, std::optional<UserId> by,
                         Time now);
/// The detail of what was asked under the key, answered or not; nothing: nobody was asked.
std::optional<std::string> find_asked(db::Tx& tx, std::string_view key);
/// What is asked under the key from now on is another matter. What was asked stays as it is.
void set_asked_aside(db::Tx& tx, std::string_view key);
/// Whether something of the kind stands on the list with that detail.
bool is_staff_asked(db::Tx& tx, std::string_view kind, std::string_view detail);

}  // namespace hurtrock::payments
