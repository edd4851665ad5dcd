#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::sandbox {

/// Midtrans' Idempotency-Key: a key of at most 46 characters (longer ones are ignored) brings back the first success
/// for five minutes, whatever the endpoint and the body; 202 while the first is still being worked on. Thread-safe.
class RepeatedCalls {
 public:
  explicit RepeatedCalls(const Clock& clock) : clock_(clock) {}

  /// The answer for a repeat, or nothing: then do the work and say `done`.
  std::optional<http::Response> begin(std::string_view key);
  void done(std::string_view key, const http::Response& response);

 private:
  struct Kept {
    Time until;
    std::optional<http::Response> response;  ///< nothing: still being worked on
  };
  [[nodiscard]] static bool counts(std::string_view key) { return !key.empty() && key.size() <= 46; }
  void forget_old();

  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> kept_;
  std::deque<std::pair<Time, std::string>> by_age_;
};

}  // namespace hurtrock::sandbox
