#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "payments/midtrans/midtrans.hpp"
#include "payments/midtrans/notification.hpp"
#include "payments/wire/sample_request.hpp"
#include "sandbox/sandbox_for_tests.hpp"

// The shop's own adapter against the sandbox, over real connections.
namespace hurtrock::sandbox {
namespace {

using payments::Closing;
using payments::FailureKind;
using payments::PaymentState;

const Secret kMidtransKey{"SB-Mid-server-ours"};

class MidtransClientTest : public testing::Test {
 protected:
  MidtransClientTest()
      : sandbox({.port = 0,
                 .midtrans_server_key = kMidtransKey,
                 .midtrans_notification_url = sink.url(),
                 .retry_minute = std::chrono::milliseconds{0}},
                clock),
        client(fetch::make_client()),
        gateway(make_gateway(kMidtransKey)) {}

  std::unique_ptr<payments::Gateway> make_gateway(const Secret& key,
                                                  std::chrono::milliseconds patience = std::chrono::seconds{5}) {
    return payments::make_midtrans({.server_key = key,
                                    .snap_base = sandbox.url(),
                                    .api_base = sandbox.url(),
                                    .patience = {.call_timeout = patience, .sleep = [](std::chrono::milliseconds) {}}},
                                   *client, clock);
  }
  fetch::Answer post(const std::string& path, std::string body = "", const std::string& type = "application/json") {
    return client->send({.method = "POST",
                         .url = path.starts_with("http") ? path : sandbox.url() + path,
                         .headers = {{"Content-Type", type}},
                         .body = std::move(body)});
  }
  /// What the person at the browser does on the payment page.
  fetch::Answer press(const std::string& page, const std::string& button, const std::string& method) {
    return post(page + "/" + button, "method=" + method, "application/x-www-form-urlencoded");
  }
  payments::Opened open(const std::string& reference = "HRT-1-1") {
    auto opened = gateway->open(payments::sample_request(reference));
    EXPECT_TRUE(opened) << opened.error().message;
    return opened.value_or(payments::Opened{});
  }
  PaymentState state(const std::string& reference = "HRT-1-1") {
    const auto report = gateway->status({reference});
    EXPECT_TRUE(report) << report.error().message;
    return report ? report->state : PaymentState::kOther;
  }

