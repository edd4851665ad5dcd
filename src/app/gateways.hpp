#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"
#include "payments/gateway.hpp"
#include "payments/midtrans/midtrans.hpp"
#include "payments/settings.hpp"
#include "payments/stripe/stripe.hpp"
#include "platform/core/published.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::app {

/// Whose keys count. What staff have set takes precedence over the process's environment, all of a provider's keys
/// together: half of one account and half of another would be none.
enum class KeySource : std::uint8_t {
  kNone,
  kEnvironment,
  kSettings,
  /// Staff have set keys that do not open any more. Those of the environment may belong to another account, so they do
  /// not step in: the provider is not offered until somebody has typed the keys again.
  kSealed,
};

struct MidtransAccess {
  KeySource source = KeySource::kNone;
  payments::MidtransConfig config;
};
struct StripeAccess {
  KeySource source = KeySource::kNone;
  payments::StripeConfig config;
};
/// Pure.
MidtransAccess midtrans_access(const Config& config, const payments::Settings& settings);
StripeAccess stripe_access(const Config& config, const payments::Settings& settings);

/// Asks the provider with these keys.
payments::KeyCheck check_keys(const MidtransAccess& access, fetch::Client& client);
payments::KeyCheck check_keys(const StripeAccess& access, fetch::Client& client);

/// The gateways of this process, made anew when staff change keys. Calls that are under way keep the one they began
/// with. Thread-safe.
class Gateways {
 public:
  /// All but the settings outlive it. Asks the database.
  Gateways(db::Database& db, const Config& config, fetch::Client& client, const Clock& clock);

  /// nullptr: the provider has no keys, or none that open.
  [[nodiscard]] payments::GatewayPointer find(std::string_view provider) const;
  /// The ways to pay that this process can go, as far as they are switched on. Cash needs nobody else.
  [[nodiscard]] std::vector<std::string> ready() const;
  [[nodiscard]] bool has_environment_keys(std::string_view provider) const;

  /// Reads the settings again. True when a gateway has changed.
  bool refresh();

  /// Asks the provider with the keys that count now. Waits for it, outside transactions.
  [[nodiscard]] payments::KeyCheck check(std::string_view provider) const;

 private:
  struct Snapshot {
    payments::Settings midtrans_settings, stripe_settings;
    payments::GatewayPointer midtrans, stripe;
  };
  [[nodiscard]] Snapshot make(const Snapshot* before) const;

  db::Database& db_;
  const Config& config_;
  fetch::Client& client_;
  const Clock& clock_;
  Published<Snapshot> snapshot_;
};

/// Origins of every payment page that a form of ours may lead to, with the keys of now or with others that staff set.
std::vector<std::string> payment_pages(const Config& config);

}  // namespace hurtrock::app
