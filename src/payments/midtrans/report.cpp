#include "payments/midtrans/report.hpp"

#include <string>

#include "payments/midtrans/amount.hpp"
#include "payments/midtrans/status_table.hpp"
#include "payments/wire/json_fields.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::size_t kKeptBytes = 8 * 1024;

/// Answers about payments that came to nothing may be short of the amount.
bool needs_no_amount(PaymentState state) {
  return state == PaymentState::kDenied || state == PaymentState::kCancelled || state == PaymentState::kExpired ||
         state == PaymentState::kFailed;
}

std::vector<RefundedAmount> read_refunds(const boost::json::object& body) {
  std::vector<RefundedAmount> refunds;
  const auto* list = body.if_contains("refunds");
  if (list == nullptr || !list->is_array()) return refunds;
  for (const auto& entry : list->get_array()) {
    if (!entry.is_object()) continue;
    const auto& refund = entry.get_object();
    const auto said = string_member(refund, "refund_amount");
    const auto amount = parse_amount(said);
    const auto number = integer_member(refund, "refund_chargeback_id");
    refunds.push_back({.refund_key = std::string{string_member(refund, "refund_key")},
                       .amount = amount.value_or(Money{}),
                       .id = number ? std::to_string(*number) : std::string{}});
    if (!amount) refunds.back().unreadable = said.empty() ? "?" : said;
  }
  return refunds;
}

}  // namespace

std::optional<Report> read_report(std::string_view body) {
  const auto fields = parse_object(body);
  if (!fields) return std::nullopt;
  const auto word = string_member(*fields, "transaction_status");
  const auto state = state_of({.transaction_status = word,
                               .fraud_status = string_member(*fields, "fraud_status"),
                               .status_code = string_member(*fields, "status_code")});
  const auto amount = parse_amount(string_member(*fields, "gross_amount"));
  if (word.empty() || (!amount && !needs_no_amount(state))) return std::nullopt;

  const auto text = [&](std::string_view name) { return std::string{string_member(*fields, name)}; };
  return Report{
      .state = state,
      .gross_amount = amount.value_or(Money{}),
      .currency = text("currency"),
      .transaction_id = text("transaction_id"),
      .payment_type = text("payment_type"),
      .fraud_status = text("fraud_status"),
      .raw_status = std::string{word},
      .raw_json = std::string{body.substr(0, kKeptBytes)},
      .refunds = read_refunds(*fields),
  };
}

}  // namespace hurtrock::payments
