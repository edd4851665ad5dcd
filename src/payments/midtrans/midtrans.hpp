#pragma once

#include <memory>
#include <string>

#include "payments/gateway.hpp"
#include "payments/settings.hpp"
#include "payments/wire/retries.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/fetch/fetch.hpp"

/// Midtrans: Snap's payment page and the Core API (docs.midtrans.com, read 2025-11 to 2026-06).
namespace hurtrock::payments {

struct MidtransConfig {
  Secret server_key;
  /// Scheme, host and port. A path that begins with "/snap" is taken off again, since Midtrans' own libraries write the
  /// base with it.
  std::string snap_base = "https://app.sandbox.midtrans.com";
  std::string api_base = "https://api.sandbox.midtrans.com";
  Patience patience = {};
};

/// `client` and `clock` outlive the gateway.
std::unique_ptr<Gateway> make_midtrans(MidtransConfig config, fetch::Client& client, const Clock& clock);

/// Asks Midtrans about a payment that does not exist, once, for at most five seconds: a key that is refused is told so.
KeyCheck check_midtrans_key(const MidtransConfig& config, fetch::Client& client);

}  // namespace hurtrock::payments
