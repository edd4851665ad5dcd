#include "payments/stripe/stripe.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "payments/stripe/amount.hpp"
#include "payments/stripe/calls.hpp"
#include "payments/stripe/form.hpp"
#include "payments/stripe/notification.hpp"
#include "payments/stripe/report.hpp"
#include "payments/stripe/session_request.hpp"
#include "payments/wire/json_fields.hpp"
#include "payments/wire/percent_encoded.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

constexpr std::string_view kSessions = "/v1/checkout/sessions";
constexpr std::string_view kRefunds = "/v1/refunds";
constexpr std::string_view kDisputes = "/v1/disputes";
constexpr std::string_view kRefundKeyName = "refund_key";
constexpr std::chrono::milliseconds kCheckTimeout{5'000};

template <class... Parts>
std::unexpected<GatewayFailure> fail(FailureKind kind, fmt::format_string<Parts...> format, Parts&&... parts) {
  return std::unexpected(GatewayFailure{.kind = kind, .message = fmt::format(format, std::forward<Parts>(parts)...)});
}

bool is_missing(const StripeAnswer& answer) {
  return answer.kind == StripeAnswer::Kind::kAnswered && answer.status == 404;
}

bool is_forbidden(const StripeAnswer& answer) {
  return answer.kind == StripeAnswer::Kind::kAnswered && answer.status == 403;
}

std::string refund_key_of(const json::object& refund) {
  const json::object* metadata = object_member(refund, "metadata");
  return metadata == nullptr ? std::string{} : std::string{string_member(*metadata, kRefundKeyName)};
}

RefundProgress progress_of(const json::object& refund) {
  const auto status = string_member(refund, "status");
  if (status == "failed" || status == "canceled") return RefundProgress::kFailed;
  return status == "succeeded" ? RefundProgress::kSucceeded : RefundProgress::kPending;
}

RefundedAmount read_refund(const json::object& refund) {
  RefundedAmount told{.refund_key = refund_key_of(refund),
                      .amount = {},
                      .id = std::string{string_member(refund, "id")},
                      .progress = progress_of(refund)};
  const auto said = string_member(refund, "currency");
  const auto [amount, currency] =
      from_stripe(integer_member(refund, "amount").value_or(0), said.empty() ? std::string_view{"idr"} : said);
  // Whoever types at Stripe's own pages can give back sen.
  if (currency == "IDR")
    told.amount = amount;
  else
    told.unreadable = fmt::format("{} {}", amount.rupiah(), currency);
  return told;
}

Dispute read_dispute(const json::object& dispute) {
  return {.id = std::string{string_member(dispute, "id")},
          .began_at = Time{std::chrono::seconds{integer_member(dispute, "created").value_or(0)}}};
}

/// Money that came, or has gone back in part: the rest can follow. What is disputed is the bank's to decide.
bool holds_money(PaymentState state) {
  return state == PaymentState::kPaid || state == PaymentState::kPartiallyRefunded || state == PaymentState::kRefunded;
}

/// A dispute does not stop a refund that was on its way before: whoever asked for it has to hear how it ends.
bool may_have_refunds(PaymentState state) { return holds_money(state) || state == PaymentState::kChargedBack; }

class Stripe final : public Gateway {
 public:
  Stripe(StripeConfig config, fetch::Client& client, const Clock& clock)
      : clock_(clock),
        webhook_secret_(config.webhook_secret),
        former_webhook_secret_(config.former_webhook_secret),
        former_until_(config.former_until),
        calls_(std::move(config), client, clock) {}

  std::expected<Opened, GatewayFailure> open(const PaymentRequest& request) override {
    const auto answer = calls_.post(kSessions, session_form(request), "open:" + request.reference);
    if (!answer.ok()) return std::unexpected(failed_change(answer));
    return read_opened(answer.body, request);
  }

  std::expected<Report, GatewayFailure> status(const AttemptName& attempt) override {
    // Without its token nobody was sent to the page, and Stripe finds no session by our reference.
    if (attempt.token.empty()) return Report{.state = PaymentState::kNotAttempted};
    const auto answer = ask_for_session(attempt.token);
    if (is_missing(answer)) return Report{.state = PaymentState::kNotAttempted};
    if (!answer.ok()) return std::unexpected(failed_question(answer));
    if (string_member(answer.body, "client_reference_id") != attempt.reference)
      return fail(FailureKind::kRefused, "the session belongs to another payment");
    auto report = read_session(answer.body);
    if (!report) return fail(FailureKind::kUnavailable, "status answer is unreadable");
    if (!may_have_refunds(report->state) || report->transaction_id.empty()) return *std::move(report);

    // Also where nothing has gone back as far as the charge tells: it forgets a refund that failed.
    const auto refunds = list_of(ask_for_list(kRefunds, report->transaction_id));
    if (!refunds) return std::unexpected(refunds.error());
    for (const json::object& refund : *refunds) report->refunds.push_back(read_refund(refund));
    if (report->state != PaymentState::kChargedBack) return *std::move(report);

    // The charge says only that it was disputed once, also after the shop has won, and when another dispute follows.
    const auto answer_about_disputes = ask_for_list(kDisputes, report->transaction_id);
    // A key may have been made for less. That it is disputed must be heard all the same.
    if (is_forbidden(answer_about_disputes)) return *std::move(report);
    const auto disputes = list_of(answer_about_disputes);
    if (!disputes) return std::unexpected(disputes.error());
    for (const json::object& dispute : *disputes) report->disputes.push_back(read_dispute(dispute));
    return *std::move(report);
  }

  // A session's PaymentIntent cannot be cancelled by itself: ending the session is the one way to end the payment.
  std::expected<Closing, GatewayFailure> cancel(const AttemptName& attempt) override {
    return close_page(attempt.token);
  }
  std::expected<Closing, GatewayFailure> expire(const AttemptName& attempt) override {
    return close_page(attempt.token);
  }

  std::expected<Closing, GatewayFailure> close_page(std::string_view token) override {
    if (token.empty()) return Closing::kNotAttempted;
    // Ending what has ended changes nothing, so a key only has to hold these tries together; one that lasted would
    // bring back yesterday's error.
    const auto answer = calls_.post(fmt::format("{}/{}/expire", kSessions, percent_encoded(token)), "",
                                    "expire:" + crypto::random_uuid());
    if (answer.ok()) return Closing::kDone;
    if (is_missing(answer)) return Closing::kNotAttempted;
    if (answer.status != 400) return std::unexpected(failed_change(answer));

    const auto session = ask_for_session(token);
    if (!session.ok()) return std::unexpected(failed_question(session));
    const auto state = string_member(session.body, "status");
    if (state == "expired") return Closing::kDone;
    if (state == "complete") return Closing::kTooLate;
    return std::unexpected(failed_change(answer));
  }

  std::expected<RefundOutcome, GatewayFailure> refund(const RefundRequest& request) override {
    const auto report = status(request.attempt);
    if (!report) return std::unexpected(report.error());
    if (!holds_money(report->state) || report->transaction_id.empty()) return RefundOutcome::kNotPossible;
    // Stripe forgets a key after a day; the refund itself carries ours for good.
    for (const RefundedAmount& earlier : report->refunds)
      if (earlier.refund_key == request.refund_key) return RefundOutcome::kAlreadyAsked;

    const auto answer = calls_.post(kRefunds, refund_form(request, report->transaction_id),
                                    fmt::format("refund:{}:{}", request.attempt.reference, request.refund_key));
    if (answer.ok())
      return progress_of(answer.body) == RefundProgress::kFailed ? RefundOutcome::kDeniedByBank
                                                                 : RefundOutcome::kAccepted;
    if (const auto outcome = refused_refund(answer)) return *outcome;
    return std::unexpected(failed_change(answer));
  }

  std::expected<std::vector<ListedPayment>, GatewayFailure> paid_between(Time from, Time to) override {
    constexpr std::size_t kPerCall = 100, kMostCalls = 50;
    std::vector<ListedPayment> paid;
    std::string last;
    for (std::size_t call = 0; call < kMostCalls; ++call) {
      StripeForm query;
      query.add("created[gte]", to_seconds(from)).add("created[lt]", to_seconds(to)).add("status", "complete");
      query.add("limit", std::int64_t{kPerCall});
      if (!last.empty()) query.add("starting_after", last);
      const auto answer = calls_.get(fmt::format("{}?{}", kSessions, query.text()));
      if (!answer.ok()) return std::unexpected(failed_question(answer));
      const json::value* list = answer.body.if_contains("data");
      if (list == nullptr || !list->is_array())
        return fail(FailureKind::kUnavailable, "list of sessions is unreadable");
      for (const json::value& session : list->get_array()) {
        if (!session.is_object()) continue;
        last = string_member(session.get_object(), "id");
        if (string_member(session.get_object(), "payment_status") == "paid")
          paid.push_back(listed(session.get_object()));
      }
      const json::value* more = answer.body.if_contains("has_more");
      if (more == nullptr || !more->is_bool() || !more->get_bool() || last.empty()) break;
    }
    return paid;
  }

  std::expected<Notification, NotificationRefusal> read_notification(const WebhookMessage& message) override {
    const Time now = clock_.now();
    auto event = read_stripe_event(message, webhook_secret_, now);
    const bool is_signed = event || event.error() != NotificationRefusal::kBadSignature;
    if (is_signed || former_webhook_secret_.empty() || now >= former_until_) return event;
    return read_stripe_event(message, former_webhook_secret_, now);
  }

 private:
  static std::expected<Opened, GatewayFailure> read_opened(const json::object& session, const PaymentRequest& request) {
    const auto total = integer_member(session, "amount_total");
    // No schema notices a factor of a hundred: the answer is compared with the order once more, by itself.
    if (total != to_stripe(request.amount) || string_member(session, "currency") != "idr")
      return fail(FailureKind::kRefused, "the session was opened for {} {}", total.value_or(0),
                  string_member(session, "currency"));
    if (string_member(session, "client_reference_id") != request.reference)
      return fail(FailureKind::kRefused, "the session was opened for another payment");
    Opened opened{.token = std::string{string_member(session, "id")},
                  .redirect_url = std::string{string_member(session, "url")}};
    const bool is_link = opened.redirect_url.starts_with("https://") || opened.redirect_url.starts_with("http://");
    if (opened.token.empty() || !is_link) return fail(FailureKind::kUnknown, "opened without a usable link");
    return opened;
  }

  static std::string refund_form(const RefundRequest& request, std::string_view intent) {
    constexpr std::size_t kReasonLength = 255;
    StripeForm form;
    form.add("payment_intent", intent)
        .add("amount", to_stripe(request.amount))
        .add("reason", "requested_by_customer")
        .add(fmt::format("metadata[{}]", kReferenceName), request.attempt.reference)
        .add(fmt::format("metadata[{}]", kRefundKeyName), request.refund_key);
    if (!request.reason.empty()) form.add("metadata[reason]", text::shorten(request.reason, kReasonLength));
    return form.text();
  }

  /// What Stripe's refusal means, where it is the state of the payment that stands in the way.
  static std::optional<RefundOutcome> refused_refund(const StripeAnswer& answer) {
    if (answer.kind != StripeAnswer::Kind::kAnswered || answer.status >= 500) return std::nullopt;
    if (answer.error_member("type") != "invalid_request_error") return std::nullopt;
    const auto code = answer.error_member("code");
    if (code == "charge_already_refunded" || code == "balance_insufficient" || answer.error_member("param") == "amount")
      return RefundOutcome::kWrongAmount;
    if (code == "charge_disputed" || code == "payment_intent_unexpected_state" || code == "resource_missing")
      return RefundOutcome::kNotPossible;
    return std::nullopt;
  }

  /// The session's own name stands in where it was made for no reference, so that it can be found at Stripe.
  static ListedPayment listed(const json::object& session) {
    const auto reference = string_member(session, "client_reference_id");
    return {.reference = std::string{reference.empty() ? string_member(session, "id") : reference},
            .transaction_id = std::string{string_member(session, "payment_intent")},
            .amount = from_stripe(integer_member(session, "amount_total").value_or(0), "idr").amount};
  }

  static std::int64_t to_seconds(Time time) { return to_micros(time) / 1'000'000; }

  StripeAnswer ask_for_session(std::string_view token) {
    StripeForm query;
    query.add("expand[0]", "payment_intent.latest_charge");
    return calls_.get(fmt::format("{}/{}?{}", kSessions, percent_encoded(token), query.text()));
  }

  /// What there is of the kind about one payment.
  StripeAnswer ask_for_list(std::string_view path, std::string_view intent) {
    constexpr std::int64_t kMostListed = 100;  // more than one order has pieces to give back
    StripeForm query;
    query.add("payment_intent", intent).add("limit", kMostListed);
    return calls_.get(fmt::format("{}?{}", path, query.text()));
  }

  static std::expected<std::vector<json::object>, GatewayFailure> list_of(const StripeAnswer& answer) {
    if (!answer.ok()) return std::unexpected(failed_question(answer));
    const json::value* list = answer.body.if_contains("data");
    if (list == nullptr || !list->is_array()) return fail(FailureKind::kUnavailable, "list is unreadable");
    std::vector<json::object> found;
    for (const json::value& each : list->get_array())
      if (each.is_object()) found.push_back(each.get_object());
    return found;
  }

  const Clock& clock_;
  Secret webhook_secret_, former_webhook_secret_;
  Time former_until_;
  StripeCalls calls_;
};

}  // namespace

std::unique_ptr<Gateway> make_stripe(StripeConfig config, fetch::Client& client, const Clock& clock) {
  return std::make_unique<Stripe>(std::move(config), client, clock);
}

KeyCheck check_stripe_key(const StripeConfig& config, fetch::Client& client) {
  if (config.secret_key.empty()) return KeyCheck::kNoKeys;
  const auto answer =
      client.send({.method = "GET",
                   .url = fmt::format("{}{}?limit=1", config.api_base, kSessions),
                   .headers = {{"Accept", "application/json"}, {"Stripe-Version", std::string{kStripeVersion}}},
                   .authorization = Secret{"Bearer " + config.secret_key.reveal()},
                   .timeout = kCheckTimeout});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered) return KeyCheck::kUnreachable;
  if (answer.status == 401) return KeyCheck::kWrongKey;
  if (answer.status == 403) return KeyCheck::kForbidden;
  return answer.status == 200 && parse_object(answer.body) ? KeyCheck::kWorks : KeyCheck::kUnclear;
}

}  // namespace hurtrock::payments
