#include "app/chats_waiting.hpp"

#include <boost/json.hpp>

#include "accounts/chat_token.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

/// An older number would be a claim about a service that may be gone.
constexpr auto kBelievedFor = 15s;

}  // namespace

ChatsWaiting::ChatsWaiting(fetch::Client& client, const Clock& clock, std::string chat_url, Secret session_secret)
    : client_(client), clock_(clock), chat_url_(std::move(chat_url)), session_secret_(std::move(session_secret)) {}

void ChatsWaiting::refresh() {
  const auto count = ask();
  if (!count) return;
  count_ = *count;
  told_at_ = clock_.now();
}

std::optional<std::int64_t> ChatsWaiting::count() const {
  return clock_.now() - told_at_.load() < kBelievedFor ? std::optional{count_.load()} : std::nullopt;
}

std::optional<std::int64_t> ChatsWaiting::ask() const {
  const auto answer = client_.send({.url = chat_url_ + "/internal/waiting",
                                    .authorization = accounts::service_authorization(session_secret_, clock_.now()),
                                    .connect_timeout = 500ms,
                                    .timeout = 1000ms});
  // Down: the overview says so by its silence, and the launcher's log has the reason.
  if (answer.outcome != fetch::Answer::Outcome::kAnswered) return std::nullopt;
  try {
    if (answer.status == 200) return boost::json::parse(answer.body).at("rooms").to_number<std::int64_t>();
    log::warn("chats_waiting.refused", {{"status", answer.status}});
  } catch (const std::exception& error) {
    log::warn("chats_waiting.unreadable", {{"what", error.what()}});
  }
  return std::nullopt;
}

}  // namespace hurtrock::app
