#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::sandbox {

/// How a provider can fail.
enum class Fault : std::uint8_t {
  kDelay,                ///< answers late
  kDrop,                 ///< takes no notice, never answers
  kTooManyRequests,      ///< 429
  kServerError,          ///< 500
  kCloseAfterAccepting,  ///< does what was asked, never answers
};
/// "delay", "drop", "429", "500", "close_after_accepting"
std::optional<Fault> fault_named(std::string_view word);

/// Which calls fail next, how, and how often: set by tests. Thread-safe.
class Misbehaviour {
 public:
  struct Rule {
    Fault fault = Fault::kServerError;
    int times = 1;
    std::chrono::milliseconds wait{20'000};  ///< kDelay: how late; the silent ones: how long the line stays open
  };
  /// Replaces the rule for `call` ("open", "status", ...); times 0 takes it away.
  void set(const std::string& call, Rule rule);
  /// The rule for this call, counted down.
  std::optional<Rule> take(std::string_view call);

  /// Holds the calling thread, until stop() at most.
  void hold(std::chrono::milliseconds time);
  void stop();

 private:
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::map<std::string, Rule, std::less<>> rules_;
};

}  // namespace hurtrock::sandbox
