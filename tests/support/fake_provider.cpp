#include "support/fake_provider.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hurtrock::fixture {

using payments::Closing;
using payments::GatewayFailure;
using payments::PaymentState;
using payments::Report;

namespace {

bool has_ended(PaymentState state) {
  return state == PaymentState::kNotAttempted || state == PaymentState::kDenied || state == PaymentState::kExpired ||
         state == PaymentState::kCancelled || state == PaymentState::kFailed;
}

Money gone_back(const std::vector<payments::RefundedAmount>& refunds) {
  Money sum;
  for (const auto& refund : refunds)
    if (refund.progress != payments::RefundProgress::kFailed) sum += refund.amount;
  return sum;
}

}  // namespace

Report report_of(PaymentState state, Money amount, std::string_view transaction) {
  return {.state = state,
          .gross_amount = amount,
          .currency = "IDR",
          .transaction_id = std::string(transaction),
          .payment_type = "bank_transfer",
          .fraud_status = "",
          .raw_status = fmt::format("state-{}", static_cast<int>(state)),
          .raw_json = "{}",
          .refunds = {}};
}

void FakeProvider::set_state(const std::string& reference, PaymentState state) {
  const std::lock_guard lock(mutex_);
  Payment& payment = payments_[reference];
  if (has_ended(payment.state)) ++payment.tries;
  payment.state = state;
}

void FakeProvider::set_amount(const std::string& reference, Money amount) {
  const std::lock_guard lock(mutex_);
  payments_[reference].amount = amount;
}

Report FakeProvider::report(const std::string& reference) {
  const std::lock_guard lock(mutex_);
  return report_of(reference, payments_[reference]);
}

payments::PaymentRequest FakeProvider::request(const std::string& reference) {
  const std::lock_guard lock(mutex_);
  return payments_[reference].request;
}

bool FakeProvider::is_page_open(const std::string& reference) {
  const std::lock_guard lock(mutex_);
  return payments_[reference].page_open;
}

int FakeProvider::calls(const std::string& verb) {
  const std::lock_guard lock(mutex_);
  return calls_[verb];
}

Report FakeProvider::report_of(const std::string& reference, const Payment& payment) const {
  const Money amount = payment.amount.value_or(payment.request.amount);
  const int name = names_tries ? payment.tries : 1;
  Report report = fixture::report_of(payment.state, amount, fmt::format("{}/{}", reference, name));
  report.refunds = payment.refunds;
  report.disputes = payment.disputes;
  const Money back = gone_back(payment.refunds);
  if (payment.state == PaymentState::kPaid && back > Money{})
    report.state = back < amount ? PaymentState::kPartiallyRefunded : PaymentState::kRefunded;
  return report;
}

template <class Answer>
std::expected<Answer, GatewayFailure> FakeProvider::call(std::string_view verb, const std::string& reference,
                                                         const std::function<Answer(Payment&)>& act) {
  {
    const std::lock_guard lock(mutex_);
    ++calls_[std::string(verb)];
  }
  if (before) before(verb, reference);
  if (failing) return std::unexpected(GatewayFailure{*failing, "told to fail"});
  std::optional<Answer> answer;
  {
    const std::lock_guard lock(mutex_);
    answer = act(payments_[reference]);
  }
  if (after) after(verb, reference);
  return *std::move(answer);
}

std::expected<payments::Opened, GatewayFailure> FakeProvider::open(const payments::PaymentRequest& request) {
  return call<payments::Opened>("open", request.reference, [&](Payment& payment) {
    payment.request = request;
    payment.page_open = true;
    return payments::Opened{.token = request.reference, .redirect_url = "https://pay.test/" + request.reference};
  });
}

std::expected<Report, GatewayFailure> FakeProvider::status(const payments::AttemptName& attempt) {
  return call<Report>("status", attempt.reference,
                      [&](Payment& payment) { return report_of(attempt.reference, payment); });
}

std::expected<Closing, GatewayFailure> FakeProvider::cancel(const payments::AttemptName& attempt) {
  return call<Closing>("cancel", attempt.reference, [](Payment& payment) {
    if (payment.state == PaymentState::kNotAttempted) return Closing::kNotAttempted;
    if (payment.state != PaymentState::kPending && payment.state != PaymentState::kChallenge) return Closing::kTooLate;
    payment.state = PaymentState::kCancelled;
    payment.page_open = false;
    return Closing::kDone;
  });
}

