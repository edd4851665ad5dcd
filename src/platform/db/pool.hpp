#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/db/connection.hpp"

namespace hurtrock::db {

/// At most `capacity` connections, opened when first needed and lent in order of asking. Thread-safe; outlives its
/// leases.
class Pool {
 public:
  Pool(std::size_t capacity, std::chrono::milliseconds patience, Connect connect);

  /// A borrowed connection; goes back when the lease ends, or is closed if it is not reusable.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(pool), connection_(std::move(connection)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Connection& operator*() const { return *connection_; }

   private:
    Pool& pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// Waits at most `patience`, then throws kUnavailable. Throws what `connect` throws.
  Lease borrow();

  /// Closes the connections that nobody has borrowed: after one was lost, the others are likely dead too.
  void close_idle();

  struct Stats {
    std::int64_t open = 0, in_use = 0, waits = 0;
  };
  [[nodiscard]] Stats stats() const;

 private:
  struct Waiter {
    std::condition_variable turn;
    bool granted = false;
  };

  void take_slot();
  void free_slot(std::unique_ptr<Connection> connection);
  void give_back(std::unique_ptr<Connection> connection);

  const std::size_t capacity_;
  const std::chrono::milliseconds patience_;
  const Connect connect_;

  mutable std::mutex mutex_;
  std::size_t free_;             // guarded by mutex_, as all below
  std::deque<Waiter*> waiters_;  // each lives on the stack of its waiting thread
  std::vector<std::unique_ptr<Connection>> idle_;
  std::int64_t waits_ = 0;
};

}  // namespace hurtrock::db
