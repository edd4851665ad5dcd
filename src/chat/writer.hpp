#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "chat/chat.hpp"

namespace hurtrock::chat {

/// Everything that this process writes, one after the other in its own thread: what comes in while one transaction is
/// committed goes together into the next. So many messages cost one flush to the disk.
class Writer {
 public:
  /// Inside a transaction; may run several times, and only the last time counts. Throws for broken machinery.
  using Work = std::function<void(db::Tx&, Change)>;
  /// Afterwards, on the writer's thread: whether it was committed. Must be quick and not throw.
  using Done = std::move_only_function<void(bool committed)>;

  /// `committed` is called after every transaction, behind its Done functions.
  Writer(db::Database& db, std::function<void()> committed);
  /// Does what has been handed in.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// False, calling nothing, when too much waits.
  bool submit(Work work, Done done);
  /// The same, waiting for the end; false also when it was not committed.
  bool run(Work work);
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Task {
    Work work;
    Done done;
  };
  void serve();
  void commit(std::deque<Task>& tasks);

  db::Database& db_;
  std::function<void()> committed_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> waiting_;
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace hurtrock::chat
