#include "payments/midtrans/status_table.hpp"

#include <gtest/gtest.h>

#include "payments/midtrans/amount.hpp"

namespace hurtrock::payments {
namespace {

TEST(StatusTable, a_settled_payment_is_paid) {
  EXPECT_EQ(state_of({"settlement", "accept", "200"}), PaymentState::kPaid);
}

TEST(StatusTable, a_convenience_store_payment_without_fraud_verdict_is_paid) {
  EXPECT_EQ(state_of({"settlement", "", "200"}), PaymentState::kPaid);
}

TEST(StatusTable, a_captured_card_is_paid) { EXPECT_EQ(state_of({"capture", "accept", "200"}), PaymentState::kPaid); }

TEST(StatusTable, a_challenged_card_is_held) {
  EXPECT_EQ(state_of({"capture", "challenge", "201"}), PaymentState::kChallenge);
}

TEST(StatusTable, a_capture_without_fraud_verdict_is_not_yet_paid) {
  EXPECT_EQ(state_of({"capture", "", "200"}), PaymentState::kOther);
}

TEST(StatusTable, a_settlement_under_another_code_is_not_paid) {
  EXPECT_EQ(state_of({"settlement", "accept", "201"}), PaymentState::kOther);
}

TEST(StatusTable, a_word_midtrans_invents_later_changes_nothing) {
  EXPECT_EQ(state_of({"brand_new_status", "accept", "200"}), PaymentState::kOther);
}

TEST(StatusTable, every_documented_word_has_its_state) {
  const std::pair<std::string_view, PaymentState> words[] = {
      {"pending", PaymentState::kPending},
      {"authorize", PaymentState::kAuthorized},
      {"deny", PaymentState::kDenied},
      {"cancel", PaymentState::kCancelled},
      {"expire", PaymentState::kExpired},
      {"failure", PaymentState::kFailed},
      {"refund", PaymentState::kRefunded},
      {"partial_refund", PaymentState::kPartiallyRefunded},
      {"chargeback", PaymentState::kChargedBack},
      {"partial_chargeback", PaymentState::kChargedBack},
  };
  for (const auto& [word, state] : words) EXPECT_EQ(state_of({word, "accept", "200"}), state) << word;
}

TEST(Amount, of_whole_rupiah_is_read_exactly) {
  EXPECT_EQ(parse_amount("320000.00"), Money{320'000});
  EXPECT_EQ(parse_amount("320000"), Money{320'000});
  EXPECT_EQ(parse_amount("0.00"), Money{0});
  EXPECT_EQ(parse_amount("9007199254740993"), std::nullopt);
  EXPECT_EQ(parse_amount("999999999999999.00"), Money{999'999'999'999'999});
}

TEST(Amount, that_is_not_whole_rupiah_is_refused) {
  for (const char* text :
       {"", ".", ".00", "1.", "1.5", "1.001", "-1.00", "+1.00", " 1.00", "1e5", "1,000.00", "0x1", "1.0.0"})
    EXPECT_EQ(parse_amount(text), std::nullopt) << text;
}

}  // namespace
}  // namespace hurtrock::payments
