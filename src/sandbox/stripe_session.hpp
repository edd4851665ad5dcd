#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "platform/core/clock.hpp"

/// What the sandbox remembers of Stripe's side. Amounts are in hundredths of a rupiah, as everywhere at Stripe.
namespace hurtrock::sandbox {

using StripeMetadata = std::vector<std::pair<std::string, std::string>>;

struct StripeLine {
  std::string id, name;
  std::int64_t unit_amount = 0;
  std::int64_t quantity = 1;
};

/// The call that made something, so that it is known again after a restart.
struct StripeCall {
  std::string key;    ///< its Idempotency-Key; empty: it had none
  std::string asked;  ///< what RepeatedCalls compares
};

struct StripeRefund {
  std::string id;
  std::int64_t amount = 0;
  std::string reason;
  StripeMetadata metadata;
  Time created_at;
  std::string status = "succeeded";  ///< Stripe's words: pending, succeeded, failed
  StripeCall made_by{};
};

struct StripeDispute {
  std::string id;
  Time created_at;
  std::string status = "needs_response";  ///< Stripe's words: or won
};

/// A Checkout Session with the one PaymentIntent and the one charge that it can have.
struct StripeSession {
  std::string id;
  std::string reference;  ///< client_reference_id
  std::string page_url, success_url, cancel_url, locale, customer_email;
  std::vector<StripeLine> lines;
  StripeMetadata metadata;
  std::int64_t amount_total = 0;
  Time created_at, expires_at;
  StripeCall made_by;
  std::string status = "open", payment_status = "unpaid";

  std::string intent_id;      ///< empty until the buyer has tried something
  std::string intent_status;  ///< Stripe's words
  std::string intent_description;
  StripeMetadata intent_metadata;
  std::string decline_code;             ///< of the last try; empty: none was declined
  std::string charge_id;                ///< empty: no money came
  std::vector<StripeDispute> disputes;  ///< oldest first; the charge stays disputed after the last was won
  std::vector<StripeRefund> refunds;
  bool refunds_take_time = false;  ///< new ones are pending

  [[nodiscard]] std::int64_t refunded() const;  ///< without those that failed
  [[nodiscard]] bool is_paid() const { return payment_status == "paid"; }
};

/// For the journal.
boost::json::object to_json(const StripeSession& session);
/// Throws when `json` was not made by to_json.
StripeSession session_from_json(const boost::json::object& json);

/// Something that happened, with the object as it was then.
struct StripeEvent {
  std::string id, type;
  Time created_at;
  boost::json::object object;
  bool told = false;  ///< delivered, or given up
};
boost::json::object to_json(const StripeEvent& event);
StripeEvent event_from_json(const boost::json::object& json);

}  // namespace hurtrock::sandbox