std::expected<Closing, GatewayFailure> FakeProvider::expire(const payments::AttemptName& attempt) {
  return call<Closing>("expire", attempt.reference, [](Payment& payment) {
    if (payment.state == PaymentState::kNotAttempted) return Closing::kNotAttempted;
    if (payment.state != PaymentState::kPending && payment.state != PaymentState::kExpired) return Closing::kTooLate;
    payment.state = PaymentState::kExpired;
    payment.page_open = false;
    return Closing::kDone;
  });
}

std::expected<Closing, GatewayFailure> FakeProvider::close_page(std::string_view token) {
  return call<Closing>("close_page", std::string(token), [](Payment& payment) {
    if (!has_ended(payment.state)) return Closing::kTooLate;
    payment.page_open = false;
    return Closing::kDone;
  });
}

std::expected<payments::RefundOutcome, GatewayFailure> FakeProvider::refund(const payments::RefundRequest& request) {
  using payments::RefundOutcome;
  if (failing_refunds) {
    const std::lock_guard lock(mutex_);
    ++calls_["refund"];
    return std::unexpected(GatewayFailure{*failing_refunds, "told to fail"});
  }
  return call<RefundOutcome>("refund", request.attempt.reference, [&](Payment& payment) {
    if (refund_answer) return *refund_answer;
    if (std::ranges::find(payment.refunds, request.refund_key, &payments::RefundedAmount::refund_key) !=
        payment.refunds.end())
      return RefundOutcome::kAlreadyAsked;
    if (payment.state != PaymentState::kPaid) return RefundOutcome::kNotPossible;
    if (gone_back(payment.refunds) + request.amount > payment.amount.value_or(payment.request.amount))
      return RefundOutcome::kWrongAmount;
    payment.refunds.push_back({.refund_key = request.refund_key,
                               .amount = request.amount,
                               .id = fmt::format("re_{}", payment.refunds.size() + 1),
                               .progress = payment.refund_progress});
    return RefundOutcome::kAccepted;
  });
}

void FakeProvider::refund_there(const std::string& reference, const std::string& id, Money amount) {
  const std::lock_guard lock(mutex_);
  Payment& payment = payments_[reference];
  payment.refunds.push_back({.refund_key = "", .amount = amount, .id = id, .progress = payment.refund_progress});
}

void FakeProvider::dispute_there(const std::string& reference, const std::string& id, Time began_at) {
  const std::lock_guard lock(mutex_);
  Payment& payment = payments_[reference];
  payment.state = PaymentState::kChargedBack;
  payment.disputes.push_back({.id = id, .began_at = began_at});
}

void FakeProvider::decide_refund(const std::string& reference, std::size_t number, payments::RefundProgress progress) {
  const std::lock_guard lock(mutex_);
  payments_[reference].refunds.at(number).progress = progress;
}

void FakeProvider::forget_refunds(const std::string& reference) {
  const std::lock_guard lock(mutex_);
  payments_[reference].refunds.clear();
}

void FakeProvider::begin_refunds_as(const std::string& reference, payments::RefundProgress progress) {
  const std::lock_guard lock(mutex_);
  payments_[reference].refund_progress = progress;
}

void FakeProvider::set_refunds(const std::string& reference, payments::RefundProgress progress) {
  const std::lock_guard lock(mutex_);
  Payment& payment = payments_[reference];
  payment.refund_progress = progress;
  for (auto& refund : payment.refunds) refund.progress = progress;
}

std::expected<std::vector<payments::ListedPayment>, GatewayFailure> FakeProvider::paid_between(Time, Time) {
  if (failing) return std::unexpected(GatewayFailure{*failing, "told to fail"});
  return listed;
}

std::expected<payments::Notification, payments::NotificationRefusal> FakeProvider::read_notification(
    const payments::WebhookMessage&) {
  return std::unexpected(payments::NotificationRefusal::kMalformed);
}

}  // namespace hurtrock::fixture
