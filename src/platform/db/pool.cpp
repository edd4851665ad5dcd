#include "platform/db/pool.hpp"

#include <algorithm>
#include <utility>

namespace hurtrock::db {

Pool::Pool(std::size_t capacity, std::chrono::milliseconds patience, Connect connect)
    : capacity_(std::max<std::size_t>(capacity, 1)),
      patience_(patience),
      connect_(std::move(connect)),
      free_(capacity_) {
  idle_.reserve(capacity_);  // so that giving back never allocates
}

Pool::Lease Pool::borrow() {
  take_slot();
  {
    const std::scoped_lock lock{mutex_};
    if (!idle_.empty()) {
      // The last one used: its statements are prepared and its pages are in the cache.
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(connection)};
    }
  }
  try {
    return {*this, connect_()};
  } catch (...) {
    free_slot(nullptr);
    throw;
  }
}

void Pool::take_slot() {
  std::unique_lock lock{mutex_};
  if (free_ > 0 && waiters_.empty()) {
    --free_;
    return;
  }
  Waiter self;
  waiters_.push_back(&self);
  ++waits_;
  if (self.turn.wait_for(lock, patience_, [&] { return self.granted; })) return;
  std::erase(waiters_, &self);
  throw Error{ErrorKind::kUnavailable, {}, "no database connection became free in time"};
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  // Closed before its slot is free, so that there are never more than `capacity` connections.
  if (!connection->reusable()) connection.reset();
  free_slot(std::move(connection));
}

void Pool::free_slot(std::unique_ptr<Connection> connection) {
  const std::scoped_lock lock{mutex_};
  if (connection) idle_.push_back(std::move(connection));
  if (waiters_.empty()) {
    ++free_;
    return;
  }
  // The slot is handed over, not put up for grabs. Notified under the lock: afterwards the waiter may be gone.
  Waiter& next = *waiters_.front();
  waiters_.pop_front();
  next.granted = true;
  next.turn.notify_one();
}

void Pool::close_idle() {
  std::vector<std::unique_ptr<Connection>> closing;
  closing.reserve(capacity_);
  const std::scoped_lock lock{mutex_};
  closing.swap(idle_);
}

Pool::Stats Pool::stats() const {
  const std::scoped_lock lock{mutex_};
  const auto in_use = static_cast<std::int64_t>(capacity_ - free_);
  return {.open = in_use + static_cast<std::int64_t>(idle_.size()), .in_use = in_use, .waits = waits_};
}

}  // namespace hurtrock::db
