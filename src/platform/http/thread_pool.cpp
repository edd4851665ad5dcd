#include "platform/http/thread_pool.hpp"

namespace hurtrock::http {

ThreadPool::ThreadPool(unsigned threads, std::size_t capacity) : capacity_(capacity) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  threads_.clear();
}

bool ThreadPool::try_submit(Task& task) {
  {
    const std::scoped_lock lock(mutex_);
    // A thread that is about to take a task makes room for one more than the queue holds.
    if (queue_.size() >= capacity_ + idle_) return false;
    queue_.push_back(std::move(task));
    waiting_.store(queue_.size(), std::memory_order_relaxed);
  }
  ready_.notify_one();
  return true;
}

void ThreadPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --idle_;
    if (queue_.empty()) return;
    Task task = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    lock.unlock();
    task(true);
    task = nullptr;
    lock.lock();
  }
}

}  // namespace hurtrock::http
