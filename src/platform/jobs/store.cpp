#include "platform/jobs/store.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "platform/core/text.hpp"

namespace hurtrock::jobs {
namespace {

constexpr std::size_t kLargestPayload = 64UZ * 1024;
constexpr std::size_t kLongestReason = 500;

/// "$4, $5, $6": places for a list of values, numbered from `first`.
std::string places(std::size_t first, std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list.append(i == 0 ? "$" : ", $").append(std::to_string(first + i));
  return list;
}

/// What an exception said, fit for a text column.
std::string row_text(std::string_view reason) {
  std::string text{text::shorten(reason, kLongestReason)};
  if (!text::is_printable(text)) std::ranges::replace_if(text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

void demand_fitting(std::string_view payload) {
  if (payload.size() > kLargestPayload) throw std::length_error("a job's payload is larger than 64 KiB");
}

#define INSERT_JOB                                                                 \
  "INSERT INTO jobs (kind, dedup_key, payload, run_at, max_attempts, created_at) " \
  "VALUES ($1, $2, $3, $4, $5, $4) ON CONFLICT (dedup_key) "

void append_kinds(std::vector<db::Value>& values, std::span<const std::string> kinds) {
  for (const std::string& kind : kinds) values.emplace_back(db::to_value(kind));
}

}  // namespace

bool enqueue(db::Tx& tx, std::string_view kind, std::string_view payload_json, const EnqueueOptions& options) {
  demand_fitting(payload_json);
  return tx.execute(INSERT_JOB "DO NOTHING", kind, options.dedup_key, payload_json, options.run_at,
                    options.max_attempts) == 1;
}

void forget_earlier_attempts(db::Tx& tx, const Job& job) {
  tx.send("UPDATE jobs SET attempts = 1 WHERE id = $1 AND state = 'waiting' AND attempts = $2", job.id, job.attempt);
}

bool enqueue_again(db::Tx& tx, std::string_view kind, std::string_view payload_json, const EnqueueOptions& options) {
  demand_fitting(payload_json);
  return tx.execute(INSERT_JOB
                    "DO UPDATE SET state = 'waiting', payload = excluded.payload, run_at = excluded.run_at, attempts = "
                    "0, max_attempts = excluded.max_attempts, finished_at = NULL WHERE jobs.state <> 'waiting'",
                    kind, options.dedup_key, payload_json, options.run_at, options.max_attempts) == 1;
}

Counts count_jobs(db::Tx& tx, Time now) {
  return {.waiting = tx.one<std::int64_t>("SELECT COUNT(*) FROM jobs WHERE state = 'waiting'"),
          .overdue = tx.one<std::int64_t>("SELECT COUNT(*) FROM jobs WHERE state = 'waiting' AND run_at <= $1",
                                          now - std::chrono::minutes{1}),
          .dead = tx.one<std::int64_t>("SELECT COUNT(*) FROM jobs WHERE state = 'dead'")};
}

std::int64_t retry_dead(db::Tx& tx, std::string_view kind, Time now) {
  // The state is asked for once more: whoever waited for another's retry would take away the lease of what runs since.
  return tx.execute(
      "UPDATE jobs SET state = 'waiting', run_at = $1, attempts = 0, finished_at = NULL WHERE state = 'dead' AND id IN "
      "(SELECT id FROM jobs WHERE state = 'dead' AND kind = $2 ORDER BY id LIMIT 1000)",
      now, kind);
}

std::int64_t forget_finished(db::Tx& tx, Time before) {
  return tx.execute(
      "DELETE FROM jobs WHERE id IN "
      "(SELECT id FROM jobs WHERE state <> 'waiting' AND finished_at < $1 ORDER BY finished_at LIMIT 1000)",
      before);
}

bool is_any_due(db::Tx& tx, std::span<const std::string> kinds, Time now) {
  if (kinds.empty()) return false;
  std::vector<db::Value> values{db::to_value(now)};
  append_kinds(values, kinds);
  return !tx.query_list(
                "SELECT 1 FROM jobs WHERE state = 'waiting' AND run_at <= $1 "
                "AND (lease_until IS NULL OR lease_until <= $1) AND kind IN (" +
                    places(2, kinds.size()) + ") LIMIT 1",
                values)
              .empty();
}

std::optional<Job> claim(db::Tx& tx, std::span<const std::string> kinds, std::string_view lease, Time now,
                         Time lease_until) {
  if (kinds.empty()) return std::nullopt;
  std::vector<db::Value> values{db::to_value(lease_until), db::to_value(lease), db::to_value(now)};
  append_kinds(values, kinds);
  // SQLite knows no row locks, and its only writer needs none.
  const char* const lock = tx.dialect() == db::Dialect::kPostgres ? " FOR UPDATE SKIP LOCKED" : "";
  const db::Rows rows = tx.query_list(
      "UPDATE jobs SET lease_until = $1, lease_owner = $2, attempts = attempts + 1 WHERE id = ("
      "SELECT id FROM jobs WHERE state = 'waiting' AND run_at <= $3 AND (lease_until IS NULL OR lease_until <= $3) "
      "AND attempts < max_attempts AND kind IN (" +
          places(4, kinds.size()) + ") ORDER BY run_at, id LIMIT 1" + lock +
          ") RETURNING id, kind, payload, attempts, max_attempts",
      values);
  if (rows.empty()) return std::nullopt;
  return Job{.id = rows.get<std::int64_t>(0, 0),
             .kind = rows.get<std::string>(0, 1),
             .payload = rows.get<std::string>(0, 2),
             .attempt = rows.get<int>(0, 3),
             .max_attempts = rows.get<int>(0, 4)};
}

std::int64_t bury_abandoned(db::Tx& tx, Time now) {
  return tx.execute(
      "UPDATE jobs SET state = 'dead', finished_at = $1, lease_until = NULL, lease_owner = NULL, "
      "last_error = 'the process ended during the last attempt' "
      "WHERE state = 'waiting' AND attempts >= max_attempts AND lease_until <= $1",
      now);
}

bool mark_done(db::Tx& tx, std::int64_t id, std::string_view lease, Time now) {
  return tx.execute(
             "UPDATE jobs SET state = 'done', finished_at = $1, lease_until = NULL, lease_owner = NULL, "
             "last_error = NULL WHERE id = $2 AND lease_owner = $3",
             now, id, lease) == 1;
}

bool mark_retry(db::Tx& tx, std::int64_t id, std::string_view lease, Time run_at, std::string_view reason) {
  return tx.execute(
             "UPDATE jobs SET run_at = $1, lease_until = NULL, lease_owner = NULL, last_error = $2 "
             "WHERE id = $3 AND lease_owner = $4",
             run_at, row_text(reason), id, lease) == 1;
}

bool mark_dead(db::Tx& tx, std::int64_t id, std::string_view lease, Time now, std::string_view reason) {
  return tx.execute(
             "UPDATE jobs SET state = 'dead', finished_at = $1, lease_until = NULL, lease_owner = NULL, "
             "last_error = $2 WHERE id = $3 AND lease_owner = $4",
             now, row_text(reason), id, lease) == 1;
}

std::optional<Time> next_turn_of_others(db::Tx& tx, std::string_view task, Time now, Time next) {
  // The condition decides the race: of several processes whose turn has come, one changes the row.
  const bool ours = !tx.query(
                           "INSERT INTO schedules (name, next_run_at) VALUES ($1, $2) "
                           "ON CONFLICT (name) DO UPDATE SET next_run_at = excluded.next_run_at "
                           "WHERE schedules.next_run_at <= $3 RETURNING next_run_at",
                           task, next, now)
                         .empty();
  if (ours) return std::nullopt;
  return tx.one<Time>("SELECT next_run_at FROM schedules WHERE name = $1", task);
}

}  // namespace hurtrock::jobs
