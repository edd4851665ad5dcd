#include "payments/stripe/stripe.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "payments/stripe/signed_event_for_tests.hpp"
#include "payments/wire/fake_client_for_tests.hpp"
#include "payments/wire/sample_request.hpp"

namespace hurtrock::payments {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;
using Outcome = fetch::Answer::Outcome;

const AttemptName kAttempt{.reference = "HRT-7K3M-9XQ2-1", .token = "cs_test_1"};

std::string session(std::string_view status, std::string_view payment_status, std::string_view rest = "") {
  return fmt::format(
      R"({{"id":"cs_test_1","client_reference_id":"HRT-7K3M-9XQ2-1","url":"https://pay.example/cs_test_1",
      "amount_total":32000000,"currency":"idr","status":"{}","payment_status":"{}"{}}})",
      status, payment_status, rest);
}
std::string paid(int refunded = 0) {
  return session("complete", "paid",
                 fmt::format(R"(,"payment_intent":{{"id":"pi_1","status":"succeeded","latest_charge":
      {{"disputed":false,"amount_captured":32000000,"amount_refunded":{},"payment_method_details":{{"type":"card"}}}}}})",
                             refunded));
}
std::string disputed() {
  std::string body = paid();
  body.replace(body.find("false"), std::string_view{"false"}.size(), "true");
  return body;
}
std::string error(std::string_view type, std::string_view rest = "") {
  return fmt::format(R"({{"error":{{"type":"{}","message":"No such thing as budi@example.com"{}}}}})", type, rest);
}

