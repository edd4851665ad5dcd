#include "sandbox/midtrans_ledger.hpp"

#include <gtest/gtest.h>

namespace hurtrock::sandbox {
namespace {

class MidtransLedgerTest : public testing::Test {
 protected:
  MidtransOrder open(const std::string& id = "HRT-1-1") {
    return ledger
        .open({.order_id = id, .gross_amount = Money{50'000}, .expires_at = clock.now() + std::chrono::hours{1}})
        ->order;
  }
  MidtransLedger::Result act(BuyerAction action, const std::string& method = "bca_va", bool force = false) {
    return ledger.act("HRT-1-1", action, {.method = method, .against_the_rules = force});
  }
  std::vector<std::string> told(const MidtransLedger::Result& result) {
    std::vector<std::string> words;
    for (const auto& order : result->told) words.push_back(order.last()->status);
    return words;
  }

  FakeClock clock{Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}}};
  Journal journal{""};
  MidtransLedger ledger{clock, journal};
};

using Words = std::vector<std::string>;

TEST_F(MidtransLedgerTest, a_transfer_is_told_as_pending_and_then_settled) {
  open();
  EXPECT_EQ(told(act(BuyerAction::kPay)), (Words{"pending", "settlement"}));
}

TEST_F(MidtransLedgerTest, a_card_is_captured_at_once) {
  open();
  EXPECT_EQ(told(act(BuyerAction::kPay, "credit_card")), Words{"capture"});
}

TEST_F(MidtransLedgerTest, a_denied_try_leaves_the_order_payable_under_a_new_transaction) {
  open();
  const auto denied = act(BuyerAction::kDeny, "gopay");
  const auto paid = act(BuyerAction::kPay, "gopay");
  ASSERT_TRUE(paid);
  EXPECT_NE(denied->order.last()->id, paid->order.last()->id);
  EXPECT_EQ(paid->order.transactions.size(), 2U);
}

TEST_F(MidtransLedgerTest, a_paid_order_cannot_be_paid_again) {
  open();
  (void)act(BuyerAction::kPay);
  EXPECT_EQ(act(BuyerAction::kPay).error().code, 412);
}

TEST_F(MidtransLedgerTest, an_expired_transfer_cannot_be_paid) {
  open();
  (void)act(BuyerAction::kExpire);
  EXPECT_FALSE(act(BuyerAction::kPay));
}

TEST_F(MidtransLedgerTest, an_abandoned_card_may_be_tried_again) {
  open();
  (void)act(BuyerAction::kExpire, "credit_card");
  EXPECT_TRUE(act(BuyerAction::kPay, "credit_card"));
}

TEST_F(MidtransLedgerTest, money_can_be_made_to_arrive_after_the_end) {
  open();
  (void)act(BuyerAction::kExpire);
  EXPECT_EQ(told(act(BuyerAction::kPay, "bca_va", true)), Words{"settlement"});
}

TEST_F(MidtransLedgerTest, opening_again_before_a_method_is_chosen_kills_the_old_page) {
  const auto first = open();
  const auto second = open();
  EXPECT_FALSE(ledger.find_page(first.token));
  EXPECT_TRUE(ledger.find_page(second.token));
}

TEST_F(MidtransLedgerTest, opening_again_after_a_method_is_chosen_is_refused) {
  open();
  (void)act(BuyerAction::kChoose);
  const auto again = ledger.open({.order_id = "HRT-1-1", .gross_amount = Money{50'000}});
  EXPECT_EQ(again.error().message, "transaction_details.order_id sudah digunakan");
}

TEST_F(MidtransLedgerTest, a_transaction_is_found_by_its_own_id) {
  open();
  const auto paid = act(BuyerAction::kPay);
  EXPECT_EQ(ledger.find(paid->order.last()->id)->order_id, "HRT-1-1");
}

TEST_F(MidtransLedgerTest, a_pending_payment_expires_at_its_time_and_is_told) {
  open();
  (void)act(BuyerAction::kChoose);
  clock.advance(std::chrono::minutes{59});
  EXPECT_TRUE(ledger.expire_due().empty());
  clock.advance(std::chrono::minutes{1});
  const auto changes = ledger.expire_due();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].told.size(), 1U);
  EXPECT_EQ(ledger.find("HRT-1-1")->last()->status, "expire");
}

TEST_F(MidtransLedgerTest, a_page_nobody_used_ends_without_a_word) {
  open();
  clock.advance(std::chrono::hours{1});
  EXPECT_TRUE(ledger.expire_due().at(0).told.empty());
  EXPECT_FALSE(act(BuyerAction::kPay));
}

TEST_F(MidtransLedgerTest, a_settled_payment_can_no_longer_be_cancelled_by_the_merchant) {
  open();
  (void)act(BuyerAction::kPay);
  EXPECT_EQ(ledger.act("HRT-1-1", MerchantAction::kCancel).error().code, 412);
}

TEST_F(MidtransLedgerTest, a_held_card_is_paid_once_approved) {
  open();
  (void)act(BuyerAction::kChallenge, "credit_card");
  EXPECT_EQ(ledger.act("HRT-1-1", MerchantAction::kApprove)->order.last()->fraud_status, "accept");
}

TEST_F(MidtransLedgerTest, refunds_add_up_and_are_told_twice_each) {
  open();
  (void)act(BuyerAction::kPay, "qris");
  const auto part = ledger.refund("HRT-1-1", {.key = "r-1", .amount = Money{20'000}});
  EXPECT_EQ(told(part), (Words{"partial_refund", "partial_refund"}));
  EXPECT_EQ(ledger.refund("HRT-1-1", {.key = "r-1", .amount = Money{20'000}}).error().code, 406);
  EXPECT_EQ(ledger.refund("HRT-1-1", {.key = "r-2", .amount = Money{30'001}}).error().code, 414);
  EXPECT_EQ(ledger.refund("HRT-1-1", {.key = "r-2", .amount = Money{30'000}})->order.last()->status, "refund");
}

TEST_F(MidtransLedgerTest, a_bank_transfer_gives_nothing_back) {
  open();
  (void)act(BuyerAction::kPay, "bca_va");
  EXPECT_EQ(ledger.refund("HRT-1-1", {.key = "r-1", .amount = Money{1}}).error().code, 412);
}

TEST_F(MidtransLedgerTest, a_page_is_closed_once_and_not_while_a_payment_is_under_way) {
  const auto order = open();
  EXPECT_TRUE(ledger.close_page(order.token));
  EXPECT_EQ(ledger.close_page(order.token).error().message, "token already canceled");
  const auto other = open("HRT-2-1");
  (void)ledger.act("HRT-2-1", BuyerAction::kChoose, {});
  EXPECT_EQ(ledger.close_page(other.token).error().message, "Transaction is on progress");
}

}  // namespace
}  // namespace hurtrock::sandbox
