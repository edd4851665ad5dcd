#include "payments/stripe/report.hpp"

#include <boost/json/serialize.hpp>

#include "payments/stripe/amount.hpp"
#include "payments/wire/json_fields.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

constexpr std::size_t kKeptBytes = 8 * 1024;

PaymentState while_open(const StripeStatus& status) {
  if (status.intent == "processing" || status.intent == "requires_action" || status.intent == "requires_confirmation")
    return PaymentState::kPending;
  if (status.intent == "requires_capture") return PaymentState::kAuthorized;
  if (status.intent == "canceled") return PaymentState::kCancelled;
  return status.declined ? PaymentState::kDenied : PaymentState::kNotAttempted;
}

PaymentState once_paid(const StripeStatus& status) {
  if (status.refunded == 0) return PaymentState::kPaid;
  return status.refunded >= status.captured ? PaymentState::kRefunded : PaymentState::kPartiallyRefunded;
}

/// The buyer is through, and the money comes later or not at all.
PaymentState awaited(const StripeStatus& status) {
  const bool failed = status.intent == "requires_payment_method" || status.intent == "canceled";
  return failed ? PaymentState::kFailed : PaymentState::kPending;
}

bool flag(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::string method_of(const json::object* charge) {
  const auto* details = charge == nullptr ? nullptr : object_member(*charge, "payment_method_details");
  return details == nullptr ? std::string{} : std::string{string_member(*details, "type")};
}

}  // namespace

PaymentState state_of(const StripeStatus& status) {
  if (status.disputed) return PaymentState::kChargedBack;
  if (status.session == "expired") return PaymentState::kExpired;
  if (status.session == "open") return while_open(status);
  if (status.session != "complete") return PaymentState::kOther;
  // Nothing to pay is not what we asked for; as a payment of nothing it stands out.
  if (status.payment_status == "paid" || status.payment_status == "no_payment_required") return once_paid(status);
  return status.payment_status == "unpaid" ? awaited(status) : PaymentState::kOther;
}

std::optional<Report> read_session(const json::object& session) {
  const auto state = string_member(session, "status"), payment_status = string_member(session, "payment_status");
  const auto total = integer_member(session, "amount_total");
  if (state.empty() || payment_status.empty() || !total) return std::nullopt;

  const json::object* intent = object_member(session, "payment_intent");
  const json::object* charge = intent == nullptr ? nullptr : object_member(*intent, "latest_charge");
  StripeStatus status{.session = state, .payment_status = payment_status, .captured = *total};
  if (intent != nullptr) {
    status.intent = string_member(*intent, "status");
    status.declined = object_member(*intent, "last_payment_error") != nullptr;
  }
  if (charge != nullptr) {
    status.disputed = flag(*charge, "disputed");
    status.refunded = integer_member(*charge, "amount_refunded").value_or(0);
    status.captured = integer_member(*charge, "amount_captured").value_or(*total);
  }
  auto [amount, currency] = from_stripe(*total, string_member(session, "currency"));
  std::string raw{state};
  raw.append("/").append(payment_status);
  if (!status.intent.empty()) raw.append("/").append(status.intent);
  return Report{.state = state_of(status),
                .gross_amount = amount,
                .currency = std::move(currency),
                .transaction_id = intent == nullptr ? std::string{} : std::string{string_member(*intent, "id")},
                .payment_type = method_of(charge),
                .raw_status = std::move(raw),
                .raw_json = json::serialize(session).substr(0, kKeptBytes)};
}

}  // namespace hurtrock::payments
