#include "checkout/take_up_events.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/jobs.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMostTakenUpPerRun = 50;
constexpr microseconds kLongestUntilTakenUp = 24h;
/// Some two months, and nearly a week: a payment that nobody knew by then is another shop's.
constexpr std::int64_t kMostTakeUps = 60, kMostTakeUpsOfParked = 10;
/// Some seven hours after it came.
constexpr std::int64_t kTakeUpsUntilStaffHear = 3;
constexpr auto kParkedKept = 24h * 30;
constexpr std::string_view kEventsTask = "provider_events_wait";

Time next_take_up(std::int64_t take_ups, Time now) {
  const auto doubled = payments::kFirstTakeUp * (std::int64_t{1} << std::clamp<std::int64_t>(take_ups, 0, 10));
  return now + std::min<microseconds>(doubled, kLongestUntilTakenUp);
}

/// Once for each provider, however many wait.
void tell_that_events_wait(db::Tx& tx, std::string_view provider, Time now) {
  if (payments::is_staff_asked(tx, kEventsTask, provider)) return;
  payments::ask_staff(tx, fmt::format("events-wait:{}:{}", provider, now.time_since_epoch() / 1h), kEventsTask,
                      std::nullopt, std::nullopt, provider, now);
}

void take_up(db::Tx& tx, const payments::DueEvent& event, Time now) {
  if (!event.is_parked && event.take_ups >= kTakeUpsUntilStaffHear) tell_that_events_wait(tx, event.provider, now);
  if (event.take_ups > (event.is_parked ? kMostTakeUpsOfParked : kMostTakeUps))
    payments::leave_event(tx, event.id);
  else
    enqueue_payment_event(tx, event.id, now);
}

}  // namespace

int take_up_events(Services& shop) {
  const Time now = shop.clock.now();
  if (!shop.db.read([&](db::Tx& tx) { return payments::is_event_due(tx, now); })) return 0;
  const auto due = shop.db.write([&](db::Tx& tx) {
    auto claimed = payments::claim_events(tx, now, kMostTakenUpPerRun, next_take_up);
    for (const payments::DueEvent& event : claimed) take_up(tx, event, now);
    return claimed;
  });
  if (!due.empty()) shop.wake_jobs();
  return static_cast<int>(due.size());
}

void make_events_due(db::Tx& tx, Time now) { payments::make_events_due(tx, now - kParkedKept, now); }

}  // namespace hurtrock::checkout
