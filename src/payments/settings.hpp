#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"

/// What staff have set for each way to pay, and the keys that belong to it. Keys are sealed before they are stored and
/// leave this feature only as Secret.
namespace hurtrock::payments {

/// Whose money it is: nobody's, or the customers'.
enum class Environment : std::uint8_t { kSandbox, kProduction };
std::string_view word(Environment environment);
Environment environment_from(std::string_view word);

/// One key, and since when the shop has it.
struct Key {
  Secret value;
  Time since{};
  [[nodiscard]] bool empty() const { return value.empty(); }
  /// The last four characters, all that is ever shown of it; "" when it is so short that they would give it away.
  [[nodiscard]] std::string ending() const;
};

struct Keys {
  Key secret;   ///< Stripe's secret key, Midtrans' server key
  Key client;   ///< Stripe's publishable key, Midtrans' client key; may be empty
  Key webhook;  ///< Stripe's signing secret of the endpoint
  /// The signing secret before that one: while Stripe rolls them it signs with both.
  Secret former_webhook;
  Time former_webhook_until{};
};

/// Both providers together never get the same box: it opens under its own provider's name only.
std::string seal_keys(const Secret& session_secret, std::string_view provider, const Keys& keys);
/// Nothing when the box was sealed with another secret or for another provider, or is damaged.
std::optional<Keys> open_keys(const Secret& session_secret, std::string_view provider, std::string_view box);

struct Settings {
  std::string provider;
  bool enabled = false;
  Environment environment = Environment::kSandbox;
  Money minimum_total;
  std::optional<Money> maximum_total;
  std::string box;      ///< the sealed keys; empty: none are set here, so those of the process's environment count
  std::string options;  ///< what else there is to set, as a JSON object; nothing secret
  std::int64_t version = 1;
  Time updated_at{};
};
/// All four, in the order they are offered.
std::vector<Settings> all_settings(db::Tx& tx);
std::optional<Settings> find_settings(db::Tx& tx, std::string_view provider);
/// Writes everything but the provider's name if the row still has `settings.version`, and raises it. False when
/// somebody else was faster: then nothing is written.
bool save_settings(db::Tx& tx, const Settings& settings, Time now);

/// What a method may be set to take. Least and most by themselves; a provider's own limits are its contract's.
struct TotalLimits {
  Money least, most;
};
TotalLimits limits_of(std::string_view provider);

// The form of keys ---------------------------------------------------------------------------------------------------

enum class KeyKind : std::uint8_t { kSecret, kClient, kWebhook };
enum class KeyFault : std::uint8_t {
  kMalformed,   ///< not this provider's, or another kind of key
  kSandbox,     ///< a test key where real money is taken
  kProduction,  ///< a live key in the sandbox
};
/// Nothing: it may be right. Keys are told apart by how they begin (docs.stripe.com/keys, docs.midtrans.com "Access
/// Keys"); only the provider knows whether one is valid.
std::optional<KeyFault> fault_of(std::string_view provider, KeyKind kind, std::string_view key,
                                 Environment environment);

/// What a provider said when it was asked with the keys that count now.
enum class KeyCheck : std::uint8_t {
  kWorks,
  kNoKeys,            ///< there are none to ask with
  kSealed,            ///< they were sealed with another SESSION_SECRET
  kWrongKey,          ///< refused
  kWrongEnvironment,  ///< refused, but valid in the provider's other environment
  kForbidden,         ///< known, but not allowed to do what the shop needs
  kUnreachable,       ///< no answer
  kUnclear,           ///< an answer that says nothing about the key
};
std::string_view word(KeyCheck check);

}  // namespace hurtrock::payments
