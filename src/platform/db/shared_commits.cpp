#include "platform/db/shared_commits.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "platform/log/log.hpp"

namespace hurtrock::db {
namespace {

/// More of them would keep the first waiting longer than their flushes to the disk are worth.
constexpr std::size_t kMostTogether = 32;

}  // namespace

/// The transaction of some turns.
class SharedCommits::Group {
 public:
  Group() { turns_.reserve(kMostTogether); }

  [[nodiscard]] bool takes_more() const { return !is_closed_ && turns_.size() < kMostTogether; }
  [[nodiscard]] const std::vector<Turn*>& turns() const { return turns_; }

  void run(Turn& turn, Connection& connection) noexcept {
    turns_.push_back(&turn);
    const log::RequestScope scope{turn.request_id};
    try {
      // Alone in its transaction until now: what it is refused for is committed.
      if (open_.empty()) return run_first(turn, connection);
      open_.push_back(&turn);
      run_behind(turn, connection);
    } catch (...) {
      turn.failure = std::current_exception();
    }
  }

  void commit(Connection& connection) noexcept {
    if (open_.empty()) return;
    try {
      connection.commit();
    } catch (const std::exception& error) {
      log::warn("db.shared_commit.failed", {{"members", open_.size()}, {"reason", error.what()}});
      give_up(connection);
    }
  }

 private:
  static bool keeps(Turn& turn, Connection& connection) {
    Tx tx{connection, Dialect::kSqlite};
    if (!(*turn.body)(tx)) return false;
    tx.rethrow_failure();
    return true;
  }

  void run_first(Turn& turn, Connection& connection) {
    // Until it has begun: another process may be writing for long, and everybody waits for that on their own.
    is_closed_ = true;
    try {
      connection.begin(Access::kWrite);
      is_closed_ = false;
      if (keeps(turn, connection)) return open_.push_back(&turn);
    } catch (...) {
      turn.failure = std::current_exception();
    }
    connection.rollback();
  }

  void run_behind(Turn& turn, Connection& connection) {
    bool is_kept = false;
    try {
      connection.run("SAVEPOINT one_of_several", {});
      is_kept = keeps(turn, connection);
    } catch (...) {
      turn.failure = std::current_exception();
    }
    try {
      if (!is_kept) connection.run("ROLLBACK TO one_of_several", {});
      connection.run("RELEASE one_of_several", {});
    } catch (const std::exception& error) {
      // A full disk, for one, takes the whole transaction back.
      log::error("db.shared_commit.broken", {{"members", open_.size()}, {"reason", error.what()}});
      give_up(connection);
    }
  }

  void give_up(Connection& connection) {
    connection.rollback();
    for (Turn* turn : std::exchange(open_, {})) turn->runs_again = true;
  }

  bool is_closed_ = false;
  std::vector<Turn*> turns_;  ///< all that have run
  std::vector<Turn*> open_;   ///< that have run in the open transaction, whether it keeps anything of them or not
};

SharedCommits::SharedCommits(Pool& writers, std::chrono::milliseconds patience)
    : writers_(writers), patience_(patience) {}

void SharedCommits::write(const std::function<bool(Tx&)>& body) {
  Turn own{.body = &body, .request_id = std::string{log::current_request_id()}};
  wait(own);
  if (own.state == Turn::State::kLeads) lead(own);
  if (own.runs_again) return transact_alone(*writers_.borrow(), Access::kWrite, Dialect::kSqlite, body);
  if (own.failure) std::rethrow_exception(std::move(own.failure));
}

std::int64_t SharedCommits::waits() const {
  const std::scoped_lock lock{mutex_};
  return waits_;
}

void SharedCommits::wait(Turn& turn) {
  using State = Turn::State;
  std::unique_lock lock{mutex_};
  if (!is_led_) {
    is_led_ = true;
    turn.state = State::kLeads;
    return;
  }
  queue_.push_back(&turn);
  ++waits_;
  if (!turn.changed.wait_for(lock, patience_, [&] { return turn.state != State::kWaits; })) {
    std::erase(queue_, &turn);
    throw Error{ErrorKind::kUnavailable, {}, "the database's writer did not become free in time"};
  }
  // Whoever runs it uses what stands on this thread's stack.
  turn.changed.wait(lock, [&] { return turn.state == State::kLeads || turn.state == State::kOver; });
}

void SharedCommits::lead(Turn& own) {
  Group group;
  try {
    const Pool::Lease lease = writers_.borrow();
    for (Turn* turn = &own; turn != nullptr; turn = next_of(group)) group.run(*turn, *lease);
    group.commit(*lease);
  } catch (...) {  // There is no connection: whoever leads next finds out alone.
    own.failure = std::current_exception();
  }
  hand_on_the_lead();
  end(group);
}

SharedCommits::Turn* SharedCommits::next_of(const Group& group) {
  const std::scoped_lock lock{mutex_};
  if (!group.takes_more() || queue_.empty()) return nullptr;
  Turn* const next = queue_.front();
  queue_.pop_front();
  next->state = Turn::State::kRuns;
  return next;
}

void SharedCommits::hand_on_the_lead() {
  const std::scoped_lock lock{mutex_};
  is_led_ = !queue_.empty();
  if (!is_led_) return;
  queue_.front()->state = Turn::State::kLeads;
  queue_.front()->changed.notify_one();
  queue_.pop_front();
}

/// Notified under the lock: afterwards a turn may be gone.
void SharedCommits::end(const Group& group) {
  const std::scoped_lock lock{mutex_};
  for (Turn* turn : group.turns()) {
    turn->state = Turn::State::kOver;
    turn->changed.notify_one();
  }
}

void transact_alone(Connection& connection, Access access, Dialect dialect, const std::function<bool(Tx&)>& body) {
  try {
    connection.begin(access);
    Tx tx{connection, dialect};
    if (!body(tx)) return connection.rollback();
    tx.rethrow_failure();
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

}  // namespace hurtrock::db
