#include "sandbox/repeated_calls.hpp"

#include <utility>

namespace hurtrock::sandbox {
namespace {

constexpr std::size_t kMostKept = 10'000;

}  // namespace

std::optional<RepeatedCalls::Earlier> RepeatedCalls::begin(std::string_view key, std::string_view asked) {
  if (!counts(key)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  forget_old();
  if (const auto found = kept_.find(key); found != kept_.end()) return found->second.call;
  keep(key, {.asked = std::string{asked}, .response = {}}, clock_.now());
  return std::nullopt;
}

void RepeatedCalls::done(std::string_view key, const http::Response& response) {
  const std::lock_guard lock(mutex_);
  if (const auto found = kept_.find(key); found != kept_.end()) found->second.call.response = response;
}

void RepeatedCalls::forget(std::string_view key) {
  const std::lock_guard lock(mutex_);
  if (const auto found = kept_.find(key); found != kept_.end()) kept_.erase(found);
}

void RepeatedCalls::restore(std::string_view key, Earlier call, Time at) {
  if (!counts(key)) return;
  const std::lock_guard lock(mutex_);
  keep(key, std::move(call), at);
  forget_old();
}

void RepeatedCalls::keep(std::string_view key, Earlier call, Time at) {
  const Time until = at + rules_.kept;
  kept_[std::string{key}] = {.until = until, .call = std::move(call)};
  by_age_.emplace_back(until, key);
}

void RepeatedCalls::forget_old() {
  const Time now = clock_.now();
  while (!by_age_.empty() && (by_age_.front().first <= now || by_age_.size() > kMostKept)) {
    const auto found = kept_.find(by_age_.front().second);
    if (found != kept_.end() && found->second.until == by_age_.front().first) kept_.erase(found);
    by_age_.pop_front();
  }
}

}  // namespace hurtrock::sandbox
