#include "payments/midtrans/midtrans.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "payments/midtrans/calls.hpp"
#include "payments/midtrans/notification.hpp"
#include "payments/midtrans/report.hpp"
#include "payments/midtrans/snap_request.hpp"
#include "payments/wire/json_fields.hpp"
#include "payments/wire/percent_encoded.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;
using AnswerKind = MidtransAnswer::Kind;

/// "https://host[:port]" of a base that may carry Snap's path.
std::string host_of(std::string base) {
  if (const auto authority = base.find("://"); authority != std::string::npos)
    if (const auto path = base.find('/', authority + 3); path != std::string::npos)
      if (const auto rest = std::string_view{base}.substr(path); rest == "/" || rest.starts_with("/snap"))
        base.resize(path);
  while (base.ends_with('/')) base.pop_back();
  return base;
}

constexpr std::string_view kCard = "credit_card";

/// Midtrans' own words, from either of its two forms of error.
std::string message_of(const MidtransAnswer& answer) {
  constexpr std::size_t kLongest = 300;
  std::string message = "code " + std::to_string(answer.code);
  if (const auto body = parse_object(answer.body)) {
    if (const auto said = string_member(*body, "status_message"); !said.empty()) (message += ": ") += said;
    if (const auto* said = body->if_contains("error_messages"); said != nullptr && said->is_array())
      for (const auto& line : said->get_array())
        if (line.is_string()) (message += ": ") += std::string_view{line.get_string()};
  }
  return std::string{text::shorten(message, kLongest)};
}

GatewayFailure failure_of(const MidtransAnswer& answer) {
  switch (answer.kind) {
    case AnswerKind::kNothing:
      return {.kind = FailureKind::kUnavailable, .message = answer.error};
    case AnswerKind::kSilence:
      return {.kind = FailureKind::kUnknown, .message = answer.error};
    case AnswerKind::kAnswered:
      break;
  }
  // 202 stands for "the same call is still being worked on" where an Idempotency-Key was sent.
  if (answer.code == 202) return {.kind = FailureKind::kUnknown, .message = message_of(answer)};
  const bool refused = answer.code >= 400 && answer.code < 500 && answer.code != 429;
  return {.kind = refused ? FailureKind::kRefused : FailureKind::kUnavailable, .message = message_of(answer)};
}

bool says_reference_is_used(const MidtransAnswer& answer) {
  return answer.code == 406 || (answer.code == 400 && answer.body.contains("sudah digunakan")) ||
         (answer.code == 400 && answer.body.contains("has already been taken"));
}

class Midtrans final : public Gateway {
 public:
  Midtrans(MidtransConfig config, fetch::Client& client, const Clock& clock)
      : clock_(clock),
        snap_(host_of(config.snap_base) + "/snap/v1/transactions"),
        core_(host_of(config.api_base) + "/v2/"),
        server_key_(config.server_key),
        calls_(std::move(config), client, clock) {}

  std::expected<Opened, GatewayFailure> open(const PaymentRequest& request) override {
    const auto answer = calls_.send({.method = "POST",
                                     .url = snap_,
                                     .body = snap_body(request, clock_.now()),
                                     .idempotent_under = "open:" + request.reference});
    if (answer.kind == AnswerKind::kAnswered && answer.code == 201) return read_opened(answer);

    GatewayFailure failure = failure_of(answer);
    // The reference was opened before and a method chosen there: not wrong, but no news either.
    if (answer.kind == AnswerKind::kAnswered && says_reference_is_used(answer)) failure.kind = FailureKind::kUnknown;
    return std::unexpected(std::move(failure));
  }

  std::expected<Report, GatewayFailure> status(const AttemptName& attempt) override {
    const auto answer = calls_.send({.method = "GET", .url = core_ + percent_encoded(attempt.reference) + "/status"});
    if (answer.kind != AnswerKind::kAnswered) return std::unexpected(unanswered_question(answer));
    if (answer.code == 404) return Report{.state = PaymentState::kNotAttempted};
    if (auto report = read_report(answer.body)) return *std::move(report);
    if (answer.code >= 400) return std::unexpected(failure_of(answer));
    return std::unexpected(GatewayFailure{.kind = FailureKind::kUnavailable, .message = "status answer is unreadable"});
  }

  std::expected<Closing, GatewayFailure> cancel(const AttemptName& attempt) override {
    return end(attempt.reference, "cancel");
  }
  std::expected<Closing, GatewayFailure> expire(const AttemptName& attempt) override {
    return end(attempt.reference, "expire");
  }

  std::expected<Closing, GatewayFailure> close_page(std::string_view token) override {
    const std::string path = percent_encoded(token) + "/cancel";
    const auto answer = calls_.send({.method = "POST", .url = snap_ + "/" + path, .idempotent_under = path});
    if (answer.kind != AnswerKind::kAnswered) return std::unexpected(failure_of(answer));
    if (answer.code == 200 || answer.body.contains("already cancel")) return Closing::kDone;
    if (answer.code == 404) return Closing::kNotAttempted;
    if (answer.body.contains("on progress")) return Closing::kTooLate;
    return std::unexpected(failure_of(answer));
  }

