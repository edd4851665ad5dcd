#include "payments/midtrans/midtrans.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "payments/wire/fake_client_for_tests.hpp"
#include "payments/wire/sample_request.hpp"

namespace hurtrock::payments {
namespace {

using std::chrono::milliseconds;
using Outcome = fetch::Answer::Outcome;

class MidtransTest : public testing::Test {
 protected:
  MidtransTest() {
    gateway = make_midtrans({.server_key = Secret{"SB-Mid-server-ours"},
                             .snap_base = "http://127.0.0.1:5055/snap/v1",
                             .api_base = "http://127.0.0.1:5055/",
                             .patience = {.sleep =
                                              [this](milliseconds pause) {
                                                pauses.push_back(pause);
                                                clock.advance(pause);
                                              }}},
                            client, clock);
  }
  void opens() { client.answer(201, R"({"token":"t-1","redirect_url":"https://pay.example/t-1"})"); }

  FakeClock clock{kSampleNow};
  FakeClient client;
  std::vector<milliseconds> pauses;
  std::unique_ptr<Gateway> gateway;
};

TEST_F(MidtransTest, opening_answers_the_page_that_midtrans_gives) {
  opens();
  const auto opened = gateway->open(sample_request());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->token, "t-1");
  EXPECT_EQ(opened->redirect_url, "https://pay.example/t-1");
  EXPECT_EQ(client.calls.at(0).url, "http://127.0.0.1:5055/snap/v1/transactions");
}

TEST_F(MidtransTest, the_server_key_travels_as_basic_authorization_only) {
  opens();
  (void)gateway->open(sample_request());
  EXPECT_EQ(client.calls.at(0).authorization.reveal(), "Basic U0ItTWlkLXNlcnZlci1vdXJzOg==");
  EXPECT_FALSE(client.calls.at(0).body.contains("SB-Mid"));
}

TEST_F(MidtransTest, every_try_to_open_carries_the_same_idempotency_key_of_a_length_midtrans_keeps) {
  client.answer(500, "{}");
  opens();
  (void)gateway->open(sample_request());
  const std::string key{client.header("Idempotency-Key")};
  EXPECT_EQ(key.size(), 46U);
  EXPECT_EQ(client.calls.at(0).headers, client.calls.at(1).headers);
}

TEST_F(MidtransTest, an_overloaded_gateway_is_asked_again_after_growing_pauses) {
  client.answer(429, "{}");
  client.answer(503, "{}");
  opens();
  EXPECT_TRUE(gateway->open(sample_request()));
  ASSERT_EQ(pauses.size(), 2U);
  EXPECT_GE(pauses[0], milliseconds{250});
  EXPECT_LE(pauses[0], milliseconds{500});
  EXPECT_GE(pauses[1], milliseconds{500});
  EXPECT_LE(pauses[1], milliseconds{1000});
}

TEST_F(MidtransTest, a_gateway_that_stays_down_is_given_up_after_three_tries) {
  for (int i = 0; i < 5; ++i) client.fail(Outcome::kNotSent);
  EXPECT_EQ(gateway->open(sample_request()).error().kind, FailureKind::kUnavailable);
  EXPECT_EQ(client.calls.size(), 3U);
}

TEST_F(MidtransTest, a_pause_that_would_pass_the_time_limit_is_not_waited_for) {
  client.answers.push_back({.outcome = Outcome::kAnswered, .status = 429, .headers = {{"retry-after", "600"}}});
  EXPECT_EQ(gateway->open(sample_request()).error().kind, FailureKind::kUnavailable);
  EXPECT_TRUE(pauses.empty());
}

TEST_F(MidtransTest, opening_is_not_repeated_after_a_silence_and_its_result_is_unknown) {
  client.fail(Outcome::kUnknown);
  EXPECT_EQ(gateway->open(sample_request()).error().kind, FailureKind::kUnknown);
  EXPECT_EQ(client.calls.size(), 1U);
}

TEST_F(MidtransTest, a_wrong_key_is_refused_at_once_with_midtrans_own_words) {
  client.answer(401, R"({"error_messages":["Access denied"]})");
  const auto failure = gateway->open(sample_request()).error();
  EXPECT_EQ(failure.kind, FailureKind::kRefused);
  EXPECT_TRUE(failure.message.contains("Access denied"));
  EXPECT_EQ(client.calls.size(), 1U);
}

TEST_F(MidtransTest, a_reference_in_use_is_unknown_rather_than_refused) {
  client.answer(400, R"({"error_messages":["transaction_details.order_id sudah digunakan"]})");
  EXPECT_EQ(gateway->open(sample_request()).error().kind, FailureKind::kUnknown);
}

TEST_F(MidtransTest, an_opening_without_a_link_is_unknown) {
  client.answer(201, R"({"token":"t-1","redirect_url":"javascript:pay"})");
  EXPECT_EQ(gateway->open(sample_request()).error().kind, FailureKind::kUnknown);
}

TEST_F(MidtransTest, failure_12_the_status_of_a_page_nobody_used_is_not_attempted) {
  client.answer(404, R"({"status_code":"404","status_message":"Transaction doesn't exist."})");
  EXPECT_EQ(gateway->status({"HRT-1-1"})->state, PaymentState::kNotAttempted);
}

TEST_F(MidtransTest, an_error_under_http_200_is_seen_by_its_body) {
  client.answer(200, R"({"status_code":"404","status_message":"Transaction doesn't exist."})");
  EXPECT_EQ(gateway->status({"HRT-1-1"})->state, PaymentState::kNotAttempted);
}

TEST_F(MidtransTest, the_status_of_a_settled_payment_tells_amount_and_refunds) {
  client.answer(200, R"({"status_code":"200","transaction_status":"partial_refund","gross_amount":"320000.00",
      "currency":"IDR","transaction_id":"b1f6","payment_type":"qris",
      "refunds":[{"refund_key":"r-1","refund_amount":"20000.00"},{"refund_key":"r-2","refund_amount":"5000.00"}]})");
  const auto report = gateway->status({"HRT-1-1"});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(report->gross_amount, Money{320'000});
  ASSERT_EQ(report->refunds.size(), 2U);
  EXPECT_EQ(report->refunds[1].refund_key, "r-2");
  EXPECT_EQ(report->refunds[1].amount, Money{5'000});
}

TEST_F(MidtransTest, a_refund_of_sen_is_told_and_is_no_amount_in_rupiah) {
  client.answer(200, R"({"status_code":"200","transaction_status":"partial_refund","gross_amount":"320000.00",
      "currency":"IDR","transaction_id":"t-1","refunds":[{"refund_key":"r-1","refund_amount":"150.50"}]})");
  const auto report = gateway->status({"HRT-1-1"});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->refunds.size(), 1U);
  EXPECT_EQ(report->refunds[0].amount, Money{});
  EXPECT_EQ(report->refunds[0].unreadable, "150.50");
}

TEST_F(MidtransTest, the_status_of_an_expired_payment_is_read_though_its_code_looks_like_an_error) {
  client.answer(200, R"({"status_code":"407","transaction_status":"expire"})");
  EXPECT_EQ(gateway->status({"HRT-1-1"})->state, PaymentState::kExpired);
}

TEST_F(MidtransTest, a_question_for_the_status_is_repeated_after_a_silence) {
  client.fail(Outcome::kUnknown);
  client.answer(200, R"({"status_code":"201","transaction_status":"pending","gross_amount":"1000.00"})");
  EXPECT_EQ(gateway->status({"HRT-1-1"})->state, PaymentState::kPending);
}

TEST_F(MidtransTest, an_unreadable_status_is_not_mistaken_for_an_answer) {
  client.answer(200, "<html>maintenance</html>");
  EXPECT_EQ(gateway->status({"HRT-1-1"}).error().kind, FailureKind::kUnavailable);
}

TEST_F(MidtransTest, a_paid_status_without_amount_is_not_believed) {
  client.answer(200, R"({"status_code":"200","transaction_status":"settlement"})");
  EXPECT_FALSE(gateway->status({"HRT-1-1"}));
}

TEST_F(MidtransTest, the_kept_answer_is_cut_at_8_kib) {
  client.answer(200, R"({"status_code":"201","transaction_status":"pending","gross_amount":"1000.00","x":")" +
                         std::string(20'000, 'x') + "\"}");
  EXPECT_EQ(gateway->status({"HRT-1-1"})->raw_json.size(), 8192U);
}

TEST_F(MidtransTest, an_id_from_outside_cannot_leave_its_place_in_the_path) {
  client.answer(404, "{}");
  (void)gateway->status({"../../a b?c"});
  EXPECT_EQ(client.calls.at(0).url, "http://127.0.0.1:5055/v2/..%2F..%2Fa%20b%3Fc/status");
}

TEST_F(MidtransTest, cancelling_a_settled_payment_is_too_late) {
  client.answer(200,
                R"({"status_code":"412","status_message":"Merchant cannot modify the status of the transaction"})");
  EXPECT_EQ(gateway->cancel({"HRT-1-1"}), Closing::kTooLate);
}

TEST_F(MidtransTest, expiring_answers_done_under_midtrans_own_code_for_it) {
  client.answer(200, R"({"status_code":"407","transaction_status":"expire"})");
  EXPECT_EQ(gateway->expire({"HRT-1-1"}), Closing::kDone);
}

TEST_F(MidtransTest, a_page_on_which_the_buyer_has_begun_is_too_late_to_close) {
  client.answer(400, R"({"error_messages":["Transaction is on progress"]})");
  EXPECT_EQ(gateway->close_page("t-1"), Closing::kTooLate);
}

TEST_F(MidtransTest, a_page_closed_before_is_closed) {
  client.answer(400, R"({"error_messages":["token already canceled"]})");
  EXPECT_EQ(gateway->close_page("t-1"), Closing::kDone);
}

TEST_F(MidtransTest, a_refund_tells_its_outcomes_apart) {
  const std::pair<std::string, RefundOutcome> answers[] = {
      {R"({"status_code":"200","transaction_status":"refund","gross_amount":"1000.00"})", RefundOutcome::kAccepted},
      {R"({"status_code":"202","transaction_status":"settlement","gross_amount":"1000.00"})",
       RefundOutcome::kDeniedByBank},
      {R"({"status_code":"406"})", RefundOutcome::kAlreadyAsked},
      {R"({"status_code":"404"})", RefundOutcome::kNotPossible},
      {R"({"status_code":"412"})", RefundOutcome::kNotPossible},
      {R"({"status_code":"414"})", RefundOutcome::kWrongAmount},
  };
  for (const auto& [body, outcome] : answers) {
    client.answer(200, body);
    EXPECT_EQ(gateway->refund({.attempt = {"HRT-1-1"}, .refund_key = "r-1", .amount = Money{1000}}), outcome) << body;
  }
}

TEST_F(MidtransTest, a_card_gives_nothing_back_before_it_is_settled) {
  const RefundRequest request{
      .attempt = {"HRT-1-1"}, .payment_type = "credit_card", .refund_key = "r-1", .amount = Money{1000}};
  const auto stands = [&](std::string_view status) {
    client.answer(200, fmt::format(R"({{"status_code":"200","transaction_status":"{}","fraud_status":"accept",
        "gross_amount":"1000.00"}})",
                                   status));
  };
  stands("capture");
  EXPECT_EQ(gateway->refund(request), RefundOutcome::kNotYet);
  stands("settlement");
  client.answer(200, R"({"status_code":"200","transaction_status":"refund","gross_amount":"1000.00"})");
  EXPECT_EQ(gateway->refund(request), RefundOutcome::kAccepted);
}

TEST_F(MidtransTest, a_card_that_cannot_be_asked_about_is_refunded_later) {
  client.answer(500, "");
  const auto outcome = gateway->refund(
      {.attempt = {"HRT-1-1"}, .payment_type = "credit_card", .refund_key = "r-1", .amount = Money{1000}});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FailureKind::kUnavailable);
}

TEST_F(MidtransTest, who_calls_while_an_equal_call_is_being_worked_on_gets_its_answer) {
  client.answer(202, R"({"status_code":"202","status_message":"being processed"})");
  client.answer(200, R"({"status_code":"200","transaction_status":"cancel"})");
  EXPECT_EQ(gateway->cancel({"HRT-1-1"}), Closing::kDone);
  EXPECT_EQ(pauses.size(), 1U);
}

TEST_F(MidtransTest, a_refund_still_being_worked_on_is_unknown) {
  for (int tries = 0; tries < 3; ++tries) client.answer(202, "{}");
  const auto refund = gateway->refund({.attempt = {"HRT-1-1"}, .refund_key = "r-1", .amount = Money{1000}});
  EXPECT_EQ(refund.error().kind, FailureKind::kUnknown);
}

}  // namespace
}  // namespace hurtrock::payments
