#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"

/// What the sandbox remembers of Midtrans' side.
namespace hurtrock::sandbox {

struct MidtransRefund {
  std::string key;
  Money amount;
  std::string reason;
  Time created_at;
  bool confirmed = false;  ///< by the bank
};

/// One try to pay an order.
struct MidtransTransaction {
  std::string id;
  std::string method;  ///< as in Snap's enabled_payments: "bca_va", "qris", ...
  std::string status;  ///< Midtrans' transaction_status
  std::string fraud_status;
  Time created_at;
  std::optional<Time> settled_at;
  std::vector<MidtransRefund> refunds;
  bool refunds_denied = false;  ///< the bank says no to every one

  [[nodiscard]] Money refunded() const;
};

struct MidtransItem {
  std::string name;
  Money price;
  std::int64_t quantity = 1;
};

struct MidtransOrder {
  std::string order_id;
  std::string token;  ///< of the newest payment page; earlier ones are dead
  Money gross_amount;
  std::vector<MidtransItem> items;
  std::string buyer;
  std::string finish_url;
  Time expires_at;
  bool page_closed = false;
  std::vector<std::string> notification_urls;
  std::vector<MidtransTransaction> transactions;  ///< oldest first
  bool notified = true;                           ///< the last change has been told, or given up telling

  [[nodiscard]] const MidtransTransaction* last() const {
    return transactions.empty() ? nullptr : &transactions.back();
  }
};

/// For the journal.
boost::json::object to_json(const MidtransOrder& order);
/// Throws when `json` was not made by to_json.
MidtransOrder order_from_json(const boost::json::object& json);

}  // namespace hurtrock::sandbox
