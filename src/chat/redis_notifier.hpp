#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chat/notifier.hpp"
#include "platform/redis/redis.hpp"

namespace hurtrock::chat {

/// To this process at once, to the others over Redis. While Redis is away they see each other's messages within a
/// second, by looking at the database as they always do; who types and who is there they do not hear of.
class RedisNotifier final : public Notifier {
 public:
  /// `own`: delivers to this process.
  RedisNotifier(redis::Address address, LocalNotifier& own);
  void start() { channel_.start(); }
  void stop() { channel_.stop(); }

  void publish(const Signal& signal) override;
  [[nodiscard]] bool reaches_others() const override { return true; }
  [[nodiscard]] bool is_listening() const { return channel_.is_listening(); }

 private:
  void receive(std::string_view message);

  LocalNotifier& own_;
  const std::string process_;
  redis::Channel channel_;
};

/// How a signal travels. Pure.
std::string encoded(const Signal& signal, std::string_view process);
/// Nothing for what is none: another version may be talking.
std::optional<Signal> decoded(std::string_view message);

}  // namespace hurtrock::chat
