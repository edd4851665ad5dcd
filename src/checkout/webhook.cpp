

#include "checkout/handlers.hpp"
#include "checkout/jobs.hpp"
#include "payments/payments.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

http::Response accepted() { return http::json(200, R"({"status":"ok"})"); }

}  // namespace

/// Stores the notification once and answers; what it means is found out by a job that asks Midtrans itself, because the
/// signature covers neither the state nor the fraud verdict.
http::Response midtrans_webhook(const http::Request& request, Services& shop) {
  payments::Gateway* gateway = shop.gateway("midtrans");
  if (gateway == nullptr) return http::problem(503, "not_configured", "Midtrans is not configured", "");
  const auto notification = gateway->read_notification({.body = request.body, .signature = {}});
  if (!notification) {
    switch (notification.error()) {
      case payments::NotificationRefusal::kBadSignature:
        log::warn("checkout.webhook.bad_signature", {{"provider", "midtrans"}});
        return http::problem(401, "bad_signature", "Bad signature", "signature_key does not match the body.");
      case payments::NotificationRefusal::kMalformed:
        return http::problem(400, "malformed", "Malformed notification", "The body is not a Midtrans notification.");
      case payments::NotificationRefusal::kUnusable:
        log::error("checkout.webhook.unusable", {{"provider", "midtrans"}});
        return http::problem(400, "unusable", "Unusable notification", "The amount is not in whole rupiah.");
    }
  }
  const Time now = shop.clock.now();
  const bool is_new = shop.db.write([&](db::Tx& tx) {
    const auto id = payments::record_event(tx, "midtrans", notification->event_identity, notification->reference,
                                           request.body, now);
    if (id) enqueue_payment_event(tx, *id, now);
    return id.has_value();
  });
  if (is_new) shop.wake_jobs();
  return accepted();
}

}  // namespace hurtrock::checkout
