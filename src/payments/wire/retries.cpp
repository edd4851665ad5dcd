#include "payments/wire/retries.hpp"

#include <algorithm>
#include <thread>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{5000};
/// With less time than this left, another try could only fail.
constexpr milliseconds kShortestTry{1000};

milliseconds asked_pause(const fetch::Answer& answer) {
  const auto seconds = text::parse_integer(header_of(answer, "retry-after"), 0, 3600);
  return seconds ? std::chrono::seconds{*seconds} : milliseconds{0};
}

/// Doubles from try to try; half of it is chance, so that shops which failed together do not come back together.
milliseconds pause_before(int next_try, const fetch::Answer& last) {
  const milliseconds full = std::min(kFirstPause * (1 << std::min(next_try - 2, 8)), kLongestPause);
  const milliseconds half = full / 2;
  const milliseconds chosen = half + milliseconds{crypto::random_below(static_cast<std::uint32_t>(half.count()) + 1)};
  return std::max(chosen, asked_pause(last));
}

void wait(const Patience& patience, milliseconds pause) {
  if (patience.sleep) return patience.sleep(pause);
  std::this_thread::sleep_for(pause);
}

}  // namespace

fetch::Answer send_with_retries(fetch::Client& client, const Clock& clock, const Patience& patience, fetch::Call call,
                                const std::function<bool(const fetch::Answer&)>& worth_another_try) {
  const Time deadline = clock.now() + patience.total_timeout;
  for (int this_try = 1;; ++this_try) {
    const auto left = std::chrono::floor<milliseconds>(deadline - clock.now());
    call.timeout = std::clamp(left, milliseconds{1}, patience.call_timeout);
    fetch::Answer answer = client.send(call);
    if (this_try >= patience.tries || !worth_another_try(answer)) return answer;

    const milliseconds pause = pause_before(this_try + 1, answer);
    if (clock.now() + pause + kShortestTry > deadline) return answer;
    wait(patience, pause);
  }
}

std::string_view header_of(const fetch::Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return {};
}

}  // namespace hurtrock::payments
