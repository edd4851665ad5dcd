#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "platform/core/crypto.hpp"
#include "sandbox/stripe_objects.hpp"
#include "sandbox/stripe_services.hpp"

namespace hurtrock::sandbox {
namespace {

/// Stripe's test mode tries three times more in a few hours; everything but 2xx counts as failure (docs.stripe.com
/// on webhooks).
Delivery::RetryRule stripe_retry_rule(std::chrono::milliseconds minute) {
  return [minute](int tries, const fetch::Answer& last) -> std::optional<std::chrono::milliseconds> {
    static constexpr std::array kMinutes{2, 20, 120};
    const bool taken = last.outcome == fetch::Answer::Outcome::kAnswered && last.status >= 200 && last.status < 300;
    if (taken || std::cmp_greater(tries, kMinutes.size())) return std::nullopt;
    return minute * kMinutes[static_cast<std::size_t>(tries) - 1];
  };
}

std::string signature(std::string_view body, const Secret& secret, Time now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return fmt::format("t={},v1={}", second,
                     crypto::hex(crypto::hmac_sha256(secret, fmt::format("{}.{}", second, body))));
}

void send(StripeServices& services, const StripeEvent& event, const Telling& telling) {
  Delivery delivery{.about = event.id, .url = services.webhook_url};
  delivery.body = boost::json::serialize(event_object(event));
  delivery.headers = {{"Content-Type", "application/json; charset=utf-8"},
                      {"Accept", "*/*; q=0.5, application/xml"},
                      {"User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"}};
  delivery.headers_of_try = [body = delivery.body, &secret = services.webhook_secret, &clock = services.clock] {
    return std::vector<std::pair<std::string, std::string>>{{"Stripe-Signature", signature(body, secret, clock.now())}};
  };
  delivery.copies = telling.copies;
  delivery.delay = telling.delay;
  delivery.retry = stripe_retry_rule(services.retry_minute);
  delivery.finished = [&ledger = services.ledger, id = event.id] { ledger.mark_told(id); };
  services.notifier.send(std::move(delivery));
}

}  // namespace

void tell(StripeServices& services, const StripeChange& change, const Telling& telling) {
  std::vector<StripeEvent> events = change.events;
  if (telling.reversed) std::ranges::reverse(events);
  for (const StripeEvent& event : events) {
    if (services.webhook_url.empty() || !telling.told)
      services.ledger.mark_told(event.id);
    else
      send(services, event, telling);
  }
}

void tell_untold(StripeServices& services) {
  for (const StripeEvent& event : services.ledger.untold()) send(services, event, {});
}

void expire_due(StripeServices& services) {
  for (const StripeChange& change : services.ledger.expire_due()) tell(services, change);
}

}  // namespace hurtrock::sandbox
