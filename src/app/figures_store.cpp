#include "app/figures.hpp"

#include <tuple>

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

/// Every quarter of an hour at the latest a task has asked after a payment, or ended a hold.
constexpr auto kTooLong = 15min;

/// Of `rows`, at most as many as are counted.
template <class... Args>
std::int64_t count(db::Tx& tx, const std::string& rows, const Args&... args) {
  return tx.one<std::int64_t>(
      "SELECT COUNT(*) FROM (" + rows + " LIMIT " + std::to_string(Figures::kMost) + ") counted", args...);
}

}  // namespace

Figures read_figures(db::Tx& tx, Time now) {
  Figures figures;
  for (const char* const state :
       {"pending", "paid", "processing", "partially_shipped", "shipped", "delivered", "cancelled"})
    figures.orders.push_back(
        {.of = {}, .state = state, .count = count(tx, "SELECT 1 FROM orders WHERE state = $1", state)});
  figures.orders_placed = count(tx, "SELECT 1 FROM orders WHERE placed_at >= $1", now - 1h);
  for (auto& [provider, state, number] : tx.all<std::string, std::string, std::int64_t>(
           "SELECT provider, state, COUNT(*) FROM (SELECT provider, state FROM payments WHERE provider IN ('stripe', "
           "'midtrans', 'cod', 'bank_transfer') AND updated_at >= $1 LIMIT $2) touched GROUP BY provider, state "
           "ORDER BY provider, state",
           now - 1h, Figures::kMost))
    figures.payments.push_back({std::move(provider), std::move(state), number});
  // As payments::take_stale_attempts finds them, which touches each.
  figures.payments_left_alone = count(
      tx,
      "SELECT 1 FROM payments p WHERE p.provider <> 'cod' AND p.provider <> 'bank_transfer' AND p.state IN "
      "('opening', 'open', 'pending', 'challenge', 'failed') AND p.updated_at < $1 AND EXISTS (SELECT 1 FROM orders o "
      "WHERE o.id = p.order_id AND o.state = 'pending')",
      now - kTooLong);
  figures.holds_overdue = count(tx, "SELECT 1 FROM orders WHERE state = 'pending' AND hold_until < $1", now - kTooLong);
  // In the index's own words, too: SQLite does not draw the conclusion.
  const std::string unread = " FROM payment_events WHERE state = 'received' AND state <> 'processed'";
  figures.payment_events = count(tx, "SELECT 1" + unread);
  figures.oldest_payment_event = tx.one<std::optional<Time>>("SELECT MIN(received_at)" + unread);
  figures.staff_tasks = count(tx, "SELECT 1 FROM staff_tasks WHERE resolved_at IS NULL");
  std::tie(figures.reservations, figures.reserved) = tx.one<std::int64_t, std::int64_t>(
      "SELECT COUNT(*), CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM (SELECT quantity FROM reservations WHERE state "
      "= 'held' LIMIT $1) held",
      Figures::kMost);
  figures.jobs = jobs::count_jobs(tx, now);
  figures.mails = mail::count_outbox(tx);
  return figures;
}

}  // namespace hurtrock::app
