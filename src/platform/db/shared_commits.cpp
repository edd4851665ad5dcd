#include "platform/db/shared_commits.hpp"

#include <exception>
#include <utility>

#include "platform/log/log.hpp"

namespace hurtrock::db {
namespace {

/// More of them would keep the first waiting longer than their flushes to the disk are worth.
constexpr std::size_t kMostTogether = 32;

}  // namespace

SharedCommits::SharedCommits(Pool& writers) : writers_(writers) {}

/// Twice through the queue: to run, and, when somebody else was waiting behind, to find out how the common COMMIT
/// ended. Whoever of the group comes first for the second time commits for all.
void SharedCommits::write(const std::function<bool(Tx&)>& body) {
  Member member;
  bool waits = false;
  {
    Pool::Lease lease = writers_.borrow();
    member = join(*lease, body);
    if (open_ && open_->members < kMostTogether && writers_.has_waiters()) {
      lease.hand_on();
      waits = true;
    } else if (open_) {
      commit(*lease);
    }
  }
  if (waits) {
    Pool::Lease lease = borrow_again();
    if (!member.group->ended) commit(*lease);
    // A later group's.
    if (open_) lease.hand_on();
  }
  if (member.group && !member.group->committed) return write_alone(body);
  if (member.failure) std::rethrow_exception(member.failure);
}

Pool::Lease SharedCommits::borrow_again() {
  try {
    return writers_.borrow();
  } catch (const Error& late) {
    // Somebody else of the group may still commit.
    throw Error{ErrorKind::kOutcomeUnknown, {}, late.what()};
  }
}

/// Without a group when nothing is open any more: the body had the transaction to itself and keeps nothing, so it has
/// seen nothing that is not kept either.
SharedCommits::Member SharedCommits::join(Connection& connection, const std::function<bool(Tx&)>& body) {
  const bool is_first = !open_;
  if (is_first) {
    connection.begin(Access::kWrite);
    open_ = std::make_shared<Group>();
  }
  Member member{.group = open_, .failure = {}};
  ++open_->members;
  bool keeps = false;
  try {
    if (!is_first) connection.run("SAVEPOINT one_of_several", {});
    Tx tx{connection, Dialect::kSqlite};
    keeps = body(tx);
    if (keeps) tx.rethrow_failure();
  } catch (...) {
    keeps = false;
    member.failure = std::current_exception();
  }
  if (is_first && !keeps) {
    give_up(connection);
    member.group.reset();
  } else if (!is_first) {
    end_savepoint(connection, keeps);
  }
  return member;
}

void SharedCommits::end_savepoint(Connection& connection, bool keeps) {
  try {
    if (!keeps) connection.run("ROLLBACK TO one_of_several", {});
    connection.run("RELEASE one_of_several", {});
  } catch (const std::exception& error) {
    // A full disk, for one, takes the whole transaction back.
    log::error("db.shared_commit.broken", {{"members", open_->members}, {"reason", error.what()}});
    give_up(connection);
  }
}

/// The open group's transaction.
void SharedCommits::commit(Connection& connection) {
  try {
    connection.commit();
    open_->committed = true;
  } catch (const std::exception& error) {
    log::warn("db.shared_commit.failed", {{"members", open_->members}, {"reason", error.what()}});
    connection.rollback();
  }
  open_->ended = true;
  open_.reset();
}

void SharedCommits::give_up(Connection& connection) {
  connection.rollback();
  open_->ended = true;
  open_.reset();
}

void SharedCommits::write_alone(const std::function<bool(Tx&)>& body) {
  const Pool::Lease lease = writers_.borrow();
  if (open_) commit(*lease);
  transact_alone(*lease, Access::kWrite, Dialect::kSqlite, body);
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
