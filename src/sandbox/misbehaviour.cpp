#include "sandbox/misbehaviour.hpp"

namespace hurtrock::sandbox {

std::optional<Fault> fault_named(std::string_view word) {
  if (word == "delay") return Fault::kDelay;
  if (word == "drop") return Fault::kDrop;
  if (word == "429") return Fault::kTooManyRequests;
  if (word == "500") return Fault::kServerError;
  if (word == "close_after_accepting") return Fault::kCloseAfterAccepting;
  return std::nullopt;
}

void Misbehaviour::set(const std::string& call, Rule rule) {
  const std::lock_guard lock(mutex_);
  if (rule.times > 0)
    rules_[call] = rule;
  else
    rules_.erase(call);
}

std::optional<Misbehaviour::Rule> Misbehaviour::take(std::string_view call) {
  const std::lock_guard lock(mutex_);
  const auto found = rules_.find(call);
  if (found == rules_.end()) return std::nullopt;
  const Rule rule = found->second;
  if (--found->second.times == 0) rules_.erase(found);
  return rule;
}

void Misbehaviour::hold(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, time, [this] { return stopping_; });
}

void Misbehaviour::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
}

}  // namespace hurtrock::sandbox