  std::expected<RefundOutcome, GatewayFailure> refund(const RefundRequest& request) override {
    constexpr std::size_t kReasonLength = 255;
    // A card's money can go back only once it has been settled, which takes a day. Asked first: a refusal does not say
    // whether it was for that reason, and the answer afterwards may be of a payment settled meanwhile.
    if (request.payment_type == kCard) {
      const auto report = status(request.attempt);
      if (!report) return std::unexpected(report.error());
      if (report->raw_status == "capture") return RefundOutcome::kNotYet;
    }
    const json::object body{{"refund_key", request.refund_key},
                            {"amount", request.amount.rupiah()},
                            {"reason", text::shorten(request.reason, kReasonLength)}};
    const auto answer =
        calls_.send({.method = "POST",
                     .url = core_ + percent_encoded(request.attempt.reference) + "/refund",
                     .body = json::serialize(body),
                     .idempotent_under = "refund:" + request.attempt.reference + ":" + request.refund_key});
    if (answer.kind != AnswerKind::kAnswered) return std::unexpected(failure_of(answer));
    switch (answer.code) {
      case 200:
        return RefundOutcome::kAccepted;
      case 202:
        return about_denied_refund(answer);
      case 406:
        return RefundOutcome::kAlreadyAsked;
      case 404:
      case 412:
        return RefundOutcome::kNotPossible;
      case 414:
        return RefundOutcome::kWrongAmount;
      default:
        return std::unexpected(failure_of(answer));
    }
  }

  std::expected<Notification, NotificationRefusal> read_notification(const WebhookMessage& message) override {
    return payments::read_notification(message.body, server_key_);
  }

 private:
  static std::expected<Opened, GatewayFailure> read_opened(const MidtransAnswer& answer) {
    const auto body = parse_object(answer.body);
    Opened opened;
    if (body) opened = {std::string{string_member(*body, "token")}, std::string{string_member(*body, "redirect_url")}};
    const bool is_link = opened.redirect_url.starts_with("https://") || opened.redirect_url.starts_with("http://");
    if (opened.token.empty() || !is_link)
      return std::unexpected(GatewayFailure{.kind = FailureKind::kUnknown, .message = "opened without a usable link"});
    return opened;
  }

  /// 202 is the bank's no when it tells the payment's state, and otherwise "the same call is still being worked on".
  static std::expected<RefundOutcome, GatewayFailure> about_denied_refund(const MidtransAnswer& answer) {
    if (read_report(answer.body)) return RefundOutcome::kDeniedByBank;
    return std::unexpected(failure_of(answer));
  }

  /// A question without an answer has changed nothing.
  static GatewayFailure unanswered_question(const MidtransAnswer& answer) {
    return {.kind = FailureKind::kUnavailable, .message = answer.error};
  }

  std::expected<Closing, GatewayFailure> end(std::string_view reference, std::string_view verb) {
    const std::string path = percent_encoded(reference) + "/" + std::string{verb};
    const auto answer = calls_.send({.method = "POST", .url = core_ + path, .idempotent_under = path});
    if (answer.kind != AnswerKind::kAnswered) return std::unexpected(failure_of(answer));
    switch (answer.code) {
      case 200:
      case 407:
        return Closing::kDone;  // an expired payment answers with its own code, 407
      case 404:
        return Closing::kNotAttempted;
      case 412:
        return Closing::kTooLate;
      default:
        return std::unexpected(failure_of(answer));
    }
  }

  const Clock& clock_;
  std::string snap_, core_;
  Secret server_key_;
  MidtransCalls calls_;
};

}  // namespace

std::unique_ptr<Gateway> make_midtrans(MidtransConfig config, fetch::Client& client, const Clock& clock) {
  return std::make_unique<Midtrans>(std::move(config), client, clock);
}

KeyCheck check_midtrans_key(const MidtransConfig& config, fetch::Client& client) {
  constexpr std::chrono::milliseconds kTimeout{5'000};
  if (config.server_key.empty()) return KeyCheck::kNoKeys;
  const auto answer = client.send({.method = "GET",
                                   .url = host_of(config.api_base) + "/v2/hurtrock-key-check/status",
                                   .headers = {{"Accept", "application/json"}},
                                   .authorization = Secret{"Basic " + crypto::base64(config.server_key.reveal() + ":")},
                                   .timeout = kTimeout});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered) return KeyCheck::kUnreachable;
  // Errors may come under HTTP 200, with the real code in the body.
  const auto body = parse_object(answer.body);
  const std::string code = body ? std::string{string_member(*body, "status_code")} : std::string{};
  if (answer.status == 401 || code == "401") return KeyCheck::kWrongKey;
  if (answer.status == 403 || code == "403") return KeyCheck::kForbidden;
  return code == "404" || code == "200" ? KeyCheck::kWorks : KeyCheck::kUnclear;
}

}  // namespace hurtrock::payments
