#include "app/health_watch.hpp"

#include <condition_variable>

namespace hurtrock::app {

void HealthWatch::begin() {
  const std::lock_guard lock(mutex_);
  ++process_;
  has_answered_ = false;
  missed_ = 0;
}

void HealthWatch::look() {
  const auto asked = [this] {
    const std::lock_guard lock(mutex_);
    return process_;
  }();
  const SignOfLife sign = ask_();
  const std::lock_guard lock(mutex_);
  if (process_ != asked) return;
  if (sign == SignOfLife::kAnswers) has_answered_ = true;
  if (sign == SignOfLife::kSilent) ++missed_;
  // An answer without this start's mark is of another process, or was cut off before it: no silence either way.
  if (sign == SignOfLife::kAnswers || sign == SignOfLife::kIsAnother) missed_ = 0;
}

void HealthWatch::run(const std::stop_token& stop) {
  std::mutex nobody_elses;
  std::condition_variable_any stopped;
  std::unique_lock lock(nobody_elses);
  while (!stop.stop_requested()) {
    look();
    stopped.wait_for(lock, stop, has_answered() ? kPause : kPauseAtStart, [] { return false; });
  }
}

bool HealthWatch::hangs() const {
  const std::lock_guard lock(mutex_);
  return has_answered_ && missed_ >= kMostMissed;
}

bool HealthWatch::has_answered() const {
  const std::lock_guard lock(mutex_);
  return has_answered_;
}

}  // namespace hurtrock::app
