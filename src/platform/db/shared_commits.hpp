#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>

#include "platform/db/db.hpp"
#include "platform/db/pool.hpp"

namespace hurtrock::db {

/// One transaction around `body`, which answers whether it is to be kept. Throws as Database::write does.
void transact_alone(Connection& connection, Access access, Dialect dialect, const std::function<bool(Tx&)>& body);

/// Write transactions of a SQLite database, which has one writer and flushes to the disk at every COMMIT: those that
/// wait while another is at work share one. Whoever comes first leads: its thread runs the bodies of those behind it
/// too, in order of asking, each in a savepoint of its own behind what those before it have written, as it would have
/// run behind their commits; then it commits for all, and everybody returns. So what has been answered is on the disk,
/// and what is refused because of another's rows is refused for good only if those rows are. When the COMMIT fails,
/// nothing of any of them has happened, and each is run again by itself, on its own thread. Thread-safe.
class SharedCommits {
 public:
  /// `writers`: of one connection; used by nothing else. Who is not at work after `patience` is refused.
  SharedCommits(Pool& writers, std::chrono::milliseconds patience);

  /// The same around `body`, which may run on the thread of another caller, under this one's request id.
  void write(const std::function<bool(Tx&)>& body);

  /// How many have ever waited for another.
  [[nodiscard]] std::int64_t waits() const;

 private:
  /// A caller, and how far it is. It lives on its caller's stack: nobody touches it once it is over.
  struct Turn {
    enum class State : std::uint8_t { kWaits, kLeads, kRuns, kOver };
    const std::function<bool(Tx&)>* body;
    std::string request_id;
    State state = State::kWaits;   ///< guarded by mutex_
    std::exception_ptr failure{};  ///< what it threw
    bool runs_again = false;       ///< nothing of it has happened, nor been refused
    std::condition_variable changed{};
  };
  class Group;

  /// Until it leads, or another has run it.
  void wait(Turn& turn);
  void lead(Turn& own);
  Turn* next_of(const Group& group);
  void hand_on_the_lead();
  void end(const Group& group);

  Pool& writers_;
  const std::chrono::milliseconds patience_;

  mutable std::mutex mutex_;
  bool is_led_ = false;      // guarded by mutex_, as all below
  std::deque<Turn*> queue_;  // behind whoever leads
  std::int64_t waits_ = 0;
};

}  // namespace hurtrock::db
