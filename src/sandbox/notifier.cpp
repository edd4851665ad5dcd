#include "sandbox/notifier.hpp"

#include <algorithm>

#include "platform/log/log.hpp"

namespace hurtrock::sandbox {
namespace {

constexpr int kWorkers = 4;
constexpr std::size_t kMostWaiting = 10'000;
constexpr int kMostRedirects = 5;
constexpr std::chrono::milliseconds kAnswerTimeout{15'000};
/// How often the clock is looked at while nothing happens.
constexpr std::chrono::milliseconds kLook{100};

std::string redirect_target(const fetch::Answer& answer) {
  if (answer.status != 307 && answer.status != 308) return {};
  for (const auto& [name, value] : answer.headers)
    if (name == "location" && value.starts_with("http")) return value;
  return {};
}

}  // namespace

Notifier::Notifier(const Clock& clock, fetch::Client& client) : clock_(clock), client_(client) {
  for (int i = 0; i < kWorkers; ++i) workers_.emplace_back([this] { work(); });
}

Notifier::~Notifier() { stop(); }

void Notifier::send(Delivery delivery) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() >= kMostWaiting) {
    log::warn("sandbox.notification.refused", {{"about", delivery.about}});
    return;
  }
  const Time due = clock_.now() + delivery.delay;
  queue_.push_back({.delivery = std::move(delivery), .due = due});
  changed_.notify_one();
}

std::size_t Notifier::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() + under_way_.size();
}

void Notifier::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  changed_.notify_all();
  workers_.clear();  // joins
}

void Notifier::work() {
  std::unique_lock lock(mutex_);
  while (auto message = next(lock)) {
    const std::string about = message->delivery.about;
    under_way_.insert(about);
    lock.unlock();
    attempt(*std::move(message));
    lock.lock();
    under_way_.erase(about);
    changed_.notify_all();
  }
}

/// Waits for the first message whose time has come and whose subject has no message under way.
std::optional<Notifier::Waiting> Notifier::next(std::unique_lock<std::mutex>& lock) {
  while (!stopping_) {
    const Time now = clock_.now();
    const auto ready = std::ranges::find_if(queue_, [&](const Waiting& message) {
      return message.due <= now && !under_way_.contains(message.delivery.about);
    });
    if (ready != queue_.end()) {
      Waiting message = std::move(*ready);
      queue_.erase(ready);
      return message;
    }
    changed_.wait_for(lock, kLook);
  }
  return std::nullopt;
}

void Notifier::attempt(Waiting message) {
  const fetch::Answer answer = send_copies(message.delivery);
  ++message.tries;
  const auto pause = message.delivery.retry ? message.delivery.retry(message.tries, answer) : std::nullopt;
  log::info("sandbox.notification.sent", {{"about", message.delivery.about},
                                          {"status", answer.status},
                                          {"tries", message.tries},
                                          {"again", pause.has_value()}});
  if (!pause) {
    if (message.delivery.finished) message.delivery.finished();
    return;
  }
  message.delivery.delay = *pause;
  message.delivery.copies = 1;
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  message.due = clock_.now() + *pause;
  queue_.push_back(std::move(message));
}

fetch::Answer Notifier::send_copies(const Delivery& delivery) {
  fetch::Call call{.method = "POST", .url = delivery.url, .headers = delivery.headers, .body = delivery.body};
  call.timeout = kAnswerTimeout;
  if (delivery.headers_of_try)
    for (auto& header : delivery.headers_of_try()) call.headers.push_back(std::move(header));
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < delivery.copies; ++i) others.emplace_back([this, call] { (void)client_.send(call); });
  }
  fetch::Answer answer = client_.send(call);
  for (int i = 0; delivery.follows_redirects && i < kMostRedirects; ++i) {
    const std::string target = redirect_target(answer);
    if (target.empty()) break;
    call.url = target;
    answer = client_.send(call);
  }
  return answer;
}

}  // namespace hurtrock::sandbox
