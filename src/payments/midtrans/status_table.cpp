#include "payments/midtrans/status_table.hpp"

namespace hurtrock::payments {
namespace {

PaymentState captured(const MidtransStatus& status) {
  if (status.fraud_status == "challenge") return PaymentState::kChallenge;
  const bool paid = status.fraud_status == "accept" && status.status_code == "200";
  return paid ? PaymentState::kPaid : PaymentState::kOther;
}

PaymentState settled(const MidtransStatus& status) {
  // Convenience stores settle without a word on fraud.
  const bool accepted = status.fraud_status.empty() || status.fraud_status == "accept";
  return accepted && status.status_code == "200" ? PaymentState::kPaid : PaymentState::kOther;
}

}  // namespace

PaymentState state_of(const MidtransStatus& status) {
  const std::string_view word = status.transaction_status;
  if (word == "capture") return captured(status);
  if (word == "settlement") return settled(status);
  if (word == "pending") return PaymentState::kPending;
  if (word == "authorize") return PaymentState::kAuthorized;
  if (word == "deny") return PaymentState::kDenied;
  if (word == "cancel") return PaymentState::kCancelled;
  if (word == "expire") return PaymentState::kExpired;
  if (word == "failure") return PaymentState::kFailed;
  if (word == "refund") return PaymentState::kRefunded;
  if (word == "partial_refund") return PaymentState::kPartiallyRefunded;
  if (word == "chargeback" || word == "partial_chargeback") return PaymentState::kChargedBack;
  return PaymentState::kOther;
}

}  // namespace hurtrock::payments
