#pragma once

#include <functional>
#include <thread>

namespace hurtrock::app {

/// Calls `stop` once when SIGTERM or SIGINT arrives. Must be made before any other thread, so that all of them leave
/// these signals alone.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void on_stop(std::function<void()> stop);

 private:
  std::jthread watcher_;
};

}  // namespace hurtrock::app
