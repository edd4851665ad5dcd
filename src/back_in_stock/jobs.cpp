#include "back_in_stock/routes.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::back_in_stock {
namespace {

using namespace std::chrono_literals;

/// In one turn; others come first in the next, for these then wait for their head start to end.
constexpr std::int64_t kMostVariants = 100;

}  // namespace

std::int64_t tell(Services& shop) {
  std::int64_t told = 0;
  const auto variants = shop.db.read([&](db::Tx& tx) { return variants_to_tell(tx, shop.clock.now(), kMostVariants); });
  for (const VariantId variant : variants) {
    try {
      told += shop.db.write([&](db::Tx& tx) { return tell_next(tx, shop.mails, variant, shop.clock.now()); });
    } catch (const std::exception& error) {
      // What goes wrong with one variant must not keep those who wait for another.
      log::error("back_in_stock.tell.failed", {{"variant", variant.value()}, {"what", error.what()}});
    }
  }
  if (told > 0) log::info("back_in_stock.told", {{"told", told}});
  return told;
}

void register_jobs(jobs::Runner& runner, Services& shop) {
  // They lock what they tell of, so every process may look; none of them writes anything when there is nothing to tell.
  runner.every(
      "back_in_stock.tell", 10s,
      [&shop] {
        if (tell(shop) > 0) shop.wake_jobs();
      },
      jobs::Runner::Runs::kInEveryProcess);
  runner.every("back_in_stock.end_old_wishes", 1h,
               [&shop] { shop.db.write([&](db::Tx& tx) { end_old_wishes(tx, shop.clock.now()); }); });
}

}  // namespace hurtrock::back_in_stock
