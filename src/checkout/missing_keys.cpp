#include "checkout/missing_keys.hpp"

#include <fmt/format.h>

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kKeysTask = "provider_without_keys";

}  // namespace

bool waits_for_keys(const Services& shop, const payments::Attempt& attempt) {
  return attempt.captured == Money{} && !attempt.token.empty() && shop.gateway(attempt.provider) == nullptr;
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
