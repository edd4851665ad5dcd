#include "sandbox/repeated_calls.hpp"

namespace hurtrock::sandbox {
namespace {

constexpr std::chrono::minutes kKept{5};
constexpr std::size_t kMostKept = 10'000;

}  // namespace

std::optional<http::Response> RepeatedCalls::begin(std::string_view key) {
  if (!counts(key)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  forget_old();
  if (const auto found = kept_.find(key); found != kept_.end()) {
    if (found->second.response) return found->second.response;
    return http::json(202, R"({"status_code":"202","status_message":"The request is being processed"})");
  }
  const Time until = clock_.now() + kKept;
  kept_[std::string{key}] = {.until = until};
  by_age_.emplace_back(until, key);
  return std::nullopt;
}

void RepeatedCalls::done(std::string_view key, const http::Response& response) {
  if (!counts(key)) return;
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end()) return;
  // Errors, also those under HTTP 200, are not kept: the caller may try again. 407 is how an expiry succeeds.
  const bool failed =
      response.body.contains(R"("status_code":"4)") && !response.body.contains(R"("status_code":"407")");
  const bool success = response.status < 300 && !failed;
  if (success)
    found->second.response = response;
  else
    kept_.erase(found);
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
