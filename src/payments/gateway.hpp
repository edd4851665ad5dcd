#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"

/// What the shop needs from a payment provider, the same for all of them. Adapters live in folders of their own
/// (midtrans/, stripe/); which keys they use is decided in app/gateways.cpp.
namespace hurtrock::payments {

/// One line of what is paid for. Goods, shipping and fees are positive, a discount is negative.
struct Item {
  std::string id, name;
  Money price;  ///< of one piece
  std::int64_t quantity = 1;
};

struct Contact {
  std::string name, email, phone;  ///< email and phone may be empty
};

struct PostalAddress {
  std::string street, city, postal_code;  ///< in Indonesia; any of them may be empty
};

struct PaymentRequest {
  /// Our name for this attempt, "<order number>-<attempt>": 1 to 50 of A-Z a-z 0-9 - _ ~ . and never used for another
  /// attempt, because a provider will not take one again once the buyer has chosen how to pay.
  std::string reference;
  Money amount;             ///< at least Rp 1
  std::vector<Item> items;  ///< adds up to `amount`
  Contact contact;
  PostalAddress shipping_address;
  /// The provider refuses payment from here on, or up to a minute earlier. Where its own shortest time is longer it
  /// does so half an hour later: who counts on this time must close the page.
  Time expires_at;
  /// Where the buyer's browser goes afterwards; proves nothing about the payment. Has a query, to which
  /// order_id=<reference> is added.
  std::string finish_url;
  std::string language;  ///< "id" or "en", for providers that let us choose
};

/// One attempt, by both its names.
struct AttemptName {
  std::string reference;   ///< ours
  std::string token = {};  ///< the provider's, of Opened; empty: none was recorded, so nobody was sent to its page
};

/// A payment page waits for the buyer.
struct Opened {
  std::string token;
  std::string redirect_url;  ///< stored and followed as it is, never built by us
};

enum class FailureKind : std::uint8_t {
  kRefused,      ///< the provider understood and will not: asking again cannot help (wrong key, wrong data)
  kUnavailable,  ///< it did not happen (not sent, overloaded, broken): try again later
  kUnknown,      ///< it may have happened: ask for the status before doing anything else
};

struct GatewayFailure {
  FailureKind kind = FailureKind::kUnavailable;
  std::string message;  ///< for the log; without keys and personal data
};

/// What the provider says about the payment, in our words.
enum class PaymentState : std::uint8_t {
  kNotAttempted,  ///< the buyer has not chosen a method, or the reference is unknown
  kPending,       ///< the provider waits for the money
  kAuthorized,    ///< reserved on the card, not taken
  kChallenge,     ///< held until staff approve or deny
  kPaid,          ///< captured or settled
  kDenied,        ///< this try failed; the same page may still be paid in another way
  kCancelled,
  kExpired,
  kFailed,
  kRefunded,
  kPartiallyRefunded,
  kChargedBack,  ///< wholly or partly disputed at the bank
  kOther,        ///< recorded, changes nothing
};

enum class RefundProgress : std::uint8_t {
  kPending,  ///< accepted, and not yet with the buyer's bank
  kSucceeded,
  kFailed,  ///< the money has stayed with us, or has come back: banks take up to a month to say so
};

/// One refund of a payment, made by us or by somebody at the provider's own pages.
struct RefundedAmount {
  std::string refund_key;  ///< of RefundRequest; of a refund we did not ask for: what the provider has there, or ""
  Money amount;
  std::string id = {};  ///< the provider's, unique within the payment; empty: it gives none
  RefundProgress progress = RefundProgress::kSucceeded;
  /// What the provider said where that is no amount in whole rupiah; `amount` counts for nothing then.
  std::string unreadable = {};
};

/// A buyer's complaint at the bank about a payment that has come. One payment can have several, one after the other.
struct Dispute {
  std::string id;  ///< the provider's, unique there
  Time began_at;
};

/// The provider's own account of a payment: the only thing to act on where money is concerned. Compare `gross_amount`
/// and `currency` with the order before believing `state`.
struct Report {
  PaymentState state = PaymentState::kNotAttempted;
  Money gross_amount;
  std::string currency;
  std::string transaction_id;  ///< one reference may have several, one for each try; this is the last
  std::string payment_type;
  std::string fraud_status;
  std::string raw_status;
  std::string raw_json;                 ///< at most 8 KiB, for the record
  std::vector<RefundedAmount> refunds;  ///< all of them, failed ones too
  /// All of them, those that are decided too; empty where the provider gives them no names, whatever `state` says.
  std::vector<Dispute> disputes = {};
};

/// What became of a wish to end a payment.
enum class Closing : std::uint8_t {
  kDone,
  kNotAttempted,  ///< there is nothing to end yet; close the page instead
  kTooLate,       ///< the state does not allow it any more: ask for the status
};

/// A payment as it stands in a provider's list of what was paid.
struct ListedPayment {
  std::string reference;  ///< ours, or what stands in its place
  std::string transaction_id;
  Money amount;
};

struct RefundRequest {
  AttemptName attempt;
  std::string payment_type;  ///< how it was paid, as the provider calls it
  std::string refund_key;    ///< A-Z a-z 0-9 - _, at most 50; the same key never refunds twice
  Money amount;
  std::string reason;  ///< for people; cut at 255 characters
};

enum class RefundOutcome : std::uint8_t {
  kAccepted,
  kAlreadyAsked,  ///< this refund_key has been used: the money is on its way, or read the status
  kNotYet,        ///< the payment has to settle first: ask again in some hours
  kNotPossible,   ///< past the window, or a method without refunds: transfer by hand
  kWrongAmount,   ///< more than is left, or the balance at the provider is too low
  kDeniedByBank,
};

/// What a provider told us on its own account. The signature was right, yet it does not cover everything that stands
/// here: a notification says "look", Gateway::status says what is true.
struct Notification {
  std::string event_identity;  ///< equal for repeats of the same message, different for any other
  std::string reference;       ///< empty: it names the payment by transaction_id only
  std::string transaction_id;  ///< both empty: it is about no payment
  PaymentState state = PaymentState::kOther;
  Money gross_amount;
  std::string currency;
  std::string payment_type;
  std::string fraud_status;
  std::string raw_status;
};

enum class NotificationRefusal : std::uint8_t {
  kMalformed,     ///< signed, and not the provider's format at all
  kBadSignature,  ///< missing, or made with another key or over other values
  kUnusable,      ///< signed, but says something we cannot read (an amount with sen)
};

/// A message a provider sent to us, as it came.
struct WebhookMessage {
  std::string_view body;
  std::string_view signature;  ///< of the header the provider signs in; empty for those that sign within the body
};

/// Thread-safe. Every function but read_notification may wait for the provider, within the bounds given at
/// construction; none may be called with a database transaction open.
class Gateway {
 public:
  virtual ~Gateway() = default;

