#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>

#include "platform/db/db.hpp"
#include "platform/db/pool.hpp"

namespace hurtrock::db {

/// One transaction around `body`, which answers whether it is to be kept. Throws as Database::write does.
void transact_alone(Connection& connection, Access access, Dialect dialect, const std::function<bool(Tx&)>& body);

/// Write transactions of a SQLite database, which has one writer and flushes to the disk at every COMMIT: those that
/// wait for their turn share one. Each runs in a savepoint of its own behind what those before it have written, as it
/// would have run behind their commits, and returns once the common COMMIT has ended; so what has been answered is on
/// the disk, and what is refused because of another's rows is refused for good only if those rows are. When the COMMIT
/// fails, nothing of any of them has happened, and each is run again by itself. Thread-safe.
class SharedCommits {
 public:
  /// `writers`: of one connection; used by nothing else.
  explicit SharedCommits(Pool& writers);

  /// The same around `body`.
  void write(const std::function<bool(Tx&)>& body);

 private:
  struct Group {
    bool ended = false;
    bool committed = false;
    std::size_t members = 0;
  };
  /// What became of a body in its group.
  struct Member {
    std::shared_ptr<Group> group;  ///< none: it is over with it
    std::exception_ptr failure;    ///< what it threw
  };

  void write_alone(const std::function<bool(Tx&)>& body);
  Pool::Lease borrow_again();
  Member join(Connection& connection, const std::function<bool(Tx&)>& body);
  void end_savepoint(Connection& connection, bool keeps);
  void commit(Connection& connection);
  void give_up(Connection& connection);

  Pool& writers_;
  std::shared_ptr<Group> open_;  ///< whose transaction is open; only whoever has borrowed the connection looks here
};

}  // namespace hurtrock::db
