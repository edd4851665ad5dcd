#include "checkout/handlers.hpp"
#include "checkout/jobs.hpp"
#include "payments/payments.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

http::Response accepted() { return http::json(200, R"({"status":"ok"})"); }

http::Response refused(payments::NotificationRefusal refusal, std::string_view provider, Services& shop) {
  switch (refusal) {
    case payments::NotificationRefusal::kBadSignature:
      shop.signature_refused(provider);
      log::warn("checkout.webhook.bad_signature", {{"provider", provider}});
      return http::problem(401, "bad_signature", "Bad signature", "The signature does not match the body.");
    case payments::NotificationRefusal::kMalformed:
      return http::problem(400, "malformed", "Malformed notification", "The body is not a notification.");
    case payments::NotificationRefusal::kUnusable:
      break;
  }
  log::error("checkout.webhook.unusable", {{"provider", provider}});
  return http::problem(400, "unusable", "Unusable notification", "It is signed, but says something unreadable.");
}

/// Stores the notification once and answers; what it means is found out by a job that asks the provider itself. What is
/// signed need not be all that counts, and what was true when it was sent need not be true any more.
http::Response receive(const payments::WebhookMessage& message, std::string_view provider, Services& shop) {
  const payments::GatewayPointer gateway = shop.gateway(provider);
  if (gateway == nullptr)
    return http::problem(503, "not_configured", "This payment provider is not configured",
                         "Its keys are not set in the shop. Send the notification again later.");
  const auto notification = gateway->read_notification(message);
  if (!notification) return refused(notification.error(), provider, shop);

  const Time now = shop.clock.now();
  // Some events, of disputes for example, know the payment by the provider's own name only.
  const std::string& about = notification->reference.empty() ? notification->transaction_id : notification->reference;
  const bool is_new = shop.db.write([&](db::Tx& tx) {
    const auto id = payments::record_event(tx, provider, notification->event_identity, about, message.body, now);
    if (id) enqueue_payment_event(tx, *id, now);
    return id.has_value();
  });
  if (is_new) shop.wake_jobs();
  return accepted();
}

}  // namespace

http::Response midtrans_webhook(const http::Request& request, Services& shop) {
  return receive({.body = request.body, .signature = {}}, "midtrans", shop);
}

http::Response stripe_webhook(const http::Request& request, Services& shop) {
  return receive({.body = request.body, .signature = request.header("Stripe-Signature")}, "stripe", shop);
}

}  // namespace hurtrock::checkout
