#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <set>

#include "payments/stripe/notification.hpp"
#include "payments/stripe/stripe.hpp"
#include "payments/wire/sample_request.hpp"
#include "platform/core/crypto.hpp"
#include "sandbox/sandbox_for_tests.hpp"

// The shop's own adapter against the sandbox, over real connections.
namespace hurtrock::sandbox {
namespace {

using payments::AttemptName;
using payments::Closing;
using payments::FailureKind;
using payments::PaymentState;
using ::testing::Contains;
using ::testing::HasSubstr;

const Secret kStripeKey{"sk_test_ours"}, kWebhookSecret{"whsec_ours"};

class StripeClientTest : public testing::Test {
 protected:
  StripeClientTest()
      : sandbox({.port = 0,
                 .stripe_secret_key = kStripeKey,
                 .stripe_webhook_secret = kWebhookSecret,
                 .stripe_webhook_url = sink.url(),
                 .retry_minute = std::chrono::milliseconds{0}},
                clock),
        client(fetch::make_client()),
        gateway(make_gateway(kStripeKey)) {}

  std::unique_ptr<payments::Gateway> make_gateway(const Secret& key,
                                                  std::chrono::milliseconds patience = std::chrono::seconds{5}) {
    return payments::make_stripe({.secret_key = key,
                                  .webhook_secret = kWebhookSecret,
                                  .api_base = sandbox.url(),
                                  .patience = {.call_timeout = patience, .sleep = [](std::chrono::milliseconds) {}}},
                                 *client, clock);
  }
  fetch::Answer post(const std::string& path, std::string body = "",
                     const std::string& type = "application/x-www-form-urlencoded", const std::string& key = "") {
    fetch::Call call{.method = "POST",
                     .url = path.starts_with("http") ? path : sandbox.url() + path,
                     .headers = {{"Content-Type", type}},
                     .authorization = Secret{"Bearer sk_test_ours"},
                     .body = std::move(body)};
    if (!key.empty()) call.headers.emplace_back("Idempotency-Key", key);
    return client->send(call);
  }
  fetch::Answer misbehave(const std::string& rule) { return post("/_sandbox/misbehave", rule, "application/json"); }
  /// What the person at the browser does on the payment page.
  fetch::Answer press(const payments::Opened& opened, const std::string& button) {
    return post(opened.redirect_url + "/" + button, "method=card");
  }
  payments::Opened open(const std::string& reference = "HRT-1-1") {
    auto opened = gateway->open(request(reference));
    EXPECT_TRUE(opened) << opened.error().message;
    return opened.value_or(payments::Opened{});
  }
  static payments::PaymentRequest request(const std::string& reference = "HRT-1-1") {
    auto request = payments::sample_request(reference);
    request.items.pop_back();  // the discount, so that there are lines
    request.amount = Money{330'000};
    request.expires_at = payments::kSampleNow + std::chrono::minutes{30};
    request.finish_url += "?t=abc";
    return request;
  }
  payments::Report status(const payments::Opened& opened, const std::string& reference = "HRT-1-1") {
    auto report = gateway->status({reference, opened.token});
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(payments::Report{.state = PaymentState::kOther});
  }
  std::vector<std::string> types(std::size_t count) {
    std::vector<std::string> found;
    for (const auto& body : sink.wait_for(count)) found.emplace_back(boost::json::parse(body).at("type").as_string());
    return found;
  }

  FakeClock clock{payments::kSampleNow};
  NotificationSink sink;
  RunningSandbox sandbox;
  std::unique_ptr<fetch::Client> client;
  std::unique_ptr<payments::Gateway> gateway;
};

TEST_F(StripeClientTest, an_opened_page_is_not_attempted_until_the_buyer_tries_a_card) {
  const auto opened = open();
  EXPECT_TRUE(opened.redirect_url.starts_with(sandbox.url()));
  EXPECT_EQ(status(opened).state, PaymentState::kNotAttempted);
}

TEST_F(StripeClientTest, paying_on_the_page_pays_to_the_rupiah) {
  const auto opened = open();
  EXPECT_EQ(press(opened, "pay").status, 303);
  const auto report = status(opened);
  EXPECT_EQ(report.state, PaymentState::kPaid);
  EXPECT_EQ(report.gross_amount, Money{330'000});
  EXPECT_EQ(report.currency, "IDR");
  EXPECT_EQ(report.payment_type, "card");
  EXPECT_TRUE(report.transaction_id.starts_with("pi_"));
}

TEST_F(StripeClientTest, the_page_shows_merchant_amount_and_lines) {
  const auto page = client->send({.url = open().redirect_url}).body;
  EXPECT_THAT(page, HasSubstr("Hurtrock Music Store"));
  EXPECT_THAT(page, HasSubstr("330.000"));
  EXPECT_THAT(page, HasSubstr("Senar gitar 10-46"));
}

TEST_F(StripeClientTest, the_browser_returns_to_the_shop_with_the_reference) {
  const auto paid = press(open(), "pay");
  EXPECT_THAT(paid.headers, Contains(std::pair<std::string, std::string>{
                                "location", "https://shop.example.id/payment/return?t=abc&order_id=HRT-1-1"}));
}

TEST_F(StripeClientTest, a_payment_is_told_with_signatures_that_hold) {
  press(open(), "pay");
  for (const auto& [body, signature] : sink.wait_for_signed(2)) {
    const auto event = payments::read_stripe_event({.body = body, .signature = signature}, kWebhookSecret, clock.now());
    ASSERT_TRUE(event) << body;
    EXPECT_EQ(event->reference, "HRT-1-1");
  }
  EXPECT_THAT(types(2), testing::UnorderedElementsAre("payment_intent.succeeded", "checkout.session.completed"));
}

TEST_F(StripeClientTest, an_event_the_shop_could_not_take_comes_again_with_a_new_signature) {
  sink.answer_next_with(500);
  const auto opened = open();
  press(opened, "expire");
  const auto sent = sink.wait_for_signed(2);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].first, sent[1].first);
  for (const auto& [body, signature] : sent)
    EXPECT_TRUE(payments::read_stripe_event({.body = body, .signature = signature}, kWebhookSecret, clock.now()));
}

TEST_F(StripeClientTest, repeats_of_an_event_have_one_identity) {
  open();
  post("/_sandbox/stripe/sessions/HRT-1-1/expire?duplicate=20");
  std::set<std::string> identities;
  const auto bodies = sink.wait_for(20);
  for (const auto& body : bodies) identities.emplace(boost::json::parse(body).at("id").as_string());
  EXPECT_EQ(bodies.size(), 20U);
  EXPECT_EQ(identities.size(), 1U);
}

TEST_F(StripeClientTest, a_lost_event_leaves_the_truth_to_the_status_and_the_list_of_events) {
  const auto opened = open();
  post("/_sandbox/stripe/sessions/HRT-1-1/pay?notify=0");
  EXPECT_EQ(status(opened).state, PaymentState::kPaid);
  const auto events = client->send({.url = sandbox.url() + "/v1/events?types[0]=checkout.session.completed",
                                    .authorization = Secret{"Bearer sk_test_ours"}});
  EXPECT_EQ(boost::json::parse(events.body).at("data").as_array().size(), 1U);
}

TEST_F(StripeClientTest, a_declined_card_is_followed_by_another_on_the_same_page) {
  const auto opened = open();
  press(opened, "fail");
  EXPECT_EQ(status(opened).state, PaymentState::kDenied);
  press(opened, "pay");
  EXPECT_EQ(status(opened).state, PaymentState::kPaid);
}

TEST_F(StripeClientTest, money_that_comes_later_is_awaited_until_it_comes_or_fails) {
  const auto opened = open(), other = open("HRT-1-2");
  post("/_sandbox/stripe/sessions/HRT-1-1/process");
  post("/_sandbox/stripe/sessions/HRT-1-2/process");
  EXPECT_EQ(status(opened).state, PaymentState::kPending);
  post("/_sandbox/stripe/sessions/HRT-1-1/settle");
  post("/_sandbox/stripe/sessions/HRT-1-2/fail");
  EXPECT_EQ(status(opened).state, PaymentState::kPaid);
  EXPECT_EQ(status(other, "HRT-1-2").state, PaymentState::kFailed);
}

TEST_F(StripeClientTest, a_session_ends_by_itself_and_that_is_told) {
  const auto opened = open();
  clock.advance(std::chrono::minutes{62});
  EXPECT_EQ(press(opened, "pay").status, 409);
  EXPECT_EQ(status(opened).state, PaymentState::kExpired);
  EXPECT_THAT(types(1), testing::ElementsAre("checkout.session.expired"));
}

TEST_F(StripeClientTest, going_back_leaves_the_page_payable) {
  const auto opened = open();
  EXPECT_EQ(press(opened, "cancel").status, 303);
  EXPECT_EQ(status(opened).state, PaymentState::kNotAttempted);
  EXPECT_EQ(press(opened, "pay").status, 303);
}

TEST_F(StripeClientTest, the_shop_ends_a_session_once_and_for_all) {
  const auto opened = open();
  EXPECT_EQ(gateway->expire({"HRT-1-1", opened.token}), Closing::kDone);
  EXPECT_EQ(gateway->cancel({"HRT-1-1", opened.token}), Closing::kDone);
  EXPECT_EQ(press(opened, "pay").status, 409);
}

TEST_F(StripeClientTest, what_is_paid_cannot_be_ended) {
  const auto opened = open();
  press(opened, "pay");
  EXPECT_EQ(gateway->cancel({"HRT-1-1", opened.token}), Closing::kTooLate);
}

TEST_F(StripeClientTest, opening_again_leads_to_the_same_page) {
  const auto first = open(), second = open();
  EXPECT_EQ(first.token, second.token);
  EXPECT_EQ(first.redirect_url, second.redirect_url);
}

TEST_F(StripeClientTest, a_page_opened_without_an_answer_is_found_again_by_the_same_key) {
  misbehave(R"({"call":"stripe.open","kind":"close_after_accepting","wait_ms":500})");
  const auto impatient = make_gateway(kStripeKey, std::chrono::milliseconds{100});
  const auto opened = impatient->open(request());
  const auto sessions = client->send({.url = sandbox.url() + "/_sandbox/stripe/sessions"}).body;
  EXPECT_EQ(boost::json::parse(sessions).at("sessions").as_array().size(), 1U);
  EXPECT_EQ(open().token, boost::json::parse(sessions).at("sessions").at(0).at("id").as_string());
  EXPECT_TRUE(opened || opened.error().kind == FailureKind::kUnknown);
}

TEST_F(StripeClientTest, the_same_reference_with_another_amount_is_no_new_page) {
  open();
  auto other = request();
  other.items.front().price += Money{1};
  other.amount += Money{2};
  EXPECT_EQ(gateway->open(other).error().kind, FailureKind::kUnknown);
}

TEST_F(StripeClientTest, a_gateway_that_stumbles_twice_is_asked_a_third_time) {
  for (const std::string kind : {"500", "429"}) {
    misbehave(R"({"call":"stripe.open","times":2,"kind":")" + kind + "\"}");
    open("HRT-" + kind);
  }
}

TEST_F(StripeClientTest, a_wrong_key_is_refused_everywhere) {
  const auto stranger = make_gateway(Secret{"sk_test_theirs"});
  EXPECT_EQ(stranger->open(request()).error().kind, FailureKind::kRefused);
  EXPECT_EQ(stranger->status({"HRT-1-1", "cs_test_1"}).error().kind, FailureKind::kRefused);
  EXPECT_EQ(stranger->cancel({"HRT-1-1", "cs_test_1"}).error().kind, FailureKind::kRefused);
}

TEST_F(StripeClientTest, a_refund_is_booked_once_for_its_key_however_late_it_is_asked_again) {
  const auto opened = open();
  press(opened, "pay");
  const payments::RefundRequest refund{
      .attempt = {"HRT-1-1", opened.token}, .refund_key = "r-1", .amount = Money{20'000}, .reason = "Barang rusak"};
  EXPECT_EQ(gateway->refund(refund), payments::RefundOutcome::kAccepted);
  EXPECT_EQ(gateway->refund(refund), payments::RefundOutcome::kAlreadyAsked);
  clock.advance(std::chrono::hours{25});
  EXPECT_EQ(gateway->refund(refund), payments::RefundOutcome::kAlreadyAsked);
  const auto report = status(opened);
  EXPECT_EQ(report.state, PaymentState::kPartiallyRefunded);
  ASSERT_EQ(report.refunds.size(), 1U);
  EXPECT_EQ(report.refunds[0].refund_key, "r-1");
  EXPECT_EQ(report.refunds[0].amount, Money{20'000});
}

TEST_F(StripeClientTest, no_more_goes_back_than_has_come) {
  const auto opened = open();
  press(opened, "pay");
  const auto refund = [&](const std::string& key, Money amount) {
    return gateway->refund({.attempt = {"HRT-1-1", opened.token}, .refund_key = key, .amount = amount, .reason = ""});
  };
  EXPECT_EQ(refund("r-1", Money{330'001}), payments::RefundOutcome::kWrongAmount);
  EXPECT_EQ(refund("r-2", Money{330'000}), payments::RefundOutcome::kAccepted);
  EXPECT_EQ(refund("r-3", Money{1}), payments::RefundOutcome::kWrongAmount);
  EXPECT_EQ(status(opened).state, PaymentState::kRefunded);
}

TEST_F(StripeClientTest, a_dispute_is_a_charge_back) {
  const auto opened = open();
  press(opened, "pay");
  post("/_sandbox/stripe/sessions/HRT-1-1/dispute");
  EXPECT_EQ(status(opened).state, PaymentState::kChargedBack);
  EXPECT_EQ(gateway->refund({.attempt = {"HRT-1-1", opened.token}, .refund_key = "r-1", .amount = Money{1}}),
            payments::RefundOutcome::kNotPossible);
}

TEST_F(StripeClientTest, a_payment_whose_dispute_was_won_can_be_disputed_again) {
  const auto opened = open();
  press(opened, "pay");
  post("/_sandbox/stripe/sessions/HRT-1-1/dispute");
  EXPECT_NE(post("/_sandbox/stripe/sessions/HRT-1-1/dispute").status, 200) << "one after the other";
  post("/_sandbox/stripe/sessions/HRT-1-1/win_dispute");
  EXPECT_EQ(status(opened).state, PaymentState::kChargedBack) << "the charge has been disputed, however that ended";
  ASSERT_EQ(status(opened).disputes.size(), 1U);
  const std::string first = status(opened).disputes[0].id;
  post("/_sandbox/stripe/sessions/HRT-1-1/dispute");
  const auto disputes = status(opened).disputes;
  ASSERT_EQ(disputes.size(), 2U);
  EXPECT_NE(disputes[0].id, first);
  EXPECT_EQ(disputes[1].id, first);
}

// What the sandbox refuses, as Stripe does.

constexpr std::string_view kLine =
    "line_items[0][quantity]=1&line_items[0][price_data][currency]=idr&line_items[0][price_data][unit_amount]=100&"
    "line_items[0][price_data][product_data][name]=Pick";
std::string session_body(std::string_view rest = "") {
  return fmt::format("mode=payment&success_url=https%3A%2F%2Fshop.example.id%2F&{}{}", kLine, rest);
}

TEST_F(StripeClientTest, an_unknown_parameter_is_refused_by_name) {
  const auto answer = post("/v1/checkout/sessions", session_body("&payment_method_types[0]=card"));
  EXPECT_EQ(answer.status, 400);
  const auto error = boost::json::parse(answer.body).at("error");
  EXPECT_EQ(error.at("type").as_string(), "invalid_request_error");
  EXPECT_EQ(error.at("code").as_string(), "parameter_unknown");
  EXPECT_EQ(error.at("param").as_string(), "payment_method_types[0]");
}

TEST_F(StripeClientTest, what_is_missing_wrong_or_out_of_range_is_refused_by_name) {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
  const std::pair<std::string, std::string> wrong[] = {
      {session_body().substr(13), "mode"},
      {"mode=payment&success_url=https%3A%2F%2Fshop.example.id%2F", "line_items"},
      {"mode=payment&" + std::string{kLine}, "success_url"},
      {session_body("&locale=in"), "locale"},
      {session_body("&customer_email=nobody"), "customer_email"},
      {session_body("&line_items[1][quantity]=1"), "line_items[1][price_data][currency]"},
      {session_body(fmt::format("&expires_at={}", now + 1799)), "expires_at"},
      {session_body(fmt::format("&expires_at={}", now + 24 * 3600 + 1)), "expires_at"},
      {session_body("&expires_at=soon"), "expires_at"},
      {session_body("&metadata[" + std::string(41, 'k') + "]=v"), "metadata"},
  };
  for (const auto& [body, param] : wrong) {
    const auto answer = post("/v1/checkout/sessions", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(boost::json::parse(answer.body).at("error").at("param").as_string(), param) << answer.body;
  }
  EXPECT_EQ(post("/v1/checkout/sessions", session_body()).status, 200);
}

TEST_F(StripeClientTest, one_key_means_one_answer_and_other_parameters_under_it_are_an_error) {
  const auto first = post("/v1/checkout/sessions", session_body(), "application/x-www-form-urlencoded", "k-1");
  const auto again = post("/v1/checkout/sessions", session_body(), "application/x-www-form-urlencoded", "k-1");
  EXPECT_EQ(first.body, again.body);
  const auto other =
      post("/v1/checkout/sessions", session_body("&locale=id"), "application/x-www-form-urlencoded", "k-1");
  EXPECT_EQ(other.status, 400);
  EXPECT_EQ(boost::json::parse(other.body).at("error").at("type").as_string(), "idempotency_error");
}

TEST_F(StripeClientTest, a_key_is_free_again_after_a_refusal_and_after_a_day) {
  const std::string form = "application/x-www-form-urlencoded";
  EXPECT_EQ(post("/v1/checkout/sessions", "mode=payment", form, "k-1").status, 400);
  const auto first = post("/v1/checkout/sessions", session_body(), form, "k-1");
  EXPECT_EQ(first.status, 200);
  clock.advance(std::chrono::hours{25});
  EXPECT_NE(post("/v1/checkout/sessions", session_body(), form, "k-1").body, first.body);
}

TEST_F(StripeClientTest, a_payment_of_a_session_cannot_be_cancelled_by_itself) {
  const auto opened = open();
  press(opened, "fail");
  EXPECT_EQ(post("/v1/payment_intents/" + status(opened).transaction_id + "/cancel").status, 400);
}

/// A sandbox that is started anew from its journal.
class StripeSandboxJournal : public testing::Test {
 protected:
  ~StripeSandboxJournal() override {
    std::filesystem::remove(journal);
    std::filesystem::remove(journal.string() + ".stripe");
  }
  [[nodiscard]] SandboxOptions options(std::string url) const {
    return {.port = 0,
            .stripe_secret_key = kStripeKey,
            .stripe_webhook_secret = kWebhookSecret,
            .stripe_webhook_url = std::move(url),
            .journal_path = journal,
            .retry_minute = std::chrono::hours{1}};
  }
  [[nodiscard]] std::unique_ptr<payments::Gateway> gateway_to(const RunningSandbox& sandbox) const {
    return payments::make_stripe({.secret_key = kStripeKey, .api_base = sandbox.url()}, *client, clock);
  }
  /// The token of a session that was paid.
  [[nodiscard]] std::string pay_at(const RunningSandbox& sandbox) const {
    auto request = payments::sample_request("HRT-1-1");
    request.expires_at = payments::kSampleNow + std::chrono::minutes{30};
    const auto opened = gateway_to(sandbox)->open(request);
    client->send({.method = "POST", .url = sandbox.url() + "/_sandbox/stripe/sessions/HRT-1-1/pay"});
    return opened.value_or(payments::Opened{}).token;
  }
  [[nodiscard]] payments::Report status_at(const RunningSandbox& sandbox, const std::string& token) const {
    return gateway_to(sandbox)->status({"HRT-1-1", token}).value_or(payments::Report{.state = PaymentState::kOther});
  }

  const std::filesystem::path journal =
      std::filesystem::temp_directory_path() / ("hurtrock-sandbox-" + crypto::random_token(6));
  FakeClock clock{payments::kSampleNow};
  const std::unique_ptr<fetch::Client> client = fetch::make_client();
};

TEST_F(StripeSandboxJournal, a_restart_forgets_nothing_and_tells_what_was_not_told) {
  NotificationSink sink;
  std::string token;
  {
    const RunningSandbox sandbox(options("http://127.0.0.1:1/nobody"), clock);
    token = pay_at(sandbox);
  }
  const RunningSandbox sandbox(options(sink.url()), clock);
  EXPECT_EQ(status_at(sandbox, token).state, PaymentState::kPaid);
  EXPECT_EQ(sink.wait_for(2).size(), 2U);
}

// Whoever has lost the answer to a dying sandbox asks again under the same key.
TEST_F(StripeSandboxJournal, a_call_that_is_repeated_after_a_restart_gives_money_back_once) {
  const auto give_back = [&](const RunningSandbox& sandbox, const std::string& intent, int sen) {
    return client->send({.method = "POST",
                         .url = sandbox.url() + "/v1/refunds",
                         .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Idempotency-Key", "k-1"}},
                         .authorization = Secret{"Bearer sk_test_ours"},
                         .body = fmt::format("payment_intent={}&amount={}", intent, sen)});
  };
  std::string token, intent;
  fetch::Answer first;
  {
    const RunningSandbox sandbox(options(""), clock);
    token = pay_at(sandbox);
    intent = status_at(sandbox, token).transaction_id;
    first = give_back(sandbox, intent, 2'000'000);
  }
  const RunningSandbox sandbox(options(""), clock);
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(give_back(sandbox, intent, 2'000'000).body, first.body);
  EXPECT_EQ(give_back(sandbox, intent, 1'000'000).status, 400) << "the key belongs to another amount";
  const auto refunds = status_at(sandbox, token).refunds;
  ASSERT_EQ(refunds.size(), 1U);
  EXPECT_EQ(refunds[0].amount, Money{20'000});

  clock.advance(std::chrono::hours{25});
  EXPECT_EQ(give_back(sandbox, intent, 1'000'000).status, 200) << "a day later the key is free";
}

}  // namespace
}  // namespace hurtrock::sandbox
