#pragma once

#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/core/clock.hpp"
#include "sandbox/journal.hpp"
#include "sandbox/stripe_session.hpp"

namespace hurtrock::sandbox {

/// Stripe's answer to something it will not do.
struct StripeRefusal {
  int status = 400;
  std::string message;
  std::string code, param;  ///< empty: none
  std::string type = "invalid_request_error";
};

/// What the buyer, his bank or the clock does.
enum class StripeDeed : std::uint8_t {
  kPay,
  kFail,  ///< the card is declined, or money that was awaited does not come
  kExpire,
  kProcess,        ///< pays in a way whose money comes later
  kSettle,         ///< that money comes
  kDispute,        ///< at the bank, after paying; once more, when the one before is over
  kWinDispute,     ///< the bank lets the shop keep the money
  kHoldRefunds,    ///< from now on the bank takes its time with them
  kSettleRefunds,  ///< those it took its time with succeed
  kFailRefunds,    ///< all of them fail, also those that had succeeded
};
std::optional<StripeDeed> stripe_deed(std::string_view word);

/// The session after a change, and what Stripe tells the shop about it, oldest first.
struct StripeChange {
  StripeSession session;
  std::vector<StripeEvent> events;
};

/// Stripe's books: sessions with their payments, events, and the rules of what may follow what. In memory, every change
/// in the journal first. Thread-safe.
class StripeLedger {
 public:
  using Result = std::expected<StripeChange, StripeRefusal>;

  /// Takes up what the journal holds. `clock` and `journal` outlive the ledger.
  StripeLedger(const Clock& clock, Journal& journal);

  /// `session` has its id and page.
  Result create(StripeSession session);
  [[nodiscard]] std::optional<StripeSession> find(std::string_view id) const;
  [[nodiscard]] std::optional<StripeSession> find_by_intent(std::string_view intent) const;
  /// The newest one of that reference.
  [[nodiscard]] std::optional<StripeSession> find_by_reference(std::string_view reference) const;
  /// Newest first.
  [[nodiscard]] std::vector<StripeSession> all() const;

  struct Manner {
    std::optional<std::int64_t> amount;  ///< what is paid, where that is not what was asked for
    bool against_the_rules = false;      ///< money that comes after the end
  };
  Result act(std::string_view id, StripeDeed deed, const Manner& manner);
  /// The merchant's wish.
  Result expire(std::string_view id);
  Result refund(std::string_view intent, StripeRefund refund);

  /// Ends every session whose time is over.
  std::vector<StripeChange> expire_due();

  /// Newest first; the last ten thousand.
  [[nodiscard]] std::vector<StripeEvent> events() const;
  /// Events that the shop had not been told of when the sandbox went down.
  [[nodiscard]] std::vector<StripeEvent> untold() const;
  void mark_told(const std::string& event_id);

 private:
  [[nodiscard]] const StripeSession* locate(std::string_view id) const;
  Result ended(StripeSession session);
  Result with_refunds(StripeSession session, StripeDeed deed);
  [[nodiscard]] StripeEvent event(std::string_view type, boost::json::object object) const;
  /// Into the journal first, then into the books.
  StripeChange commit(StripeSession changed, std::vector<StripeEvent> events);
  void keep(const StripeSession& session);
  void keep(StripeEvent event);

  const Clock& clock_;
  Journal& journal_;
  mutable std::mutex mutex_;
  std::map<std::string, StripeSession, std::less<>> sessions_;
  std::vector<std::string> by_age_;  ///< ids, oldest first
  std::unordered_map<std::string, std::string> session_of_intent_;
  std::set<std::pair<Time, std::string>> deadlines_;
  std::vector<StripeEvent> events_;  ///< oldest first
};

}  // namespace hurtrock::sandbox
