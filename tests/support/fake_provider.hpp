#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payments/gateway.hpp"

namespace hurtrock::fixture {

/// A payment provider in memory, with the manners of Midtrans: a reference is unknown to it until the buyer has chosen
/// how to pay, only what waits for money can expire, and settled money can no longer be cancelled. Thread-safe.
class FakeProvider final : public payments::Gateway {
 public:
  // What buyer, bank and staff do there.

  /// Every try has a transaction of its own: a payment that ended and goes on is another try.
  void set_state(const std::string& reference, payments::PaymentState state);
  void set_amount(const std::string& reference, Money amount);
  /// Somebody at the provider's own pages gives money back.
  void refund_there(const std::string& reference, const std::string& id, Money amount);
  /// The buyer has the payment disputed, and the provider gives that a name.
  void dispute_there(const std::string& reference, const std::string& id, Time began_at);
  /// The bank says what became of the payment's refund with that number, from 0.
  void decide_refund(const std::string& reference, std::size_t number, payments::RefundProgress progress);
  /// Its account of the payment has none any more: nobody says why.
  void forget_refunds(const std::string& reference);
  /// How the bank begins with refunds of the payment from now on.
  void begin_refunds_as(const std::string& reference, payments::RefundProgress progress);
  /// What becomes of the refunds of the payment, those made and those to come.
  void set_refunds(const std::string& reference, payments::RefundProgress progress);
  /// The provider's account of the payment now.
  [[nodiscard]] payments::Report report(const std::string& reference);
  [[nodiscard]] payments::PaymentRequest request(const std::string& reference);
  [[nodiscard]] bool is_page_open(const std::string& reference);

  /// What stands in its list of what was paid, whenever it was.
  std::vector<payments::ListedPayment> listed;

  /// Whether each try has a name of its own. Those on one page of Stripe's have not.
  bool names_tries = true;

  // How it misbehaves. Set before the calls begin.

  /// Every call fails like this.
  std::optional<payments::FailureKind> failing;
  /// Every refund fails like this, or is answered like that, and not made.
  std::optional<payments::FailureKind> failing_refunds;
  std::optional<payments::RefundOutcome> refund_answer;
  /// Called with verb and reference before and after each call takes effect; may throw, as a process that dies would.
  std::function<void(std::string_view, const std::string&)> before, after;

  /// How often "open", "status", "cancel", "expire", "close_page", "refund" was called.
  [[nodiscard]] int calls(const std::string& verb);

  std::expected<payments::Opened, payments::GatewayFailure> open(const payments::PaymentRequest& request) override;
  std::expected<payments::Report, payments::GatewayFailure> status(const payments::AttemptName& attempt) override;
  std::expected<payments::Closing, payments::GatewayFailure> cancel(const payments::AttemptName& attempt) override;
  std::expected<payments::Closing, payments::GatewayFailure> expire(const payments::AttemptName& attempt) override;
  std::expected<payments::Closing, payments::GatewayFailure> close_page(std::string_view token) override;
  std::expected<payments::RefundOutcome, payments::GatewayFailure> refund(const payments::RefundRequest&) override;
  std::expected<std::vector<payments::ListedPayment>, payments::GatewayFailure> paid_between(Time, Time) override;
  std::expected<payments::Notification, payments::NotificationRefusal> read_notification(
      const payments::WebhookMessage&) override;

 private:
  struct Payment {
    payments::PaymentRequest request;
    payments::PaymentState state = payments::PaymentState::kNotAttempted;
    std::optional<Money> amount;  ///< when it is not what was asked for
    int tries = 0;
    bool page_open = false;
    std::vector<payments::RefundedAmount> refunds;
    std::vector<payments::Dispute> disputes;
    payments::RefundProgress refund_progress = payments::RefundProgress::kSucceeded;
  };
  /// One call: hooks around `act`, which is run under the lock.
  template <class Answer>
  std::expected<Answer, payments::GatewayFailure> call(std::string_view verb, const std::string& reference,
                                                       const std::function<Answer(Payment&)>& act);
  payments::Report report_of(const std::string& reference, const Payment& payment) const;

  std::mutex mutex_;  // guards what follows
  std::map<std::string, Payment, std::less<>> payments_;
  std::map<std::string, int, std::less<>> calls_;
};

/// A report as the provider would give it for a payment in whole rupiah.
payments::Report report_of(payments::PaymentState state, Money amount, std::string_view transaction = "transaction-1");

}  // namespace hurtrock::fixture
