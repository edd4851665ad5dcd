#include "checkout/missing_keys.hpp"

#include <fmt/format.h>

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kKeysTask = "provider_without_keys";

}  // namespace

bool has_ended_for_good(const payments::Attempt& attempt, const std::vector<payments::Attempt>& attempts, Time now) {
  using payments::AttemptState;
  if (attempt.state == AttemptState::kCancelled) return true;
  if (attempt.state != AttemptState::kExpired) return false;
  // A session of Stripe's ends once and for all. At Midtrans a try expires, and its page may take another; but pages
  // are closed before a newer attempt begins, and past its time none takes money.
  if (attempt.provider == "stripe") return true;
  const bool is_newest = attempts.empty() || attempts.front().id == attempt.id;
  return !is_newest && attempt.expires_at && *attempt.expires_at <= now;
}

bool waits_for_keys(const Services& shop, const payments::Attempt& attempt,
                    const std::vector<payments::Attempt>& attempts) {
  return attempt.captured == Money{} && !attempt.token.empty() && shop.gateway(attempt.provider) == nullptr &&
         !has_ended_for_good(attempt, attempts, shop.clock.now());
}

void ask_for_keys(Services& shop, std::string_view provider) {
  if (shop.db.read([&](db::Tx& tx) { return payments::is_staff_asked(tx, kKeysTask, provider); })) return;
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    payments::ask_staff(tx, fmt::format("no-keys:{}:{}", provider, now.time_since_epoch() / 1h), kKeysTask,
                        std::nullopt, std::nullopt, provider, now);
  });
}

void tick_off_found_keys(Services& shop) {
  for (const std::string_view provider : payments::kProviders) {
    if (shop.gateway(provider) == nullptr) continue;
    if (!shop.db.read([&](db::Tx& tx) { return payments::is_staff_asked(tx, kKeysTask, provider); })) continue;
    shop.db.write(
        [&](db::Tx& tx) { payments::resolve_tasks_about(tx, kKeysTask, provider, std::nullopt, shop.clock.now()); });
  }
}

}  // namespace hurtrock::checkout
