#pragma once

#include <chrono>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "sandbox/misbehaviour.hpp"
#include "sandbox/notifier.hpp"
#include "sandbox/repeated_calls.hpp"
#include "sandbox/stripe_ledger.hpp"
#include "sandbox/telling.hpp"

namespace hurtrock::sandbox {

/// What the handlers of Stripe's side need. Filled by Sandbox, which owns everything behind the references.
struct StripeServices {
  const Secret& secret_key;
  const Secret& webhook_secret;
  const std::string& webhook_url;  ///< may be empty: nobody is told
  const std::string& merchant_name;
  std::string base_url;  ///< of this sandbox, without a slash at the end
  std::chrono::milliseconds retry_minute;
  const Clock& clock;
  StripeLedger& ledger;
  Notifier& notifier;
  Misbehaviour& misbehaviour;
  RepeatedCalls& repeated_calls;
};

/// Tells the shop of a change, as often as Stripe would.
void tell(StripeServices& services, const StripeChange& change, const Telling& telling = {});
/// After a restart: tells what had not been told.
void tell_untold(StripeServices& services);
/// Ends what has run out of time, and tells.
void expire_due(StripeServices& services);

}  // namespace hurtrock::sandbox
