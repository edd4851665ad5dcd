#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::app {

/// How many conversations wait for an answer, as the chat service last told. Thread-safe.
class ChatsWaiting {
 public:
  /// `chat_url`: how the shop reaches the chat service.
  ChatsWaiting(fetch::Client& client, const Clock& clock, std::string chat_url, Secret session_secret);

  /// Asks the chat service; waits for it for at most a second.
  void refresh();
  /// Does not wait. Nothing when the chat service has not answered lately.
  [[nodiscard]] std::optional<std::int64_t> count() const;

 private:
  [[nodiscard]] std::optional<std::int64_t> ask() const;

  fetch::Client& client_;
  const Clock& clock_;
  const std::string chat_url_;
  const Secret session_secret_;
  std::atomic<std::int64_t> count_ = 0;
  std::atomic<Time> told_at_ = Time{};
};

}  // namespace hurtrock::app
