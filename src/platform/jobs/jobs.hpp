#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// Work that outlives its request: rows of the table `jobs`, written in the transaction that causes them and done later
/// by a Runner (runner.hpp) of any process. A job runs at least once; its handler must bear to run twice.
namespace hurtrock::jobs {

struct EnqueueOptions {
  Time run_at;                           ///< not before; usually the clock's now
  std::optional<std::string> dedup_key;  ///< a job with this key exists once, until its row is forgotten
  int max_attempts = 12;                 ///< with the usual pauses, some two and a half hours
};

/// Joins the caller's transaction: rolled back with it. `payload_json` is what the handler gets, at most 64 KiB (longer
/// throws std::length_error); ids rather than copies of rows, which may have changed by then. Returns false when there
/// is a job with this dedup_key already; that one stays as it is.
/// Runner::wake() after the commit saves the wait for the next poll.
bool enqueue(db::Tx& tx, std::string_view kind, std::string_view payload_json, const EnqueueOptions& options);

/// The same for work that has to be done once more: a job with this dedup_key that is done or dead is put back, with
/// the new payload and all its attempts. False when it is waiting already.
bool enqueue_again(db::Tx& tx, std::string_view kind, std::string_view payload_json, const EnqueueOptions& options);

/// A job as its handler sees it.
struct Job {
  std::int64_t id = 0;
  std::string kind, payload;
  int attempt = 1;  ///< 1 for the first
  int max_attempts = 1;
};

/// For a handler whose work is kept as it gets on: it has, so attempts that ended before, as by the end of a process,
/// are not counted any more. Only what does not get on at all is given up for them.
void forget_earlier_attempts(db::Tx& tx, const Job& job);

/// What a handler answers. An exception counts as `retry` with the usual pause.
class Outcome {
 public:
  enum class Kind : std::uint8_t { kDone, kRetry, kGiveUp };

  static Outcome done() { return {Kind::kDone, {}, {}}; }
  /// Again after `pause`, as long as attempts are left.
  static Outcome retry_after(microseconds pause, std::string reason) {
    return {Kind::kRetry, pause, std::move(reason)};
  }
  /// Again after a pause that doubles with every attempt: 2 s at first, 1 h at most, up to half of it random.
  static Outcome retry(std::string reason) { return {Kind::kRetry, std::nullopt, std::move(reason)}; }
  /// Never again; the job stays as a dead one for people to see.
  static Outcome give_up(std::string reason) { return {Kind::kGiveUp, {}, std::move(reason)}; }

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::optional<microseconds> pause() const { return pause_; }
  /// Goes into the row and the log: no personal data.
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  Outcome(Kind kind, std::optional<microseconds> pause, std::string reason)
      : kind_(kind), pause_(pause), reason_(std::move(reason)) {}
  Kind kind_;
  std::optional<microseconds> pause_;
  std::string reason_;
};

/// For /metrics and the admin.
struct Counts {
  std::int64_t waiting = 0;  ///< all that are to run, now or later
  std::int64_t overdue = 0;  ///< of these, the ones that should have started a minute ago
  std::int64_t dead = 0;
};
Counts count_jobs(db::Tx& tx, Time now);

/// Puts dead jobs of that kind back with all their tries, the oldest first and at most 1,000 at once. Answers how many.
std::int64_t retry_dead(db::Tx& tx, std::string_view kind, Time now);

/// Deletes rows finished before `before`, dead ones too; at most 1,000 at once. Answers how many. Their dedup keys are
/// free again.
std::int64_t forget_finished(db::Tx& tx, Time before);

}  // namespace hurtrock::jobs
