#include "payments/stripe/calls.hpp"

#include <fmt/format.h>

#include "payments/wire/json_fields.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

using Outcome = fetch::Answer::Outcome;

/// 409 means that the same call is under way elsewhere. Stripe may overrule the status by a header of its own.
bool worth_another_try(const fetch::Answer& answer) {
  if (answer.outcome != Outcome::kAnswered) return true;
  const std::string_view advice = header_of(answer, "stripe-should-retry");
  if (advice == "true") return true;
  if (advice == "false") return false;
  return answer.status == 409 || answer.status == 429 || answer.status >= 500;
}

StripeAnswer finished(fetch::Answer answer) {
  if (answer.outcome == Outcome::kNotSent)
    return {.kind = StripeAnswer::Kind::kNothing, .error = std::move(answer.error)};
  if (answer.outcome == Outcome::kUnknown)
    return {.kind = StripeAnswer::Kind::kSilence, .error = std::move(answer.error)};
  auto body = parse_object(answer.body);
  // Whatever stands between us and Stripe speaks HTML; its status still tells whether a call was refused.
  if (!body && answer.status < 400)
    return {.kind = StripeAnswer::Kind::kSilence, .error = fmt::format("status {} without JSON", answer.status)};
  return {.kind = StripeAnswer::Kind::kAnswered,
          .status = answer.status,
          .body = body ? *std::move(body) : boost::json::object{},
          .request_id = std::string{header_of(answer, "request-id")}};
}

/// Stripe's own sentence is left out, because it may quote what the buyer typed.
std::string message_of(const StripeAnswer& answer) {
  if (answer.kind != StripeAnswer::Kind::kAnswered) return answer.error;
  std::string message = fmt::format("status {}", answer.status);
  for (const std::string_view member : {"type", "code", "decline_code", "param"})
    if (const auto said = answer.error_member(member); !said.empty()) message += fmt::format(" {}={}", member, said);
  if (!answer.request_id.empty()) message += fmt::format(" request={}", answer.request_id);
  constexpr std::size_t kLongest = 300;
  return std::string{text::shorten(message, kLongest)};
}

}  // namespace

std::string_view StripeAnswer::error_member(std::string_view name) const {
  const boost::json::object* details = object_member(body, "error");
  return details == nullptr ? std::string_view{} : string_member(*details, name);
}

StripeCalls::StripeCalls(StripeConfig config, fetch::Client& client, const Clock& clock)
    : config_(std::move(config)),
      client_(client),
      clock_(clock),
      authorization_("Bearer " + config_.secret_key.reveal()) {}

StripeAnswer StripeCalls::get(std::string_view path_and_query) {
  return send({.method = "GET", .url = config_.api_base + std::string{path_and_query}});
}

StripeAnswer StripeCalls::post(std::string_view path, std::string form, std::string_view idempotent_under) {
  fetch::Call call{.method = "POST", .url = config_.api_base + std::string{path}, .body = std::move(form)};
  call.headers = {{"Idempotency-Key", "hurtrock-" + crypto::sha256_hex(idempotent_under)}};
  return send(std::move(call));
}

StripeAnswer StripeCalls::send(fetch::Call call) {
  call.authorization = authorization_;
  call.headers.emplace_back("Accept", "application/json");
  // Stripe wants it even where there is no body.
  call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  call.headers.emplace_back("Stripe-Version", kStripeVersion);
  return finished(send_with_retries(client_, clock_, config_.patience, std::move(call), worth_another_try));
}

GatewayFailure failed_question(const StripeAnswer& answer) {
  const bool refused = answer.kind == StripeAnswer::Kind::kAnswered && answer.status >= 400 && answer.status < 500 &&
                       answer.status != 409 && answer.status != 429;
  return {.kind = refused ? FailureKind::kRefused : FailureKind::kUnavailable, .message = message_of(answer)};
}

GatewayFailure failed_change(const StripeAnswer& answer) {
  GatewayFailure failure = failed_question(answer);
  // Under the same key something else was asked for before, or is being asked for now.
  const bool other_call = answer.status == 409 || answer.error_member("type") == "idempotency_error";
  // Stripe calls what it left behind after an error of its own undetermined.
  const bool broke = answer.kind == StripeAnswer::Kind::kAnswered && answer.status >= 500;
  if (answer.kind == StripeAnswer::Kind::kSilence || other_call || broke) failure.kind = FailureKind::kUnknown;
  return failure;
}

}  // namespace hurtrock::payments
