#include "platform/redis/redis.hpp"

#include <hiredis/hiredis.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::redis {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr timeval kConnectPatience{1, 0};
constexpr timeval kAnswerPatience{2, 0};
constexpr auto kPause = 500ms;
/// Nothing has come for so long: is anybody there?
constexpr auto kQuiet = 10s;
constexpr auto kSilence = 20s;
constexpr std::size_t kMostWaiting = 4'096;

struct FreeContext {
  void operator()(redisContext* context) const { ::redisFree(context); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { ::freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, FreeContext>;
using Reply = std::unique_ptr<redisReply, FreeReply>;

/// Nothing when the connection is of no use any more.
Reply ask(redisContext& context, const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  return Reply(static_cast<redisReply*>(
      ::redisCommandArgv(&context, static_cast<int>(words.size()), texts.data(), sizes.data())));
}

struct Connected {
  Context context;
  std::string wrong;  ///< why there is none
};

Connected connect(const Address& address) {
  Connected connected;
  Context context(::redisConnectWithTimeout(address.host.c_str(), address.port, kConnectPatience));
  if (!context || context->err != 0) {
    connected.wrong = context ? std::string(std::begin(context->errstr)) : "out of memory";
    return connected;
  }
  ::redisSetTimeout(context.get(), kAnswerPatience);
  if (!address.password.empty()) {
    std::vector<std::string> words{"AUTH"};
    if (!address.user.empty()) words.push_back(address.user);
    words.push_back(address.password.reveal());
    const Reply reply = ask(*context, words);
    if (!reply || reply->type == REDIS_REPLY_ERROR) {
      connected.wrong = reply ? std::string(reply->str, reply->len) : std::string(std::begin(context->errstr));
      return connected;
    }
  }
  connected.context = std::move(context);
  return connected;
}

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

std::optional<std::string> wrong_with(const Address& address) {
  const Connected connected = connect(address);
  if (!connected.context) return connected.wrong;
  const Reply reply = ask(*connected.context, {"PING"});
  if (!reply) return std::string(std::begin(connected.context->errstr));
  if (reply->type == REDIS_REPLY_ERROR) return std::string(reply->str, reply->len);
  return std::nullopt;
}

struct Channel::Impl {
  Impl(Address where, std::string channel, Listener heard)
      : address(std::move(where)), name(std::move(channel)), listener(std::move(heard)) {}

  // Listening
  // ----------------------------------------------------------------------------------------------------------

  void listen(const std::stop_token& stopped) {
    bool failed = false;
    while (!stopped.stop_requested()) {
      const Connected connected = connect(address);
      const Reply subscribed = connected.context ? ask(*connected.context, {"SUBSCRIBE", name}) : nullptr;
      if (subscribed && subscribed->type == REDIS_REPLY_ARRAY) {
        failed = false;
        log::info("redis.listening", {{"channel", name}});
        is_listening = true;
        listener.listening();
        hear(*connected.context, stopped);
        is_listening = false;
      }
      if (stopped.stop_requested()) return;
      if (!failed) log::warn("redis.away", {{"channel", name}, {"what", connected.wrong}});
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
      context = connect(address).context;
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
