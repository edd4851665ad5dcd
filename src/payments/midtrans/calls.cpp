#include "payments/midtrans/calls.hpp"

#include "payments/wire/json_fields.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

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

}  // namespace

MidtransCalls::MidtransCalls(MidtransConfig config, fetch::Client& client, const Clock& clock)
    : config_(std::move(config)),
      client_(client),
      clock_(clock),
      authorization_("Basic " + crypto::base64(config_.server_key.reveal() + ":")) {}

MidtransAnswer MidtransCalls::send(const MidtransCall& call) {
  return finished(send_with_retries(client_, clock_, config_.patience, prepare(call),
                                    [&](const fetch::Answer& answer) { return worth_another_try(call, answer); }));
}

fetch::Call MidtransCalls::prepare(const MidtransCall& call) const {
  fetch::Call prepared{.method = call.method, .url = call.url, .authorization = authorization_, .body = call.body};
  prepared.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  if (!call.idempotent_under.empty())
    prepared.headers.emplace_back("Idempotency-Key",
                                  crypto::sha256_hex(call.idempotent_under).substr(0, kIdempotencyKeyLength));
  return prepared;
}

}  // namespace hurtrock::payments
