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

/// Answers kept under the caller's Idempotency-Key, as a provider's rules have it. Thread-safe.
class RepeatedCalls {
 public:
  struct Rules {
    std::chrono::minutes kept;
    std::size_t longest_key;  ///< longer ones are ignored
  };
  RepeatedCalls(const Clock& clock, Rules rules) : clock_(clock), rules_(rules) {}

  /// What came under a key before.
  struct Earlier {
    std::string asked;
    std::optional<http::Response> response;  ///< nothing: still being worked on
  };
  /// The earlier call, or nothing: then do the work and say `done`, or `forget` what need not be remembered. `asked`
  /// is kept for comparing.
  std::optional<Earlier> begin(std::string_view key, std::string_view asked = {});
  void done(std::string_view key, const http::Response& response);
  void forget(std::string_view key);
  /// A call of an earlier process, carried out at `at`; oldest first.
  void restore(std::string_view key, Earlier call, Time at);

 private:
  struct Kept {
    Time until;
    Earlier call;
  };
  [[nodiscard]] bool counts(std::string_view key) const { return !key.empty() && key.size() <= rules_.longest_key; }
  void keep(std::string_view key, Earlier call, Time at);
  void forget_old();

  const Clock& clock_;
  const Rules rules_;
  std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> kept_;
  std::deque<std::pair<Time, std::string>> by_age_;
};

}  // namespace hurtrock::sandbox
