#include "chat/writer.hpp"

#include <algorithm>
#include <future>

#include "platform/db/error.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

constexpr std::size_t kMostWaiting = 10'000;
/// Longer transactions would keep the first of their messages waiting.
constexpr std::size_t kMostWritesAtOnce = 256;

/// Whether another try at once, one by one, may go better: not when the database itself is out of reach.
bool is_about_one_of_them(const db::Error& error) {
  return error.kind() != db::ErrorKind::kUnavailable && error.kind() != db::ErrorKind::kOutcomeUnknown &&
         error.kind() != db::ErrorKind::kConflict;
}

}  // namespace

Writer::Writer(db::Database& db, std::function<void()> committed)
    : db_(db), committed_(std::move(committed)), thread_([this] { serve(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
}

bool Writer::submit(Work work, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() >= kMostWaiting) return false;
    waiting_.push_back({std::move(work), std::move(done)});
  }
  ready_.notify_one();
  return true;
}

bool Writer::run(Work work) {
  std::promise<bool> promise;
  auto outcome = promise.get_future();
  if (!submit(std::move(work), [&promise](bool committed) { promise.set_value(committed); })) return false;
  return outcome.get();
}

std::size_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void Writer::serve() {
  while (true) {
    std::deque<Task> tasks;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMostWritesAtOnce));
      std::move(waiting_.begin(), waiting_.begin() + count, std::back_inserter(tasks));
      waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    }
    commit(tasks);
    committed_();
  }
}

void Writer::commit(std::deque<Task>& tasks) {
  try {
    db_.write([&](db::Tx& tx) {
      const Change change = begin_change(tx);
      for (const Task& task : tasks) task.work(tx, change);
    });
    for (Task& task : tasks) task.done(true);
    return;
  } catch (const db::Error& error) {
    log::error("chat.write_failed", {{"tasks", tasks.size()}, {"what", error.what()}});
    if (tasks.size() > 1 && is_about_one_of_them(error)) {
      // One of them must not take the others down.
      for (Task& task : tasks) {
        std::deque<Task> alone;
        alone.push_back(std::move(task));
        commit(alone);
      }
      return;
    }
  } catch (const std::exception& error) {
    log::error("chat.write_failed", {{"tasks", tasks.size()}, {"what", error.what()}});
  }
  for (Task& task : tasks) task.done(false);
}

}  // namespace hurtrock::chat
