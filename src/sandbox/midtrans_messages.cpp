#include "sandbox/midtrans_messages.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "platform/core/crypto.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

constexpr std::string_view kMerchantId = "G000000001";

/// Sixteen digits that belong to this try for good.
std::string digits_for(const MidtransTransaction& transaction) {
  constexpr std::size_t kDigits = 16;
  std::string digits;
  for (const char c : crypto::sha256(transaction.id)) {
    if (digits.size() == kDigits) break;
    digits += static_cast<char>('0' + static_cast<unsigned char>(c) % 10);
  }
  return digits;
}

void add_bank_transfer(json::object& body, const MidtransTransaction& transaction) {
  body["payment_type"] = "bank_transfer";
  const std::string& method = transaction.method;
  if (method == "permata_va") {
    body["permata_va_number"] = digits_for(transaction);
    return;
  }
  const std::string bank = method.substr(0, method.find('_'));
  body["va_numbers"] = json::array{json::object{{"bank", bank}, {"va_number", digits_for(transaction)}}};
  body["payment_amounts"] = json::array{};
}

void add_card(json::object& body, const MidtransTransaction& transaction) {
  body["payment_type"] = "credit_card";
  body["masked_card"] = "48111111-1114";
  body["bank"] = "bni";
  body["card_type"] = "credit";
  body["eci"] = "05";
  body["channel_response_code"] = transaction.status == "deny" ? "05" : "00";
  body["channel_response_message"] = transaction.status == "deny" ? "Do not honour" : "Approved";
  body["approval_code"] = digits_for(transaction).substr(0, 13);
}

/// What only one kind of payment has.
void add_method_fields(json::object& body, const MidtransTransaction& transaction) {
  const std::string& method = transaction.method;
  if (method == "credit_card") return add_card(body, transaction);
  if (method.ends_with("_va")) return add_bank_transfer(body, transaction);
  body["payment_type"] = method;
  if (method == "echannel") {
    body["biller_code"] = "70012";
    body["bill_key"] = digits_for(transaction).substr(0, 12);
  } else if (method == "qris" || method == "other_qris") {
    body["payment_type"] = "qris";
    body["issuer"] = "gopay";
    body["acquirer"] = "gopay";
    body["transaction_type"] = "on-us";
  } else if (method == "indomaret" || method == "alfamart") {
    body["payment_type"] = "cstore";
    body["store"] = method;
    body["payment_code"] = digits_for(transaction);
    if (method == "indomaret") body.erase("fraud_status");
  }
}

void add_refunds(json::object& body, const MidtransTransaction& transaction) {
  if (transaction.refunds.empty()) return;
  json::array refunds;
  int number = 0;
  for (const auto& refund : transaction.refunds) {
    json::object entry{{"refund_chargeback_id", ++number},
                       {"refund_amount", amount_text(refund.amount)},
                       {"created_at", wib_timestamp(refund.created_at)},
                       {"reason", refund.reason},
                       {"refund_key", refund.key},
                       {"refund_method", "online"}};
    if (refund.confirmed) entry["bank_confirmed_at"] = wib_timestamp(refund.created_at);
    refunds.push_back(std::move(entry));
  }
  body["refunds"] = std::move(refunds);
  body["refund_amount"] = amount_text(transaction.refunded());
}

}  // namespace

std::string amount_text(Money amount) { return std::to_string(amount.rupiah()) + ".00"; }

std::string status_code_of(const MidtransTransaction& transaction) {
  const std::string& status = transaction.status;
  if (status == "pending" || transaction.fraud_status == "challenge") return "201";
  if (status == "deny" || status == "failure") return "202";
  return status == "expire" ? "407" : "200";
}

std::string notified_code_of(const MidtransTransaction& transaction) {
  const std::string& status = transaction.status;
  return status == "expire" || status == "cancel" ? "202" : status_code_of(transaction);
}

json::object transaction_body(const MidtransOrder& order, const MidtransTransaction& transaction, std::string_view code,
                              std::string_view message) {
  json::object body{{"status_code", code},
                    {"status_message", message},
                    {"transaction_id", transaction.id},
                    {"order_id", order.order_id},
                    {"gross_amount", amount_text(order.gross_amount)},
                    {"currency", "IDR"},
                    {"merchant_id", kMerchantId},
                    {"transaction_time", wib_timestamp(transaction.created_at)},
                    {"transaction_status", transaction.status},
                    {"fraud_status", transaction.fraud_status}};
  if (transaction.settled_at) body["settlement_time"] = wib_timestamp(*transaction.settled_at);
  add_method_fields(body, transaction);
  add_refunds(body, transaction);
  return body;
}

std::string notification_body(const MidtransOrder& order, const Secret& server_key) {
  const MidtransTransaction& transaction = order.transactions.back();
  const std::string code = notified_code_of(transaction);
  json::object body = transaction_body(order, transaction, code, "midtrans payment notification");
  body["signature_key"] =
      crypto::sha512_hex(order.order_id + code + amount_text(order.gross_amount) + server_key.reveal());
  return json::serialize(body);
}

}  // namespace hurtrock::sandbox
