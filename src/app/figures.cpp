#include "app/figures.hpp"

#include <algorithm>

#include "platform/log/log.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

/// Monitoring asks every fifteen seconds or so, from two machines perhaps.
constexpr auto kGoodFor = 10s;

/// In seconds; 0 when nothing waits.
std::int64_t age(std::optional<Time> since, Time now) {
  if (!since) return 0;
  return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(now - *since).count());
}

void add(http::Metrics& metrics, const Figures& figures, Time now) {
  metrics.begin("orders", "gauge", "Orders by state; 10,000 stands for more, here and below");
  for (const auto& [of, state, count] : figures.orders) metrics.sample({{"state", state}}, count);
  metrics.gauge("orders_placed_last_hour", "Orders placed within the last hour", figures.orders_placed);
  metrics.begin("payments_last_hour", "gauge", "Payments to which something happened within the last hour, by state");
  for (const auto& [provider, state, count] : figures.payments)
    metrics.sample({{"provider", provider}, {"state", state}}, count);
  metrics.gauge("payments_left_alone", "Open payments that nobody has asked the provider about for 15 minutes",
                figures.payments_left_alone);
  metrics.gauge("holds_overdue", "Unpaid orders whose hold ended 15 minutes ago and that nothing has ended",
                figures.holds_overdue);
  metrics.gauge("payment_events_waiting", "Notifications of providers that are not understood yet",
                figures.payment_events);
  metrics.gauge("payment_events_oldest_seconds", "How long the oldest of them has been waiting",
                age(figures.oldest_payment_event, now));
  metrics.gauge("staff_tasks_open", "Payments that people have to look at", figures.staff_tasks);
  metrics.gauge("reservations_held", "Lines of orders whose goods are held", figures.reservations);
  metrics.gauge("reserved_pieces", "Pieces that they hold", figures.reserved);
  metrics.gauge("jobs_waiting", "Jobs that are to run, now or later", figures.jobs.waiting);
  metrics.gauge("jobs_overdue", "Of these, what should have started a minute ago", figures.jobs.overdue);
  metrics.gauge("jobs_dead", "Jobs that were given up", figures.jobs.dead);
  metrics.gauge("mails_waiting", "Mails to be sent", figures.mails.waiting);
  metrics.gauge("mails_oldest_seconds", "How long the oldest of them has been waiting",
                age(figures.mails.waiting_since, now));
  metrics.gauge("mails_dead", "Mails that were given up", figures.mails.dead);
}

}  // namespace

void FigureSource::add_to(http::Metrics& metrics) {
  const auto found = figures();
  metrics.gauge("database_up", "Whether the database answers", found.has_value());
  if (found) add(metrics, *found, clock_.now());
}

std::optional<Figures> FigureSource::figures() {
  const std::lock_guard lock(mutex_);
  if (kept_ && clock_.now() - read_at_ < kGoodFor) return kept_;
  kept_.reset();
  try {
    kept_ = database_.read([&](db::Tx& tx) { return read_figures(tx, clock_.now()); });
    read_at_ = clock_.now();
  } catch (const db::Error& error) {
    log::warn("metrics.no_figures", {{"what", error.what()}});
  }
  return kept_;
}

}  // namespace hurtrock::app