  FakeClock clock{payments::kSampleNow};
  NotificationSink sink;
  RunningSandbox sandbox;
  std::unique_ptr<fetch::Client> client;
  std::unique_ptr<payments::Gateway> gateway;
};

TEST_F(MidtransClientTest, an_opened_page_is_not_attempted_until_the_buyer_chooses) {
  const auto opened = open();
  EXPECT_TRUE(opened.redirect_url.starts_with(sandbox.url()));
  EXPECT_EQ(state(), PaymentState::kNotAttempted);
}

TEST_F(MidtransClientTest, paying_on_the_page_settles_the_payment) {
  const auto opened = open();
  const auto answer = press(opened.redirect_url, "pay", "bca_va");
  EXPECT_EQ(answer.status, 303);
  const auto report = gateway->status({"HRT-1-1"});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->state, PaymentState::kPaid);
  EXPECT_EQ(report->gross_amount, Money{320'000});
  EXPECT_EQ(report->currency, "IDR");
  EXPECT_EQ(report->payment_type, "bank_transfer");
}

TEST_F(MidtransClientTest, the_browser_returns_to_the_shop_with_the_outcome_in_the_address) {
  const auto opened = open();
  const auto answer = press(opened.redirect_url, "pay", "gopay");
  std::string location;
  for (const auto& [name, value] : answer.headers)
    if (name == "location") location = value;
  EXPECT_EQ(location,
            "https://shop.example.id/payment/return?order_id=HRT-1-1&status_code=200&transaction_status=settlement");
}

TEST_F(MidtransClientTest, the_page_shows_merchant_amount_and_items) {
  const auto page = client->send({.url = open().redirect_url}).body;
  EXPECT_TRUE(page.contains("Hurtrock Music Store"));
  EXPECT_TRUE(page.contains("320.000"));
  EXPECT_TRUE(page.contains("Senar gitar 10-46"));
}

TEST_F(MidtransClientTest, a_payment_is_told_with_signatures_that_hold) {
  press(open().redirect_url, "pay", "qris");
  std::set<PaymentState> states;
  for (const auto& body : sink.wait_for(2)) {
    const auto notification = payments::read_notification(body, kMidtransKey);
    ASSERT_TRUE(notification) << body;
    EXPECT_EQ(notification->reference, "HRT-1-1");
    EXPECT_EQ(notification->gross_amount, Money{320'000});
    states.insert(notification->state);
  }
  EXPECT_EQ(states, (std::set{PaymentState::kPending, PaymentState::kPaid}));
}

TEST_F(MidtransClientTest, repeats_of_a_notification_have_one_identity) {
  open();
  post("/_sandbox/orders/HRT-1-1/pay?method=credit_card&duplicate=20");
  std::set<std::string> identities;
  const auto bodies = sink.wait_for(20);
  for (const auto& body : bodies) identities.insert(payments::read_notification(body, kMidtransKey)->event_identity);
  EXPECT_EQ(bodies.size(), 20U);
  EXPECT_EQ(identities.size(), 1U);
}

TEST_F(MidtransClientTest, a_lost_notification_leaves_the_truth_to_the_status) {
  open();
  post("/_sandbox/orders/HRT-1-1/pay?notify=0");
  EXPECT_EQ(state(), PaymentState::kPaid);
  EXPECT_TRUE(client->send({.url = sandbox.url() + "/_sandbox/orders"}).body.contains(R"("notifications_waiting":0)"));
}

TEST_F(MidtransClientTest, a_notification_the_shop_could_not_take_comes_again) {
  sink.answer_next_with(503);
  open();
  post("/_sandbox/orders/HRT-1-1/pay?method=credit_card");
  const auto bodies = sink.wait_for(2);
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_EQ(bodies[0], bodies[1]);
}

TEST_F(MidtransClientTest, a_denied_payment_can_be_paid_on_the_same_page) {
  const auto opened = open();
  press(opened.redirect_url, "deny", "gopay");
  EXPECT_EQ(state(), PaymentState::kDenied);
  press(opened.redirect_url, "pay", "gopay");
  EXPECT_EQ(state(), PaymentState::kPaid);
}

TEST_F(MidtransClientTest, an_expired_page_takes_no_more_money) {
  const auto opened = open();
  clock.advance(std::chrono::hours{25});
  EXPECT_EQ(press(opened.redirect_url, "pay", "bca_va").status, 409);
  EXPECT_EQ(state(), PaymentState::kNotAttempted);
}

TEST_F(MidtransClientTest, an_awaited_payment_expires_by_itself_and_is_told) {
  const auto opened = open();
  press(opened.redirect_url, "choose", "bca_va");
  ASSERT_EQ(sink.wait_for(1).size(), 1U);
  clock.advance(std::chrono::hours{25});
  const auto bodies = sink.wait_for(2);
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_EQ(payments::read_notification(bodies[1], kMidtransKey)->state, PaymentState::kExpired);
  EXPECT_EQ(state(), PaymentState::kExpired);
}

TEST_F(MidtransClientTest, the_shop_ends_an_awaited_payment) {
  const auto opened = open();
  EXPECT_EQ(gateway->cancel({"HRT-1-1"}), Closing::kNotAttempted);
  press(opened.redirect_url, "choose", "bca_va");
  EXPECT_EQ(gateway->expire({"HRT-1-1"}), Closing::kDone);
  EXPECT_EQ(gateway->expire({"HRT-1-1"}), Closing::kDone) << "the repeated call has the same idempotency key";
  EXPECT_EQ(state(), PaymentState::kExpired);
}

TEST_F(MidtransClientTest, the_shop_cannot_cancel_what_is_settled) {
  press(open().redirect_url, "pay", "bca_va");
  EXPECT_EQ(gateway->cancel({"HRT-1-1"}), Closing::kTooLate);
}

TEST_F(MidtransClientTest, a_page_the_shop_has_closed_cannot_be_paid) {
  const auto opened = open();
  EXPECT_EQ(gateway->close_page(opened.token), Closing::kDone);
  EXPECT_EQ(press(opened.redirect_url, "pay", "bca_va").status, 409);
}

TEST_F(MidtransClientTest, the_same_reference_cannot_be_opened_once_a_method_is_chosen) {
  press(open().redirect_url, "choose", "bca_va");
  EXPECT_EQ(gateway->open(payments::sample_request("HRT-1-1")).error().kind, FailureKind::kUnknown);
}

TEST_F(MidtransClientTest, a_wrong_server_key_is_refused_everywhere) {
  const auto stranger = make_gateway(Secret{"SB-Mid-server-theirs"});
  EXPECT_EQ(stranger->open(payments::sample_request()).error().kind, FailureKind::kRefused);
  EXPECT_EQ(stranger->status({"HRT-1-1"}).error().kind, FailureKind::kRefused);
  EXPECT_EQ(stranger->cancel({"HRT-1-1"}).error().kind, FailureKind::kRefused);
}

TEST_F(MidtransClientTest, a_sum_that_does_not_add_up_is_refused_in_midtrans_words) {
  const auto answer = client->send({.method = "POST",
                                    .url = sandbox.url() + "/snap/v1/transactions",
                                    .headers = {{"Content-Type", "application/json"}},
                                    .authorization = Secret{"Basic U0ItTWlkLXNlcnZlci1vdXJzOg=="},
                                    .body = R"({"transaction_details":{"order_id":"A-1","gross_amount":2},
                   "item_details":[{"name":"x","price":1,"quantity":1}]})"});
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.body.contains("transaction_details.gross_amount is not equal to the sum of item_details"));
}

TEST_F(MidtransClientTest, a_refund_is_booked_once_for_its_key) {
  press(open().redirect_url, "pay", "qris");
  const payments::RefundRequest refund{
      .attempt = {"HRT-1-1"}, .refund_key = "r-1", .amount = Money{20'000}, .reason = "Barang rusak"};
  EXPECT_EQ(gateway->refund(refund), payments::RefundOutcome::kAccepted);
  EXPECT_EQ(gateway->refund(refund), payments::RefundOutcome::kAccepted) << "repeated within five minutes";
  clock.advance(std::chrono::minutes{6});
  EXPECT_EQ(gateway->refund(refund), payments::RefundOutcome::kAlreadyAsked);
  const auto report = gateway->status({"HRT-1-1"});
  ASSERT_EQ(report->refunds.size(), 1U);
  EXPECT_EQ(report->refunds[0].amount, Money{20'000});
}

TEST_F(MidtransClientTest, a_gateway_that_stumbles_twice_is_asked_a_third_time) {
  post("/_sandbox/misbehave", R"({"call":"open","kind":"500","times":2})");
  open();
}

TEST_F(MidtransClientTest, a_page_opened_without_an_answer_is_unknown_and_can_be_opened_again) {
  post("/_sandbox/misbehave", R"({"call":"open","kind":"close_after_accepting","wait_ms":500})");
  const auto impatient = make_gateway(kMidtransKey, std::chrono::milliseconds{100});
  EXPECT_EQ(impatient->open(payments::sample_request("HRT-1-1")).error().kind, FailureKind::kUnknown);
  open("HRT-1-1");
}

}  // namespace
}  // namespace hurtrock::sandbox
