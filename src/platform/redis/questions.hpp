#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/redis/redis.hpp"

namespace hurtrock::redis {

/// Short questions to the server, for whoever can do without an answer. They go over one connection, one after the
/// other; a thread of its own makes it and makes it again, so that whoever asks never waits for more than answers:
/// `patience` for those to questions before, and as long for their own. A server that is away, or slower than that,
/// costs nothing: there are no answers until it is back, which the log tells once each way.
class Questions {
 public:
  /// `purpose` names it in the log.
  Questions(Address address, std::string purpose, std::chrono::milliseconds patience);
  ~Questions();
  Questions(const Questions&) = delete;
  Questions& operator=(const Questions&) = delete;

  /// Before this nothing is answered.
  void start();
  /// Waits for the thread, at most some seconds.
  void stop();

  /// The number that a command answers. Nothing when there is no answer in time, or the server refuses; the log tells
  /// the first refusal. Any thread.
  std::optional<std::int64_t> number(const std::vector<std::string>& command);
  [[nodiscard]] bool is_answered() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hurtrock::redis
