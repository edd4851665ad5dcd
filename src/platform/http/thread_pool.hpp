#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hurtrock::http {

/// A fixed number of threads that work off a queue of bounded length, first come, first served.
class ThreadPool {
 public:
  /// Called with true by a thread of the pool. Whoever could not submit a task may call it with false to have it clean
  /// up. Must not throw.
  using Task = std::move_only_function<void(bool run)>;

  /// Starts `threads` threads. At most `capacity` tasks wait.
  ThreadPool(unsigned threads, std::size_t capacity);
  /// Finishes all tasks, the waiting ones too.
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// False, leaving `task` as it was, when the queue is full.
  bool try_submit(Task& task);
  /// Tasks that wait for a thread.
  [[nodiscard]] std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

 private:
  void work();

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> queue_;
  std::atomic<std::size_t> waiting_ = 0;
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace hurtrock::http
