#include "platform/redis/questions.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/log/log.hpp"
#include "platform/redis/link.hpp"

namespace hurtrock::redis {
namespace {

using namespace std::chrono_literals;

/// Between tries to reach a server that is away.
constexpr auto kPauseBetweenTries = 1s;
/// So often a connection that nobody uses is tried: what lies between would forget it, and a server that has gone shall
/// be missed before somebody waits for it.
constexpr auto kQuietBeforeTry = 10s;

}  // namespace

struct Questions::Impl {
  Impl(Address where, std::string what_for, std::chrono::milliseconds how_long)
      : address(std::move(where)), purpose(std::move(what_for)), patience(how_long) {}

  // Keeping the connection
  // ---------------------------------------------------------------------------------------------------

  void keep(const std::stop_token& stopped) {
    std::optional<bool> told;  // what the log says of the server
    while (wait_for_loss(stopped)) {
      auto connected = connect_and_try();
      const bool is_new = told != connected.has_value();
      told = connected.has_value();
      if (connected) {
        if (is_new) log::info("redis.answers", {{"purpose", purpose}});
        give_back(*std::move(connected));
        continue;
      }
      if (is_new) log::warn("redis.away", {{"purpose", purpose}, {"what", connected.error().what}});
      std::unique_lock lock(mutex);
      changed.wait_for(lock, stopped, kPauseBetweenTries, [] { return false; });
    }
  }

  /// True when there is no connection; false when it is over.
  bool wait_for_loss(const std::stop_token& stopped) {
    while (true) {
      {
        std::unique_lock lock(mutex);
        const bool lost = changed.wait_for(lock, stopped, kQuietBeforeTry, [this] { return !lent && !context; });
        if (stopped.stop_requested()) return false;
        if (lost) return true;
      }
      put({"PING"});
    }
  }

  /// One that is as quick as its users need it.
  [[nodiscard]] std::expected<Context, Trouble> connect_and_try() const {
    auto connected = connect(address, {.answer = patience});
    if (!connected) return connected;
    if (auto answered = ping(**connected); !answered) return std::unexpected(std::move(answered.error()));
    return connected;
  }

  // Asking
  // -----------------------------------------------------------------------------------------------------------

  Reply put(const std::vector<std::string>& command) {
    Context borrowed = borrow();
    if (!borrowed) return nullptr;
    Reply reply = ask(*borrowed, command);
    give_back(reply ? std::move(borrowed) : nullptr);
    return reply;
  }

  /// Nothing when the server is away, or others wait for it.
  Context borrow() {
    std::unique_lock lock(mutex);
    if (!changed.wait_for(lock, patience, [this] { return !lent; }) || !context) return nullptr;
    lent = true;
    return std::move(context);
  }

  /// Nothing: it is of no use any more.
  void give_back(Context returned) {
    {
      const std::lock_guard lock(mutex);
      lent = false;
      context = std::move(returned);
      is_answered = context != nullptr;
    }
    changed.notify_all();
  }

  const Address address;
  const std::string purpose;
  const std::chrono::milliseconds patience;
  std::atomic<bool> is_answered = false;
  std::atomic<bool> was_refused = false;
  std::mutex mutex;
  std::condition_variable_any changed;
  Context context;  // guarded by mutex, as the next
  bool lent = false;
  std::jthread keeper;
};

Questions::Questions(Address address, std::string purpose, std::chrono::milliseconds patience)
    : impl_(std::make_unique<Impl>(std::move(address), std::move(purpose), patience)) {}

Questions::~Questions() { stop(); }

void Questions::start() {
  impl_->keeper = std::jthread([impl = impl_.get()](const std::stop_token& stopped) { impl->keep(stopped); });
}

void Questions::stop() {
  impl_->keeper.request_stop();
  if (impl_->keeper.joinable()) impl_->keeper.join();
}

std::optional<std::int64_t> Questions::number(const std::vector<std::string>& command) {
  const Reply reply = impl_->put(command);
  if (!reply) return std::nullopt;
  const bool is_number = reply->type == REDIS_REPLY_INTEGER;
  const bool was_refused = impl_->was_refused.exchange(!is_number);
  if (is_number) return reply->integer;
  const std::string_view said = reply->str == nullptr ? std::string_view{} : std::string_view(reply->str, reply->len);
  if (!was_refused) log::warn("redis.refuses", {{"purpose", impl_->purpose}, {"what", said}});
  return std::nullopt;
}

bool Questions::is_answered() const { return impl_->is_answered; }

}  // namespace hurtrock::redis
