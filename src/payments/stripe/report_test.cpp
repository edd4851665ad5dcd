#include "payments/stripe/report.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace hurtrock::payments {
namespace {

struct Row {
  StripeStatus status;
  PaymentState state;
};

TEST(StripeStatusTable, tells_how_the_payment_stands) {
  const Row rows[] = {
      {{.session = "open", .payment_status = "unpaid"}, PaymentState::kNotAttempted},
      {{.session = "open", .payment_status = "unpaid", .intent = "requires_payment_method"},
       PaymentState::kNotAttempted},
      {{.session = "open", .payment_status = "unpaid", .intent = "requires_payment_method", .declined = true},
       PaymentState::kDenied},
      {{.session = "open", .payment_status = "unpaid", .intent = "requires_action"}, PaymentState::kPending},
      {{.session = "open", .payment_status = "unpaid", .intent = "requires_confirmation"}, PaymentState::kPending},
      {{.session = "open", .payment_status = "unpaid", .intent = "processing"}, PaymentState::kPending},
      {{.session = "open", .payment_status = "unpaid", .intent = "requires_capture"}, PaymentState::kAuthorized},
      {{.session = "open", .payment_status = "unpaid", .intent = "canceled"}, PaymentState::kCancelled},
      {{.session = "complete", .payment_status = "unpaid", .intent = "processing"}, PaymentState::kPending},
      {{.session = "complete", .payment_status = "unpaid", .intent = "requires_payment_method"}, PaymentState::kFailed},
      {{.session = "complete", .payment_status = "unpaid", .intent = "canceled"}, PaymentState::kFailed},
      {{.session = "complete", .payment_status = "paid", .intent = "succeeded"}, PaymentState::kPaid},
      {{.session = "complete", .payment_status = "no_payment_required"}, PaymentState::kPaid},
      {{.session = "complete", .payment_status = "paid", .captured = 500, .refunded = 100},
       PaymentState::kPartiallyRefunded},
      {{.session = "complete", .payment_status = "paid", .captured = 500, .refunded = 500}, PaymentState::kRefunded},
      {{.session = "complete", .payment_status = "paid", .disputed = true}, PaymentState::kChargedBack},
      {{.session = "complete", .payment_status = "something new"}, PaymentState::kOther},
      {{.session = "expired", .payment_status = "unpaid"}, PaymentState::kExpired},
      {{.session = "expired", .payment_status = "unpaid", .intent = "canceled"}, PaymentState::kExpired},
      {{.session = "something new", .payment_status = "paid"}, PaymentState::kOther},
  };
  for (const auto& [status, state] : rows)
    EXPECT_EQ(state_of(status), state) << status.session << '/' << status.payment_status << '/' << status.intent;
}

TEST(StripeStatusTable, failure_15_an_open_session_is_not_paid_whatever_it_says) {
  EXPECT_NE(state_of({.session = "open", .payment_status = "paid"}), PaymentState::kPaid);
}

std::optional<Report> read(std::string_view text) { return read_session(boost::json::parse(text).as_object()); }

TEST(StripeReport, reads_session_payment_and_charge) {
  const auto report = read(R"({"status":"complete","payment_status":"paid","amount_total":32000000,"currency":"idr",
      "payment_intent":{"id":"pi_1","status":"succeeded","last_payment_error":null,"latest_charge":{"disputed":false,
      "amount_captured":32000000,"amount_refunded":2000000,"payment_method_details":{"type":"card"}}}})");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(report->gross_amount, Money{320'000});
  EXPECT_EQ(report->currency, "IDR");
  EXPECT_EQ(report->transaction_id, "pi_1");
  EXPECT_EQ(report->payment_type, "card");
  EXPECT_EQ(report->raw_status, "complete/paid/succeeded");
}

TEST(StripeReport, a_page_nobody_used_has_no_payment) {
  const auto report =
      read(R"({"status":"open","payment_status":"unpaid","amount_total":100,"currency":"idr","payment_intent":null})");
  EXPECT_EQ(report->state, PaymentState::kNotAttempted);
  EXPECT_EQ(report->transaction_id, "");
}

TEST(StripeReport, what_lacks_state_or_amount_is_no_report) {
  EXPECT_FALSE(read("{}"));
  EXPECT_FALSE(read(R"({"status":"complete","payment_status":"paid","currency":"idr"})"));
  EXPECT_FALSE(read(R"({"status":"complete","payment_status":"paid","amount_total":"100","currency":"idr"})"));
}

TEST(StripeReport, the_kept_answer_is_cut_at_8_kib) {
  const auto report = read(R"({"status":"open","payment_status":"unpaid","amount_total":100,"currency":"idr","x":")" +
                           std::string(20'000, 'x') + "\"}");
  EXPECT_EQ(report->raw_json.size(), 8192U);
}

}  // namespace
}  // namespace hurtrock::payments