class StripeTest : public testing::Test {
 protected:
  StripeTest() {
    gateway = make_stripe({.secret_key = Secret{"sk_test_ours"},
                           .webhook_secret = Secret{"whsec_ours"},
                           .api_base = "http://127.0.0.1:5055",
                           .patience = {.sleep =
                                            [this](milliseconds pause) {
                                              pauses.push_back(pause);
                                              clock.advance(pause);
                                            }}},
                          client, clock);
  }
  std::expected<RefundOutcome, GatewayFailure> refund() {
    return gateway->refund(
        {.attempt = kAttempt, .refund_key = "r-1", .amount = Money{20'000}, .reason = "Barang rusak"});
  }

  FakeClock clock{kSampleNow};
  FakeClient client;
  std::vector<milliseconds> pauses;
  std::unique_ptr<Gateway> gateway;
};

TEST_F(StripeTest, opening_answers_the_page_that_stripe_gives) {
  client.answer(200, session("open", "unpaid"));
  const auto opened = gateway->open(sample_request());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->token, "cs_test_1");
  EXPECT_EQ(opened->redirect_url, "https://pay.example/cs_test_1");
  EXPECT_EQ(client.calls.at(0).url, "http://127.0.0.1:5055/v1/checkout/sessions");
}

TEST_F(StripeTest, a_call_says_key_version_and_kind_of_body_in_its_headers) {
  client.answer(200, session("open", "unpaid"));
  (void)gateway->open(sample_request());
  EXPECT_EQ(client.calls.at(0).authorization.reveal(), "Bearer sk_test_ours");
  EXPECT_THAT(client.calls.at(0).body, Not(HasSubstr("sk_test")));
  EXPECT_EQ(client.header("Stripe-Version"), "2026-10-28.endive");
  EXPECT_EQ(client.header("Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(StripeTest, failure_17_every_opening_of_a_reference_carries_the_same_idempotency_key) {
  client.fail(Outcome::kUnknown);
  client.answer(409, error("idempotency_error"));
  client.answer(200, session("open", "unpaid"));
  EXPECT_TRUE(gateway->open(sample_request()));
  client.answer(200, session("open", "unpaid"));
  (void)gateway->open(sample_request());
  ASSERT_EQ(client.calls.size(), 4U);
  for (const auto& call : client.calls) EXPECT_EQ(call.headers, client.calls.front().headers);
  client.answer(200, session("open", "unpaid"));
  (void)gateway->open(sample_request("HRT-7K3M-9XQ2-2"));
  EXPECT_NE(client.calls.back().headers, client.calls.front().headers);
}

TEST_F(StripeTest, an_overloaded_gateway_is_asked_again_after_growing_pauses) {
  client.answer(429, error("api_error"));
  client.answer(503, "<html>");
  client.answer(200, session("open", "unpaid"));
  EXPECT_TRUE(gateway->open(sample_request()));
  ASSERT_EQ(pauses.size(), 2U);
  EXPECT_LE(pauses[0], milliseconds{500});
  EXPECT_GE(pauses[1], milliseconds{500});
}

TEST_F(StripeTest, stripe_may_say_itself_whether_another_try_helps) {
  client.answer(500, error("api_error"), {{"stripe-should-retry", "false"}});
  (void)gateway->open(sample_request());
  EXPECT_EQ(client.calls.size(), 1U);
  client.answer(400, error("invalid_request_error"), {{"stripe-should-retry", "true"}});
  client.answer(200, session("open", "unpaid"));
  EXPECT_TRUE(gateway->open(sample_request()));
}

TEST_F(StripeTest, every_failure_to_open_is_told_apart) {
  const std::tuple<int, std::string, FailureKind> failures[] = {
      {400, error("invalid_request_error"), FailureKind::kRefused},
      {401, error("invalid_request_error"), FailureKind::kRefused},
      {402, error("card_error"), FailureKind::kRefused},
      {400, error("idempotency_error"), FailureKind::kUnknown},
      {409, error("invalid_request_error"), FailureKind::kUnknown},
      {429, error("invalid_request_error"), FailureKind::kUnavailable},
      {500, error("api_error"), FailureKind::kUnknown},
      {200, "<html>", FailureKind::kUnknown},
  };
  for (const auto& [status, body, kind] : failures) {
    client.answers.clear();
    for (int i = 0; i < 3; ++i) client.answer(status, body);
    EXPECT_EQ(gateway->open(sample_request()).error().kind, kind) << status << body;
  }
  client.answers.clear();
  EXPECT_EQ(gateway->open(sample_request()).error().kind, FailureKind::kUnavailable) << "nothing was ever sent";
}

TEST_F(StripeTest, a_failure_is_told_in_stripes_codes_without_quoting_anybody) {
  client.answer(400, error("invalid_request_error", R"(,"code":"parameter_unknown","param":"colour")"),
                {{"request-id", "req_7"}});
  const std::string message = gateway->open(sample_request()).error().message;
  EXPECT_THAT(message, HasSubstr("parameter_unknown"));
  EXPECT_THAT(message, HasSubstr("param=colour"));
  EXPECT_THAT(message, HasSubstr("req_7"));
  EXPECT_THAT(message, Not(HasSubstr("budi")));
}

TEST_F(StripeTest, a_session_for_another_amount_currency_or_payment_is_not_opened) {
  for (const auto& [right, wrong] : {std::pair{"32000000", "320000"}, {"\"idr\"", "\"usd\""}, {"9XQ2-1", "9XQ2-9"}}) {
    std::string body = session("open", "unpaid");
    body.replace(body.find(right), std::string_view{right}.size(), wrong);
    client.answer(200, body);
    const auto opened = gateway->open(sample_request());
    ASSERT_FALSE(opened) << wrong;
    EXPECT_EQ(opened.error().kind, FailureKind::kRefused);
  }
}

TEST_F(StripeTest, a_payment_whose_page_was_never_recorded_is_not_attempted) {
  EXPECT_EQ(gateway->status({"HRT-7K3M-9XQ2-1"})->state, PaymentState::kNotAttempted);
  EXPECT_EQ(gateway->cancel({"HRT-7K3M-9XQ2-1"}), Closing::kNotAttempted);
  EXPECT_TRUE(client.calls.empty());
}

TEST_F(StripeTest, the_status_is_read_with_payment_charge_and_refunds) {
  client.answer(200, paid());
  client.answer(200, R"({"data":[]})");
  const auto report = gateway->status(kAttempt);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->state, PaymentState::kPaid);
  EXPECT_EQ(client.calls.at(0).url,
            "http://127.0.0.1:5055/v1/checkout/sessions/cs_test_1?expand[0]=payment_intent.latest_charge");
}

TEST_F(StripeTest, the_status_of_a_refunded_payment_lists_what_went_back) {
  client.answer(200, paid(2'000'000));
  client.answer(200, R"({"data":[{"id":"re_1","amount":1500000,"status":"succeeded","metadata":{"refund_key":"r-1"}},
      {"id":"re_2","amount":500000,"status":"pending","metadata":{}},
      {"id":"re_3","amount":700000,"status":"failed","metadata":{"refund_key":"r-3"}}]})");
  const auto report = gateway->status(kAttempt);
  EXPECT_EQ(report->state, PaymentState::kPartiallyRefunded);
  ASSERT_EQ(report->refunds.size(), 3U);
  EXPECT_EQ(report->refunds[0].refund_key, "r-1");
  EXPECT_EQ(report->refunds[0].amount, Money{15'000});
  EXPECT_EQ(report->refunds[1].amount, Money{5'000});
  EXPECT_EQ(report->refunds[1].id, "re_2");
  EXPECT_EQ(report->refunds[0].progress, RefundProgress::kSucceeded);
  EXPECT_EQ(report->refunds[1].progress, RefundProgress::kPending);
  EXPECT_EQ(report->refunds[2].progress, RefundProgress::kFailed);
}

TEST_F(StripeTest, a_refund_of_sen_or_of_another_currency_is_no_amount_in_rupiah) {
  client.answer(200, paid(15'050));
  client.answer(200, R"({"data":[{"id":"re_1","amount":15050,"currency":"idr","status":"succeeded"},
      {"id":"re_2","amount":1500,"currency":"usd","status":"succeeded"},
      {"id":"re_3","amount":1500000,"currency":"idr","status":"succeeded"}]})");
  const auto report = gateway->status(kAttempt);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->refunds.size(), 3U);
  EXPECT_EQ(report->refunds[0].amount, Money{});
  EXPECT_EQ(report->refunds[0].unreadable, "15050 IDR minor units");
  EXPECT_EQ(report->refunds[1].unreadable, "1500 USD minor units");
  EXPECT_EQ(report->refunds[2].amount, Money{15'000});
  EXPECT_EQ(report->refunds[2].unreadable, "");
}

TEST_F(StripeTest, a_refund_that_failed_is_told_although_the_charge_has_forgotten_it) {
  client.answer(200, paid(0));
  client.answer(200, R"({"data":[{"id":"re_1","amount":1500000,"status":"failed","metadata":{"refund_key":"r-1"}}]})");
  const auto report = gateway->status(kAttempt);
  EXPECT_EQ(report->state, PaymentState::kPaid);
  ASSERT_EQ(report->refunds.size(), 1U);
  EXPECT_EQ(report->refunds[0].progress, RefundProgress::kFailed);
}

TEST_F(StripeTest, failure_18_the_refunds_of_a_disputed_payment_are_told_as_well) {
  client.answer(200, disputed());
  client.answer(200, R"({"data":[{"id":"re_1","amount":1500000,"status":"pending","metadata":{"refund_key":"r-1"}}]})");
  client.answer(200, R"({"data":[]})");
  const auto report = gateway->status(kAttempt);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->state, PaymentState::kChargedBack);
  ASSERT_EQ(report->refunds.size(), 1U);
  EXPECT_EQ(report->refunds[0].refund_key, "r-1");
  EXPECT_EQ(report->refunds[0].progress, RefundProgress::kPending);
}

TEST_F(StripeTest, failure_19_a_disputed_payment_lists_its_disputes) {
  client.answer(200, disputed());
  client.answer(200, R"({"data":[]})");
  client.answer(200, R"({"data":[{"id":"du_2","created":1795000000,"status":"needs_response"},
      {"id":"du_1","created":1790000000,"status":"won"}]})");
  const auto report = gateway->status(kAttempt);
  ASSERT_TRUE(report);
  EXPECT_EQ(client.calls.at(2).url, "http://127.0.0.1:5055/v1/disputes?payment_intent=pi_1&limit=100");
  ASSERT_EQ(report->disputes.size(), 2U);
  EXPECT_EQ(report->disputes[0].id, "du_2");
  EXPECT_EQ(report->disputes[1].began_at, Time{std::chrono::seconds{1'790'000'000}});
}

TEST_F(StripeTest, a_payment_that_is_not_disputed_is_not_asked_about_disputes) {
  client.answer(200, paid());
  client.answer(200, R"({"data":[]})");
  EXPECT_TRUE(gateway->status(kAttempt)->disputes.empty());
  EXPECT_EQ(client.calls.size(), 2U);
}

TEST_F(StripeTest, a_key_that_may_not_read_disputes_says_all_the_same_that_there_is_one) {
  client.answer(200, disputed());
  client.answer(200, R"({"data":[]})");
  client.answer(403, error("invalid_request_error"));
  const auto report = gateway->status(kAttempt);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->state, PaymentState::kChargedBack);
  EXPECT_TRUE(report->disputes.empty());
}

TEST_F(StripeTest, disputes_that_cannot_be_read_are_asked_about_again) {
  client.answer(200, disputed());
  client.answer(200, R"({"data":[]})");
  for (int i = 0; i < 3; ++i) client.answer(500, error("api_error"));
  EXPECT_EQ(gateway->status(kAttempt).error().kind, FailureKind::kUnavailable);
}

TEST_F(StripeTest, a_session_of_another_payment_is_not_believed) {
  client.answer(200, paid());
  EXPECT_EQ(gateway->status({"HRT-1-1", "cs_test_1"}).error().kind, FailureKind::kRefused);
}

TEST_F(StripeTest, a_question_is_repeated_after_a_silence) {
  client.fail(Outcome::kUnknown);
  client.answer(200, session("open", "unpaid"));
  EXPECT_EQ(gateway->status(kAttempt)->state, PaymentState::kNotAttempted);
}

TEST_F(StripeTest, a_token_from_outside_cannot_leave_its_place_in_the_path) {
  client.answer(404, error("invalid_request_error"));
  (void)gateway->status({"HRT-1-1", "../refunds?x"});
  EXPECT_THAT(client.calls.at(0).url, HasSubstr("/sessions/..%2Frefunds%3Fx?"));
}

TEST_F(StripeTest, ending_an_open_session_is_done) {
  client.answer(200, session("expired", "unpaid"));
  EXPECT_EQ(gateway->expire(kAttempt), Closing::kDone);
  EXPECT_EQ(client.calls.at(0).url, "http://127.0.0.1:5055/v1/checkout/sessions/cs_test_1/expire");
}

TEST_F(StripeTest, failure_06_ending_a_session_that_has_ended_reads_how_it_did) {
  client.answer(400, error("invalid_request_error"));
  client.answer(200, session("expired", "unpaid"));
  EXPECT_EQ(gateway->cancel(kAttempt), Closing::kDone);
  client.answer(400, error("invalid_request_error"));
  client.answer(200, paid());
  EXPECT_EQ(gateway->cancel(kAttempt), Closing::kTooLate);
}

TEST_F(StripeTest, a_page_that_cannot_be_ended_is_not_called_ended) {
  for (int i = 0; i < 3; ++i) client.answer(500, error("api_error"));
  EXPECT_EQ(gateway->close_page("cs_test_1").error().kind, FailureKind::kUnknown);
}

TEST_F(StripeTest, a_refund_names_payment_amount_and_key) {
  client.answer(200, paid());
  client.answer(200, R"({"data":[]})");
  client.answer(200, R"({"id":"re_1","status":"pending"})");
  EXPECT_EQ(refund(), RefundOutcome::kAccepted);
  EXPECT_EQ(client.calls.at(2).body,
            "payment_intent=pi_1&amount=2000000&reason=requested_by_customer&metadata[reference]=HRT-7K3M-9XQ2-1&"
            "metadata[refund_key]=r-1&metadata[reason]=Barang%20rusak");
}

TEST_F(StripeTest, a_refund_made_before_is_not_made_again) {
  client.answer(200, paid());
  client.answer(200, R"({"data":[{"id":"re_1","amount":2000000,"status":"failed","metadata":{"refund_key":"r-1"}}]})");
  EXPECT_EQ(refund(), RefundOutcome::kAlreadyAsked);
  EXPECT_EQ(client.calls.size(), 2U);
}

TEST_F(StripeTest, what_has_not_been_paid_cannot_be_refunded) {
  client.answer(200, session("open", "unpaid"));
  EXPECT_EQ(refund(), RefundOutcome::kNotPossible);
}

TEST_F(StripeTest, of_what_is_disputed_nothing_more_is_refunded) {
  client.answer(200, disputed());
  client.answer(200, R"({"data":[{"id":"re_9","amount":1500000,"status":"pending","metadata":{"refund_key":"r-9"}}]})");
  client.answer(200, R"({"data":[]})");
  EXPECT_EQ(refund(), RefundOutcome::kNotPossible);
  for (const auto& call : client.calls) EXPECT_EQ(call.method, "GET");
}

TEST_F(StripeTest, a_refund_tells_its_outcomes_apart) {
  const std::tuple<int, std::string, RefundOutcome> answers[] = {
      {200, R"({"status":"succeeded"})", RefundOutcome::kAccepted},
      {200, R"({"status":"requires_action"})", RefundOutcome::kAccepted},
      {200, R"({"status":"failed"})", RefundOutcome::kDeniedByBank},
      {400, error("invalid_request_error", R"(,"code":"charge_already_refunded")"), RefundOutcome::kWrongAmount},
      {400, error("invalid_request_error", R"(,"param":"amount")"), RefundOutcome::kWrongAmount},
      {400, error("invalid_request_error", R"(,"code":"charge_disputed")"), RefundOutcome::kNotPossible},
  };
  for (const auto& [status, body, outcome] : answers) {
    client.answer(200, paid());
    client.answer(200, R"({"data":[]})");
    client.answer(status, body);
    EXPECT_EQ(refund(), outcome) << body;
  }
}

TEST_F(StripeTest, a_refund_that_may_have_been_booked_is_unknown) {
  client.answer(200, paid());
  client.answer(200, R"({"data":[]})");
  for (int i = 0; i < 3; ++i) client.fail(Outcome::kUnknown);
  EXPECT_EQ(refund().error().kind, FailureKind::kUnknown);
}

TEST_F(StripeTest, a_notification_is_checked_against_the_endpoints_secret_and_the_clock) {
  const std::string body = R"({"id":"evt_1","type":"checkout.session.completed","data":{"object":{}}})";
  const std::string signature = stripe_signature(body, Secret{"whsec_ours"}, clock.now());
  EXPECT_TRUE(gateway->read_notification({.body = body, .signature = signature}));
  clock.advance(std::chrono::minutes{6});
  EXPECT_EQ(gateway->read_notification({.body = body, .signature = signature}).error(),
            NotificationRefusal::kBadSignature);
}

TEST_F(StripeTest, the_former_secret_of_the_endpoint_counts_until_its_time_is_over) {
  constexpr std::string_view kBody = R"({"id":"evt_1","type":"charge.updated","data":{"object":{}}})";
  const auto rolled = make_stripe({.secret_key = Secret{"sk_test_ours"},
                                   .webhook_secret = Secret{"whsec_new"},
                                   .former_webhook_secret = Secret{"whsec_old"},
                                   .former_until = kSampleNow + std::chrono::hours{24}},
                                  client, clock);
  const auto is_read = [&](const char* secret) {
    const std::string signature = stripe_signature(kBody, Secret{secret}, clock.now());
    return rolled->read_notification({.body = kBody, .signature = signature}).has_value();
  };
  EXPECT_TRUE(is_read("whsec_new"));
  EXPECT_TRUE(is_read("whsec_old"));
  EXPECT_FALSE(is_read("whsec_other"));
  clock.advance(std::chrono::hours{24});
  EXPECT_TRUE(is_read("whsec_new"));
  EXPECT_FALSE(is_read("whsec_old"));
}

}  // namespace
}  // namespace hurtrock::payments
