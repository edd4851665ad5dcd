#pragma once

#include <chrono>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "sandbox/midtrans_ledger.hpp"
#include "sandbox/misbehaviour.hpp"
#include "sandbox/notifier.hpp"
#include "sandbox/repeated_calls.hpp"
#include "sandbox/telling.hpp"

namespace hurtrock::sandbox {

/// What the handlers of Midtrans' side need. Filled by Sandbox, which owns everything behind the references.
struct MidtransServices {
  const Secret& server_key;
  const std::string& notification_url;  ///< may be empty: nobody is told
  const std::string& merchant_name;
  std::string base_url;  ///< of this sandbox, without a slash at the end
  std::chrono::milliseconds retry_minute;
  const Clock& clock;
  MidtransLedger& ledger;
  Notifier& notifier;
  Misbehaviour& misbehaviour;
  RepeatedCalls& repeated_calls;
};

/// Tells the shop of a change, as often as Midtrans would.
void tell(MidtransServices& services, const MidtransChange& change, const Telling& telling = {});
/// After a restart: tells what had not been told.
void tell_untold(MidtransServices& services);
/// Ends what has run out of time, and tells.
void expire_due(MidtransServices& services);

}  // namespace hurtrock::sandbox
