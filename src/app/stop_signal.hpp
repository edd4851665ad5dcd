#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace hurtrock::app {

/// Calls `stop` once when SIGTERM or SIGINT arrives.
class StopSignal {
 public:
  /// Keeps these signals away from this thread and all that it starts. To be called while it is the only one: a signal
  /// goes to any thread that takes it, and its default is to end the process.
  static void block();

  StopSignal() = default;
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void on_stop(std::function<void()> stop);

  /// Since the signal has come.
  [[nodiscard]] std::chrono::milliseconds stopping_for() const;

 private:
  std::atomic<std::chrono::steady_clock::time_point> came_{};
  std::jthread watcher_;
};

}  // namespace hurtrock::app
