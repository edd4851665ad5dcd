#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace hurtrock {

/// A value that is read by many threads and now and then replaced as a whole. Readers keep what they got.
/// Instead of std::atomic<std::shared_ptr>: in libstdc++ 12 its load() gives its lock back with relaxed order, so that
/// a following store() races with the reading of the pointer (bits/shared_ptr_atomic.h, _Sp_atomic::load).
template <class T>
class Published {
 public:
  Published() = default;
  explicit Published(std::shared_ptr<const T> value) : value_(std::move(value)) {}

  [[nodiscard]] std::shared_ptr<const T> load() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }
  /// What was there before is let go of outside the lock: it may be large.
  void store(std::shared_ptr<const T> value) {
    const std::lock_guard lock(mutex_);
    value_.swap(value);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace hurtrock
