#include "payments/midtrans/calls.hpp"

#include <algorithm>
#include <thread>

#include "payments/midtrans/json_fields.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{5000};
/// With less time than this left, another try could only fail.
constexpr milliseconds kShortestTry{1000};
/// Midtrans ignores longer keys.
constexpr std::size_t kIdempotencyKeyLength = 46;

using Outcome = fetch::Answer::Outcome;

/// Errors may come under HTTP 200, with the real code in the body.
int code_of(const fetch::Answer& answer) {
  if (answer.status >= 400) return answer.status;
  const auto body = parse_object(answer.body);
  if (!body) return answer.status;
  const auto code = text::parse_integer(string_member(*body, "status_code"), 100, 599);
  return code ? static_cast<int>(*code) : answer.status;
}

/// Somebody else's equal call is under way: its answer will be ours. A payment's own 202, denied, names its state.
bool is_being_worked_on(const MidtransCall& call, const fetch::Answer& answer) {
  if (call.idempotent_under.empty() || code_of(answer) != 202) return false;
  const auto body = parse_object(answer.body);
  return !body || string_member(*body, "transaction_status").empty();
}

/// Overloaded or broken: it was not done, and every call here may be repeated (a page nobody has seen may be opened
/// again, ending an ended payment changes nothing, a refund has its key). After a silence only a question may be
/// repeated: the caller must know before it acts again.
bool worth_another_try(const MidtransCall& call, const fetch::Answer& answer) {
  if (answer.outcome == Outcome::kNotSent) return true;
  if (answer.outcome == Outcome::kUnknown) return call.method == "GET";
  return answer.status == 429 || answer.status >= 500 || is_being_worked_on(call, answer);
}

MidtransAnswer finished(fetch::Answer answer) {
  switch (answer.outcome) {
    case Outcome::kAnswered: {
      const int code = code_of(answer);
      return {.kind = MidtransAnswer::Kind::kAnswered, .code = code, .body = std::move(answer.body)};
    }
    case Outcome::kUnknown:
      return {.kind = MidtransAnswer::Kind::kSilence, .error = std::move(answer.error)};
    case Outcome::kNotSent:
      break;
  }
  return {.kind = MidtransAnswer::Kind::kNothing, .error = std::move(answer.error)};
}

std::optional<milliseconds> asked_pause(const fetch::Answer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name != "retry-after") continue;
    if (const auto seconds = text::parse_integer(value, 0, 3600)) return std::chrono::seconds{*seconds};
  }
  return std::nullopt;
}

}  // namespace

MidtransCalls::MidtransCalls(MidtransConfig config, fetch::Client& client, const Clock& clock)
    : config_(std::move(config)),
      client_(client),
      clock_(clock),
      authorization_("Basic " + crypto::base64(config_.server_key.reveal() + ":")) {
  if (!config_.sleep) config_.sleep = [](milliseconds time) { std::this_thread::sleep_for(time); };
}

MidtransAnswer MidtransCalls::send(const MidtransCall& call) {
  const Time deadline = clock_.now() + config_.total_timeout;
  fetch::Call prepared = prepare(call);

  for (int this_try = 1;; ++this_try) {
    const auto left = std::chrono::floor<milliseconds>(deadline - clock_.now());
    prepared.timeout = std::clamp(left, milliseconds{1}, config_.call_timeout);
    fetch::Answer answer = client_.send(prepared);
    if (this_try >= config_.tries || !worth_another_try(call, answer)) return finished(std::move(answer));

    const milliseconds pause = pause_before(this_try + 1, answer);
    if (clock_.now() + pause + kShortestTry > deadline) return finished(std::move(answer));
    config_.sleep(pause);
  }
}

fetch::Call MidtransCalls::prepare(const MidtransCall& call) const {
  fetch::Call prepared{.method = call.method, .url = call.url, .authorization = authorization_, .body = call.body};
  prepared.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  if (!call.idempotent_under.empty())
    prepared.headers.emplace_back("Idempotency-Key",
                                  crypto::sha256_hex(call.idempotent_under).substr(0, kIdempotencyKeyLength));
  return prepared;
}

/// Doubles from try to try; half of it is chance, so that shops which failed together do not come back together.
milliseconds MidtransCalls::pause_before(int next_try, const fetch::Answer& last) const {
  const milliseconds full = std::min(kFirstPause * (1 << std::min(next_try - 2, 8)), kLongestPause);
  const milliseconds half = full / 2;
  const milliseconds chosen = half + milliseconds{crypto::random_below(static_cast<std::uint32_t>(half.count()) + 1)};
  return std::max(chosen, asked_pause(last).value_or(milliseconds{0}));
}

}  // namespace hurtrock::payments
