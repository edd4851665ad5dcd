#include "payments/stripe/notification.hpp"

#include <string>

#include "payments/stripe/amount.hpp"
#include "payments/stripe/session_request.hpp"
#include "payments/stripe/signature.hpp"
#include "payments/wire/json_fields.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

/// Those whose objects belong to a payment of a session; an endpoint may be set to receive others as well.
bool concerns_a_payment(std::string_view type) {
  for (const std::string_view family :
       {"checkout.session.", "payment_intent.", "charge.", "refund.", "radar.early_fraud_warning."})
    if (type.starts_with(family)) return true;
  return false;
}

std::string reference_in(const json::object& object) {
  if (const auto reference = string_member(object, "client_reference_id"); !reference.empty())
    return std::string{reference};
  const json::object* metadata = object_member(object, "metadata");
  return metadata == nullptr ? std::string{} : std::string{string_member(*metadata, kReferenceName)};
}

std::string payment_intent_of(const json::object& object) {
  const bool is_one = string_member(object, "object") == "payment_intent";
  return std::string{string_member(object, is_one ? "id" : "payment_intent")};
}

/// A session has amount_total, everything else amount.
ToldAmount amount_of(const json::object& object) {
  const auto total = integer_member(object, "amount_total");
  const auto amount = total ? total : integer_member(object, "amount");
  return from_stripe(amount.value_or(0), string_member(object, "currency"));
}

}  // namespace

std::expected<Notification, NotificationRefusal> read_stripe_event(const WebhookMessage& message, const Secret& secret,
                                                                   Time now) {
  if (!is_signed_by_stripe(message, secret, now)) return std::unexpected(NotificationRefusal::kBadSignature);
  const auto event = parse_object(message.body);
  if (!event) return std::unexpected(NotificationRefusal::kMalformed);
  const auto id = string_member(*event, "id"), type = string_member(*event, "type");
  const json::object* data = object_member(*event, "data");
  const json::object* object = data == nullptr ? nullptr : object_member(*data, "object");
  if (id.empty() || type.empty() || object == nullptr) return std::unexpected(NotificationRefusal::kUnusable);

  Notification notification{.event_identity = std::string{id}, .raw_status = std::string{type}};
  if (!concerns_a_payment(type)) return notification;
  auto [amount, currency] = amount_of(*object);
  notification.reference = reference_in(*object);
  notification.transaction_id = payment_intent_of(*object);
  notification.gross_amount = amount;
  notification.currency = std::move(currency);
  return notification;
}

}  // namespace hurtrock::payments
