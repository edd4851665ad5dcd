#include "payments/midtrans/notification.hpp"

#include <optional>
#include <string>

#include "payments/midtrans/amount.hpp"
#include "payments/midtrans/status_table.hpp"
#include "payments/wire/json_fields.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::size_t kMaxBody = 64 * 1024;

bool signature_matches(const boost::json::object& body, const Secret& server_key) {
  // Only text counts: a gross_amount sent as a number has lost the digits that were signed.
  const auto order_id = string_member(body, "order_id");
  const auto status_code = string_member(body, "status_code");
  const auto gross_amount = string_member(body, "gross_amount");
  if (server_key.empty() || order_id.empty() || status_code.empty() || gross_amount.empty()) return false;

  std::string signed_text;
  signed_text.append(order_id).append(status_code).append(gross_amount).append(server_key.reveal());
  return crypto::equal(crypto::sha512_hex(signed_text), string_member(body, "signature_key"));
}

/// The signature is left out, so that rolling the server key does not make a repeat look new.
std::string identity_of(boost::json::object body) {
  body.erase("signature_key");
  return crypto::sha256_hex(canonical_json(body));
}

}  // namespace

std::expected<Notification, NotificationRefusal> read_notification(std::string_view body, const Secret& server_key) {
  // The signature stands in the body: what cannot be read has none.
  const auto fields = body.size() > kMaxBody ? std::nullopt : parse_object(body);
  if (!fields || !signature_matches(*fields, server_key)) return std::unexpected(NotificationRefusal::kBadSignature);

  const auto amount = parse_amount(string_member(*fields, "gross_amount"));
  if (!amount) return std::unexpected(NotificationRefusal::kUnusable);

  const auto text = [&](std::string_view name) { return std::string{string_member(*fields, name)}; };
  return Notification{
      .event_identity = identity_of(*fields),
      .reference = text("order_id"),
      .transaction_id = text("transaction_id"),
      .state = state_of({.transaction_status = string_member(*fields, "transaction_status"),
                         .fraud_status = string_member(*fields, "fraud_status"),
                         .status_code = string_member(*fields, "status_code")}),
      .gross_amount = *amount,
      .currency = text("currency"),
      .payment_type = text("payment_type"),
      .fraud_status = text("fraud_status"),
      .raw_status = text("transaction_status"),
  };
}

}  // namespace hurtrock::payments