  /// Opens a payment page. Asked again with the same request, a provider opens no second page that could be paid beside
  /// the first. Throws std::logic_error for a request that breaks the rules above: a bug of ours.
  virtual std::expected<Opened, GatewayFailure> open(const PaymentRequest& request) = 0;

  virtual std::expected<Report, GatewayFailure> status(const AttemptName& attempt) = 0;

  /// Ends a payment that has not been settled.
  virtual std::expected<Closing, GatewayFailure> cancel(const AttemptName& attempt) = 0;
  /// Ends a payment that is still waiting for the money.
  virtual std::expected<Closing, GatewayFailure> expire(const AttemptName& attempt) = 0;
  /// Ends a page on which nothing has been chosen yet, so that nobody can pay there any more. kTooLate: the buyer has
  /// begun, so cancel the payment instead.
  virtual std::expected<Closing, GatewayFailure> close_page(std::string_view token) = 0;

  virtual std::expected<RefundOutcome, GatewayFailure> refund(const RefundRequest& request) = 0;

  /// Everything that was begun between the two times and has been paid, whoever began it. Nothing, where the provider
  /// has no such list (Midtrans). At most 5,000, the newest.
  virtual std::expected<std::vector<ListedPayment>, GatewayFailure> paid_between(Time, Time) {
    return std::vector<ListedPayment>{};
  }

  /// Checks the signature in constant time. Pure.
  virtual std::expected<Notification, NotificationRefusal> read_notification(const WebhookMessage& message) = 0;
};

/// Keys may be changed while calls are under way: whoever calls keeps the gateway that was found until the call is
/// over.
using GatewayPointer = std::shared_ptr<Gateway>;
/// One that somebody else owns and keeps alive.
inline GatewayPointer borrowed(Gateway& gateway) { return {std::shared_ptr<void>{}, &gateway}; }

}  // namespace hurtrock::payments
