#include "app/stop_signal.hpp"

#include <csignal>
#include <ctime>

namespace hurtrock::app {
namespace {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void StopSignal::block() {
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

StopSignal::~StopSignal() = default;

void StopSignal::on_stop(std::function<void()> stop) {
  watcher_ = std::jthread([this, stop = std::move(stop)](const std::stop_token& done) {
    const sigset_t signals = stop_signals();
    const timespec look_around{.tv_sec = 0, .tv_nsec = 200'000'000};
    while (!done.stop_requested())
      if (sigtimedwait(&signals, nullptr, &look_around) > 0) {
        came_ = std::chrono::steady_clock::now();
        return stop();
      }
  });
}

std::chrono::milliseconds StopSignal::stopping_for() const {
  return std::chrono::round<std::chrono::milliseconds>(std::chrono::steady_clock::now() - came_.load());
}

}  // namespace hurtrock::app
