#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payments/payments.hpp"

/// Our ledger held against a provider's own account of the payments, a day (in WIB) at a time. A day's run goes on
/// where it stopped, in whichever process.
namespace hurtrock::payments {

struct Reconciliation {
  enum class State : std::uint8_t {
    kRunning,
    kFinished,
    kUnfinished,  ///< a later day's began before it was through; it goes on when there is time
  };
  std::int64_t id = 0;
  std::string provider;
  Time day_begins_at, day_ends_at;
  State state = State::kRunning;
  PaymentId last;                     ///< the last payment that was compared
  std::int64_t tries = 0;             ///< how often the next one could not be asked about
  std::int64_t compared = 0;          ///< payments
  Money ours, theirs;                 ///< what is still held of them, added up, by our books and by the provider's
  std::int64_t healed = 0, open = 0;  ///< findings
  Time started_at;
  std::optional<Time> ended_at;
};
std::string_view word(Reconciliation::State state);

/// Begins the provider's run of that day, or goes on with one that was not through. Those of earlier days that still
/// run are unfinished then; answers them.
std::vector<Reconciliation> begin_reconciliation(db::Tx& tx, std::string_view provider, Time day_begins_at,
                                                 Time day_ends_at, Time now);
/// The oldest day, beginning at `since` or later and before `until`, that no run of the provider has finished, though
/// one of that day or an earlier one was begun. Both are beginnings of days.
std::optional<Time> missed_day(db::Tx& tx, std::string_view provider, Time since, Time until);
/// The one that is running.
std::optional<Reconciliation> running_reconciliation(db::Tx& tx, std::string_view provider);
/// Newest day first.
std::vector<Reconciliation> reconciliations(db::Tx& tx, std::int64_t limit);
std::optional<Reconciliation> find_reconciliation(db::Tx& tx, std::int64_t id);

/// What is to be compared next: payments begun before the day was over in which something has happened since seven days
/// before it, for a refund at the provider's own pages may go unheard for that long. In the order of their ids.
std::vector<Attempt> payments_to_compare(db::Tx& tx, const Reconciliation& run, std::int64_t limit);

// Each goes on from `run` as it was read, and answers false when somebody else has gone on from there before.

/// `next` has been compared; by our books this much of it is held now, by the provider's that much.
bool record_compared(db::Tx& tx, const Reconciliation& run, PaymentId next, Money ours, Money theirs);
/// The provider could not be asked about the next one.
bool record_no_answer(db::Tx& tx, const Reconciliation& run);
bool end_reconciliation(db::Tx& tx, const Reconciliation& run, Time now);

struct Finding {
  enum class Kind : std::uint8_t {
    kAmount,
    kUnknownHere,  ///< paid there, and no payment of ours
    kNoAnswer,     ///< the provider could not be asked
    kChargedBack,  ///< disputed at the bank, which we had not heard of
  };
  Kind kind = Kind::kAmount;
  std::string reference;  ///< the payment's, ours or as the provider has it
  std::optional<PaymentId> payment = {};
  Money ours, theirs;             ///< held of it, as found
  bool healed = false;            ///< our books have taken over what the provider says
  std::string order_number = {};  ///< when read; empty: there is none
  Time found_at = {};
};
std::string_view word(Finding::Kind kind);
/// A payment has one finding in a run; a second one is left out.
void record_finding(db::Tx& tx, const Reconciliation& run, const Finding& finding, Time now);
/// Open ones first.
std::vector<Finding> findings_of(db::Tx& tx, std::int64_t reconciliation, std::int64_t limit);

}  // namespace hurtrock::payments
