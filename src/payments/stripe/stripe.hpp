#pragma once

#include <memory>
#include <string>

#include "payments/gateway.hpp"
#include "payments/settings.hpp"
#include "payments/wire/retries.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/fetch/fetch.hpp"

/// Stripe: hosted Checkout Sessions in rupiah, refunds, webhooks (docs.stripe.com, read 2025-11 to 2026-05; the shapes
/// of API version kStripeVersion are those of the official library for Node, 23.1.0).
namespace hurtrock::payments {

/// Sent with every call, so that an account's own default changes nothing here.
inline constexpr std::string_view kStripeVersion = "2026-10-28.endive";

struct StripeConfig {
  Secret secret_key;
  Secret webhook_secret;  ///< of the endpoint; without it no notification is believed
  /// The one before it, believed until then: Stripe signs with both for as long while it rolls them.
  Secret former_webhook_secret = {};
  Time former_until = {};
  std::string api_base = "https://api.stripe.com";
  Patience patience = {};
};

/// `client` and `clock` outlive the gateway. A token is the id of a Checkout Session.
std::unique_ptr<Gateway> make_stripe(StripeConfig config, fetch::Client& client, const Clock& clock);

/// Asks Stripe a question that any key good for the shop may ask: once, for at most five seconds.
KeyCheck check_stripe_key(const StripeConfig& config, fetch::Client& client);

}  // namespace hurtrock::payments
