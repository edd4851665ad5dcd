#include "platform/redis/redis.hpp"

#include <poll.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/core/text.hpp"
#include "platform/log/log.hpp"
#include "platform/redis/link.hpp"

namespace hurtrock::redis {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kPause = 500ms;
/// Nothing has come for so long: is anybody there?
constexpr auto kQuiet = 10s;
constexpr auto kSilence = 20s;
constexpr std::size_t kMostWaiting = 4'096;

std::string_view text_of(const redisReply* reply) {
  return reply != nullptr && reply->type == REDIS_REPLY_STRING ? std::string_view(reply->str, reply->len)
                                                               : std::string_view{};
}

}  // namespace

std::optional<Address> parse_address(std::string_view url) {
  constexpr std::string_view kScheme = "redis://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  // Which of the server's databases does not matter: channels belong to none.
  if (const auto slash = url.rfind('/'); slash != std::string_view::npos) {
    const std::string_view number = url.substr(slash + 1);
    if (!number.empty() && !text::parse_integer(number, 0, 999)) return std::nullopt;
    url = url.substr(0, slash);
  }
  Address address;
  if (const auto at = url.rfind('@'); at != std::string_view::npos) {
    const std::string_view who = url.substr(0, at);
    const auto colon = who.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    address.user = std::string(who.substr(0, colon));
    address.password = Secret{std::string(who.substr(colon + 1))};
    url.remove_prefix(at + 1);
  }
  if (const auto colon = url.rfind(':'); colon != std::string_view::npos) {
    const auto port = text::parse_integer(url.substr(colon + 1), 1, 65'535);
    if (!port) return std::nullopt;
    address.port = static_cast<std::uint16_t>(*port);
    url = url.substr(0, colon);
  }
  if (url.empty() || url.find_first_of("/?#[] \t\r\n") != std::string_view::npos) return std::nullopt;
  address.host = std::string(url);
  return address;
}

std::optional<Trouble> trouble_with(const Address& address) {
  const auto connected = connect(address);
  const auto answered = connected ? ping(**connected) : std::unexpected(connected.error());
  return answered ? std::nullopt : std::optional{answered.error()};
}

struct Channel::Impl {
  Impl(Address where, std::string channel, Listener heard)
      : address(std::move(where)), name(std::move(channel)), listener(std::move(heard)) {}

  // Listening
  // ----------------------------------------------------------------------------------------------------------

  void listen(const std::stop_token& stopped) {
    bool failed = false;
    while (!stopped.stop_requested()) {
      const auto connected = connect(address);
      const Reply subscribed = connected ? ask(**connected, {"SUBSCRIBE", name}) : nullptr;
      if (subscribed && subscribed->type == REDIS_REPLY_ARRAY) {
        failed = false;
        log::info("redis.listening", {{"channel", name}});
        is_listening = true;
        listener.listening();
        hear(**connected, stopped);
        is_listening = false;
      }
      if (stopped.stop_requested()) return;
      const std::string_view wrong = connected ? std::string_view{} : std::string_view{connected.error().what};
      if (!failed) log::warn("redis.away", {{"channel", name}, {"what", wrong}});
      failed = true;
      pause(stopped);
    }
  }

  /// Until the connection is of no use any more.
  void hear(redisContext& context, const std::stop_token& stopped) {
    auto heard_at = SteadyClock::now();
    auto asked_at = heard_at;
    while (!stopped.stop_requested()) {
      pollfd readable{.fd = context.fd, .events = POLLIN, .revents = 0};
      const int ready = ::poll(&readable, 1, static_cast<int>(kPause.count()));
      const auto now = SteadyClock::now();
      if (ready > 0) {
        if (::redisBufferRead(&context) != REDIS_OK || !take(context)) return;
        heard_at = now;
        continue;
      }
      if (now - heard_at >= kSilence) return;
      if (now - heard_at < kQuiet || now - asked_at < kQuiet) continue;
      asked_at = now;
      int done = 0;
      if (::redisAppendCommand(&context, "PING") != REDIS_OK) return;
      while (done == 0)
        if (::redisBufferWrite(&context, &done) != REDIS_OK) return;
    }
  }

  /// Everything that has come whole.
  bool take(redisContext& context) const {
    while (true) {
      void* raw = nullptr;
      if (::redisGetReplyFromReader(&context, &raw) != REDIS_OK) return false;
      const Reply reply(static_cast<redisReply*>(raw));
      if (!reply) return true;
      if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 3 && text_of(reply->element[0]) == "message")
        listener.received(text_of(reply->element[2]));
    }
  }

  // Speaking
  // -----------------------------------------------------------------------------------------------------------

  void speak(const std::stop_token& stopped) {
    Context context;
    while (true) {
      std::string message;
      {
        std::unique_lock lock(mutex);
        if (!wake.wait(lock, stopped, [this] { return !waiting.empty(); })) return;
        message = std::move(waiting.front());
        waiting.pop_front();
      }
      if (context && ask(*context, {"PUBLISH", name, message})) continue;
      // The connection may have died of old age: once more on a new one.
      context = connect(address).value_or(nullptr);
      if (context && ask(*context, {"PUBLISH", name, message})) continue;
      context.reset();
      {
        const std::lock_guard lock(mutex);
        waiting.clear();
      }
      pause(stopped);
    }
  }

  void pause(const std::stop_token& stopped) {
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stopped, kPause, [] { return false; });
  }

  const Address address;
  const std::string name;
  const Listener listener;
  std::atomic<bool> is_listening = false;
  std::mutex mutex;
  std::condition_variable_any wake;
  std::deque<std::string> waiting;
  std::jthread ears, mouth;
};

Channel::Channel(Address address, std::string name, Listener listener)
    : impl_(std::make_unique<Impl>(std::move(address), std::move(name), std::move(listener))) {}

Channel::~Channel() { stop(); }

void Channel::start() {
  impl_->ears = std::jthread([impl = impl_.get()](const std::stop_token& stopped) { impl->listen(stopped); });
  impl_->mouth = std::jthread([impl = impl_.get()](const std::stop_token& stopped) { impl->speak(stopped); });
}

void Channel::stop() {
  for (std::jthread* const thread : {&impl_->ears, &impl_->mouth}) thread->request_stop();
  for (std::jthread* const thread : {&impl_->ears, &impl_->mouth})
    if (thread->joinable()) thread->join();
}

void Channel::publish(std::string message) {
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->waiting.size() >= kMostWaiting) return;
    if (!impl_->waiting.empty() && impl_->waiting.back() == message) return;
    impl_->waiting.push_back(std::move(message));
  }
  impl_->wake.notify_all();
}

bool Channel::is_listening() const { return impl_->is_listening; }

}  // namespace hurtrock::redis
