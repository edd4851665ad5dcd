#include "platform/jobs/runner.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/jobs/backoff.hpp"
#include "platform/jobs/recording.hpp"
#include "platform/jobs/store.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::jobs {
namespace {

using std::chrono::milliseconds;

constexpr int kMostPerRun = 10'000;

// Orders may come by hundreds a second, and each of them wakes every thread. To look for something to do takes
// questions to the database, which then has less time for the orders.
constexpr milliseconds kShortestRest{50};

}  // namespace

Runner::Runner(db::Database& database, const Clock& clock, Options options)
    : database_(database), clock_(clock), options_(options) {}

void Runner::on(std::string kind, Handler handler) {
  kinds_.push_back(kind);
  handlers_.emplace(std::move(kind), std::move(handler));
}

void Runner::every(std::string name, microseconds interval, std::function<void()> task, Runs runs) {
  tasks_.push_back({.name = std::move(name), .interval = interval, .body = std::move(task), .runs = runs});
}

void Runner::start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

void Runner::stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();  // joins
}

void Runner::wake() {
  {
    const std::scoped_lock lock{mutex_};
    ++wakes_;
    for (Task& task : tasks_)
      if (task.runs == Runs::kInEveryProcess) task.next = from_micros(0);
  }
  woken_.notify_all();
}

int Runner::run_due() {
  int ran = 0;
  while (ran < kMostPerRun && (run_task() || run_job())) ++ran;
  return ran;
}

void Runner::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    // Counted before looking: a wake between the look and the wait must not be slept through.
    const std::uint64_t seen_wakes = [this] {
      const std::scoped_lock lock{mutex_};
      return wakes_;
    }();
    bool busy = false;
    try {
      busy = run_task() || run_job();
    } catch (const std::exception& failure) {  // the database is away
      log::error("jobs.runner.failed", {{"reason", failure.what()}});
    }
    if (!busy) wait_for_work(stop, seen_wakes);
  }
}

void Runner::wait_for_work(const std::stop_token& stop, std::uint64_t seen_wakes) {
  std::unique_lock lock{mutex_};
  const milliseconds rest = std::min(kShortestRest, options_.poll);
  woken_.wait_for(lock, stop, rest, [] { return false; });
  woken_.wait_for(lock, stop, options_.poll - rest, [&] { return wakes_ != seen_wakes; });
}

bool Runner::run_task() {
  const Time now = clock_.now();
  Task* const task = take_due_task(now);
  if (task == nullptr) return false;
  run_turn(*task, now);
  const std::scoped_lock lock{mutex_};
  task->running = false;
  return true;
}

Runner::Task* Runner::take_due_task(Time now) {
  const std::scoped_lock lock{mutex_};
  for (Task& task : tasks_) {
    if (task.running || task.next > now) continue;
    task.running = true;
    task.next = now + task.interval;
    return &task;
  }
  return nullptr;
}

void Runner::run_turn(Task& task, Time now) {
  const log::RequestScope scope{"task-" + task.name};
  bool ours = false;
  try {
    ours = task.runs != Runs::kOncePerCluster || take_turn(task, now);
    if (ours) task.body();
  } catch (const std::exception& failure) {
    log::error("jobs.task.failed", {{"task", task.name}, {"reason", failure.what()}});
    if (!ours) plan(task, now + options_.poll);  // The database was away; the turn is still to be taken.
  }
}

bool Runner::take_turn(Task& task, Time now) {
  const std::optional<Time> others =
      database_.write([&](db::Tx& tx) { return next_turn_of_others(tx, task.name, now, now + task.interval); });
  if (others) plan(task, *others);
  return !others;
}

void Runner::plan(Task& task, Time next) {
  const std::scoped_lock lock{mutex_};
  task.next = next;
}

bool Runner::run_job() {
  if (kinds_.empty()) return false;
  const std::string lease = crypto::random_token(12);
  const std::optional<Job> job = claim_job(lease);
  if (!job) return false;
  const log::RequestScope scope{"job-" + std::to_string(job->id)};
  settle(*job, lease, handle(*job));
  return true;
}

std::optional<Job> Runner::claim_job(const std::string& lease) {
  const Time now = clock_.now();
  if (!database_.read([&](db::Tx& tx) { return is_any_due(tx, kinds_, now); })) return std::nullopt;
  const auto [abandoned, job] = database_.write([&](db::Tx& tx) {
    const std::int64_t buried = bury_abandoned(tx, now);
    return std::pair{buried, claim(tx, kinds_, lease, now, now + options_.lease)};
  });
  if (abandoned > 0) {
    dead_ += abandoned;
    log::error("jobs.abandoned", {{"jobs", abandoned}});
  }
  return job;
}

Outcome Runner::handle(const Job& job) const {
  try {
    return handlers_.at(job.kind)(job);
  } catch (const std::exception& failure) {
    return Outcome::retry(failure.what());
  }
}

void Runner::settle(const Job& job, const std::string& lease, const Outcome& outcome) {
  const Time now = clock_.now();
  const bool again = outcome.kind() == Outcome::Kind::kRetry && job.attempt < job.max_attempts;
  const bool ours = write_down([&] {
    return database_.write([&](db::Tx& tx) {
      if (outcome.kind() == Outcome::Kind::kDone) return mark_done(tx, job.id, lease, now);
      if (!again) return mark_dead(tx, job.id, lease, now, outcome.reason());
      return mark_retry(tx, job.id, lease, now + outcome.pause().value_or(retry_pause(job.attempt)), outcome.reason());
    });
  });

  if (!ours) {
    log::warn("jobs.lease_lost", {{"kind", job.kind}, {"attempt", job.attempt}});
  } else if (outcome.kind() == Outcome::Kind::kDone) {
    ++done_;
    log::debug("jobs.done", {{"kind", job.kind}, {"attempt", job.attempt}});
  } else if (again) {
    ++retried_;
    log::warn("jobs.retry", {{"kind", job.kind}, {"attempt", job.attempt}, {"reason", outcome.reason()}});
  } else {
    ++dead_;
    log::error("jobs.dead", {{"kind", job.kind}, {"attempt", job.attempt}, {"reason", outcome.reason()}});
  }
}

}  // namespace hurtrock::jobs
