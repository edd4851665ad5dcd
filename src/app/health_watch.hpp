#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>

#include "app/listening.hpp"

namespace hurtrock::app {

/// Tells a process that hangs from one that works. Whoever started a process hears of its death; that it stands still
/// (a deadlock, SIGSTOP) is found out only by asking. Thread-safe.
class HealthWatch {
 public:
  using Ask = std::function<SignOfLife()>;

  /// So many questions in a row without an answer: it hangs. A process that is merely busy answers one of them.
  static constexpr int kMostMissed = 4;
  static constexpr std::chrono::milliseconds kPause{1'000};       ///< between two questions
  static constexpr std::chrono::milliseconds kPauseAtStart{250};  ///< until the first answer, which is waited for

  /// `ask` waits for a bounded time.
  explicit HealthWatch(Ask ask) : ask_(std::move(ask)) {}

  /// From here on another process is meant. It may take as long as it must until its first answer: there may be a
  /// database to bring up to date or a large catalogue to read. That somebody else answers in its place is none.
  void begin();

  /// Asks once. That nobody listens any more says nothing: a process that answers its last requests does not.
  void look();
  /// look() again and again, until told to stop.
  void run(const std::stop_token& stop);

  [[nodiscard]] bool hangs() const;
  /// Since its start.
  [[nodiscard]] bool has_answered() const;

 private:
  const Ask ask_;
  mutable std::mutex mutex_;
  std::int64_t process_ = 0;  ///< which one is meant: an answer may come when it is another's turn
  bool has_answered_ = false;
  int missed_ = 0;
};

}  // namespace hurtrock::app
