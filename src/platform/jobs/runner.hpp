#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/jobs/jobs.hpp"

namespace hurtrock::jobs {

/// Does the jobs of the kinds it knows, and the periodic tasks, on threads of its own. Any number of runners, in any
/// number of processes, share one database. Kinds it does not know wait for a runner that does.
class Runner {
 public:
  struct Options {
    int threads = 2;
    std::chrono::milliseconds poll{1000};  ///< how long a due job may go unnoticed without wake()
    /// How long a job is believed to be worked on. Longer than any handler takes: one that exceeds it may be run again
    /// beside itself.
    std::chrono::seconds lease{300};
  };
  using Handler = std::function<Outcome(const Job&)>;

  /// The database and the clock must outlive the runner.
  Runner(db::Database& database, const Clock& clock, Options options);
  Runner(db::Database& database, const Clock& clock) : Runner(database, clock, Options{}) {}
  ~Runner() { stop(); }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Before start(). Handlers run on any of the runner's threads, several at once, outside any transaction.
  void on(std::string kind, Handler handler);

  enum class Runs : std::uint8_t {
    kOncePerCluster,  ///< one process takes each turn; a turn lost in a crash is not made up for
    kInEveryProcess,  ///< for tasks that claim rows themselves or refresh this process; wake() runs them at once
    kByTheClock,      ///< in every process too, and never woken: nothing that calls wake() makes it due
  };
  /// Before start(). Never overlaps with itself in one process. An exception is logged; the next turn comes as usual.
  void every(std::string name, microseconds interval, std::function<void()> task, Runs runs = Runs::kOncePerCluster);

  void start();
  /// Waits for what is running; starts nothing new. Bounded by the handlers' own deadlines.
  void stop();

  /// There may be something to do: call after a commit that enqueued. Cheap, from any thread. A thread that has just
  /// found nothing looks again 50 ms later at the earliest, however often it is woken.
  void wake();

  /// Runs the tasks that are due, then jobs until none is (at most 10,000). Answers how many of both it took up. For
  /// tests and maintenance commands, instead of start().
  int run_due();

  /// Since the start of the process.
  struct Stats {
    std::int64_t done = 0, retried = 0, dead = 0;
  };
  [[nodiscard]] Stats stats() const { return {.done = done_, .retried = retried_, .dead = dead_}; }

 private:
  struct Task {
    std::string name;
    microseconds interval;
    std::function<void()> body;
    Runs runs;
    Time next = from_micros(0);
    bool running = false;
  };

  void work(const std::stop_token& stop);
  void wait_for_work(const std::stop_token& stop, std::uint64_t seen_wakes);

  bool run_task();
  Task* take_due_task(Time now);
  void run_turn(Task& task, Time now);
  bool take_turn(Task& task, Time now);
  void plan(Task& task, Time next);

  bool run_job();
  std::optional<Job> claim_job(const std::string& lease);
  Outcome handle(const Job& job) const;
  void settle(const Job& job, const std::string& lease, const Outcome& outcome);

  db::Database& database_;
  const Clock& clock_;
  const Options options_;
  std::map<std::string, Handler, std::less<>> handlers_;
  std::vector<std::string> kinds_;

  std::mutex mutex_;  // guards tasks_' `next` and `running`, and wakes_
  std::condition_variable_any woken_;
  std::vector<Task> tasks_;
  std::uint64_t wakes_ = 0;

  std::atomic<std::int64_t> done_{0}, retried_{0}, dead_{0};
  std::vector<std::jthread> threads_;
};

}  // namespace hurtrock::jobs
