#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/http/metrics.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::app {

/// How the shop is doing, as its database tells it. What waits is counted, what happened within an hour, and orders up
/// to kMost of a state: the work grows with neither orders nor products.
struct Figures {
  /// Nothing is counted any further.
  static constexpr std::int64_t kMost = 10'000;

  struct InState {
    std::string of, state;  ///< `of`: a payment's provider
    std::int64_t count = 0;
  };
  std::vector<InState> orders;           ///< one for each state
  std::int64_t orders_placed = 0;        ///< within the hour
  std::vector<InState> payments;         ///< in which something happened within the hour
  std::int64_t payments_left_alone = 0;  ///< whose provider has not been asked for too long
  std::int64_t holds_overdue = 0;        ///< orders that nobody paid and nobody has cancelled
  std::int64_t payment_events = 0;       ///< notifications that wait to be understood
  std::optional<Time> oldest_payment_event;
  std::int64_t staff_tasks = 0;                 ///< payments that people have to look at
  std::int64_t reservations = 0, reserved = 0;  ///< that are held, and their pieces
  jobs::Counts jobs;
  mail::OutboxCounts mails;
};
Figures read_figures(db::Tx& tx, Time now);

/// Those figures for /metrics, read at most every ten seconds, however many ask. Thread-safe.
class FigureSource {
 public:
  FigureSource(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}
  /// May wait for the database; without it there is `database_up 0` and no figure.
  void add_to(http::Metrics& metrics);

 private:
  /// Nothing when the database does not answer.
  std::optional<Figures> figures();

  db::Database& database_;
  const Clock& clock_;
  std::mutex mutex_;  // held while the database is asked: whoever comes meanwhile gets the same answer
  std::optional<Figures> kept_;
  Time read_at_ = from_micros(0);
};

}  // namespace hurtrock::app
