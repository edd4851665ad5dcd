#pragma once

#include <expected>
#include <optional>
#include <string>

#include "admin/routes.hpp"
#include "admin/staff_action.hpp"
#include "payments/settings.hpp"
#include "payments/transfers.hpp"

/// What admins do to the settings of a way to pay. Each is one transaction with its row of the audit log, which knows
/// of a key its last four characters at most.
namespace hurtrock::admin {

/// Empty: it stays as it is.
struct TypedKeys {
  Secret secret, client, webhook;
  [[nodiscard]] bool any() const { return !secret.empty() || !client.empty() || !webhook.empty(); }
};

struct PaymentChange {
  std::string provider;
  std::int64_t version = 0;  ///< of the settings that the admin saw
  bool enabled = false;
  Money minimum_total;
  std::optional<Money> maximum_total;
  payments::Environment environment = payments::Environment::kSandbox;
  TypedKeys keys;
  std::vector<payments::BankAccount> accounts = {};  ///< of bank_transfer
};

enum class NotSaved : std::uint8_t {
  kNoSuchProvider,
  kChanged,  ///< by somebody else, after the page was shown
};

std::expected<void, NotSaved> save_payment_settings(Services& shop, const StaffMember& staff,
                                                    const PaymentChange& change);
/// The keys are forgotten; those of the process's environment count again, if there are any.
std::expected<void, NotSaved> remove_keys(Services& shop, const StaffMember& staff, std::string_view provider,
                                          std::int64_t version);

/// A new signing secret replaces one that Stripe still signs with for this long, when it is rolled there.
constexpr std::chrono::hours kFormerSecretCounts{24};

}  // namespace hurtrock::admin
