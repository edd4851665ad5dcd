#include "checkout/transfer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "checkout/open_payment.hpp"
#include "checkout/transfer_fixture.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using orders::PaymentState;
using orders::State;
using payments::AttemptState;
using ::testing::Contains;
using ::testing::ElementsAre;

INSTANTIATE_TEST_SUITE_P(, TransferTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(TransferTest, an_order_asks_for_its_total_with_a_code_of_its_own) {
  std::set<std::int64_t> totals;
  for (int i = 0; i < 10; ++i) {
    const OrderId id = place();
    const auto order = shop_.order(id);
    EXPECT_GE(order.totals.fee, Money{1});
    EXPECT_LE(order.totals.fee, Money{999});
    EXPECT_EQ(order.totals.total, order.totals.goods + order.totals.shipping + order.totals.fee);
    EXPECT_EQ(shop_.attempt_of(id).amount, order.totals.total);
    EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kPending);
    EXPECT_EQ(open_payment(shop_.services, id).kind, PaymentPage::Kind::kNone);
    totals.insert(order.totals.total.rupiah());
  }
  EXPECT_EQ(totals.size(), 10U);
}

TEST_P(TransferTest, the_buyer_is_told_amount_and_accounts) {
  const OrderId id = place();
  const auto part = shop_.db().read([&](db::Tx& tx) { return transfer_of(tx, *orders::find(tx, id)); });
  ASSERT_TRUE(part);
  EXPECT_EQ(part->amount, shop_.order(id).totals.total);
  ASSERT_EQ(part->accounts.size(), 1U);
  EXPECT_EQ(part->accounts[0].number, "1234567890");
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_placed' AND body_text LIKE '%1234567890%'"), 1);
}

TEST_P(TransferTest, the_right_amount_pays_the_order_in_the_name_of_who_confirmed_it) {
  const OrderId id = place();
  send_proof(id);
  EXPECT_EQ(confirm(id, shop_.order(id).totals.total), Applied::kPaid);
  EXPECT_EQ(shop_.order(id).state, State::kPaid);
  EXPECT_EQ(shop_.order(id).payment_state, PaymentState::kPaid);
  EXPECT_EQ(shop_.mails(id, "order_paid"), 1);
  EXPECT_EQ(shop_.count("order_events WHERE kind = 'paid' AND actor_kind = 'staff' AND actor_id IS NOT NULL"), 1);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'accepted'"), 1);
  EXPECT_EQ(shop_.stock_of(variant_).on_hand, 49);
}

TEST_P(TransferTest, another_amount_pays_nothing_and_stands_on_the_staffs_list) {
  const OrderId id = place();
  EXPECT_EQ(confirm(id, shop_.order(id).totals.total - Money{1}), Applied::kMismatch);
  EXPECT_EQ(shop_.order(id).state, State::kPending);
  EXPECT_NE(shop_.order(id).payment_state, PaymentState::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch"));
}

TEST_P(TransferTest, money_is_confirmed_once) {
  const OrderId id = place();
  const Money total = shop_.order(id).totals.total;
  ASSERT_TRUE(confirm(id, total));
  EXPECT_EQ(confirm(id, total).error(), NotDecided::kAlready);
  EXPECT_EQ(shop_.mails(id, "order_paid"), 1);
}

TEST_P(TransferTest, what_is_no_transfer_cannot_be_confirmed) {
  const OrderId id = shop_.place(variant_);
  EXPECT_EQ(confirm(id, Money{1}).error(), NotDecided::kNoSuchTransfer);
}

TEST_P(TransferTest, a_declined_proof_is_told_with_its_reason_and_leaves_time_for_another) {
  const OrderId id = place();
  send_proof(id);
  shop_.clock.advance(23h);
  ASSERT_TRUE(decline(id));
  EXPECT_EQ(shop_.mails(id, "order_transfer_declined"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_transfer_declined' AND body_text LIKE '%buram%'"), 1);
  EXPECT_GE(*shop_.order(id).hold_until, shop_.now() + 12h);
  EXPECT_EQ(decline(id).error(), NotDecided::kAlready);
  send_proof(id);
  ASSERT_TRUE(decline(id));
  EXPECT_EQ(shop_.mails(id, "order_transfer_declined"), 2);
}

TEST_P(TransferTest, declining_the_proof_of_an_order_that_has_ended_asks_the_buyer_for_nothing) {
  const OrderId id = place();
  ASSERT_TRUE(cancel_order(shop_.services, id, orders::Actor::buyer({}), "buyer"));
  const PaymentState before = shop_.order(id).payment_state;
  send_proof(id);
  EXPECT_EQ(decline(id), Declined::kNothingAsked);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'declined'"), 1);
  EXPECT_EQ(shop_.mails(id, "order_transfer_declined"), 0);
  EXPECT_EQ(shop_.order(id).payment_state, before);
  EXPECT_FALSE(shop_.order(id).hold_until);
}

TEST_P(TransferTest, without_a_proof_the_order_ends_with_its_hold) {
  const OrderId id = place();
  shop_.clock.advance(25h);
  EXPECT_EQ(expire_holds(shop_.services), 1);
  EXPECT_EQ(shop_.order(id).state, State::kCancelled);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kExpired);
}

TEST_P(TransferTest, with_a_proof_that_waits_staff_are_asked_instead) {
  const OrderId id = place();
  send_proof(id);
  shop_.clock.advance(25h);
  EXPECT_EQ(expire_holds(shop_.services), 0);
  EXPECT_EQ(shop_.order(id).state, State::kPending);
  EXPECT_THAT(shop_.staff_tasks(), Contains("transfer_overdue"));
  EXPECT_FALSE(cancel_order(shop_.services, id, orders::Actor::buyer({}), "buyer"));
  EXPECT_EQ(confirm(id, shop_.order(id).totals.total), Applied::kPaid);
}

TEST_P(TransferTest, money_for_an_order_that_has_ended_must_go_back) {
  const OrderId id = place();
  const Money total = shop_.order(id).totals.total;
  ASSERT_TRUE(cancel_order(shop_.services, id, orders::Actor::buyer({}), "buyer"));
  EXPECT_EQ(confirm(id, total), Applied::kMustGoBack);
  EXPECT_EQ(shop_.order(id).state, State::kCancelled);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(TransferTest, without_accounts_it_is_not_taken) {
  shop_.run("UPDATE payment_settings SET public_options = '{}'");
  PlaceRequest form = shop_.filled_form();
  form.payment_method = "bank_transfer";
  const auto placed = place_order(shop_.services, shop_.buyer_of(variant_), form);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().why, NotPlaced::Why::kMethodNotAvailable);
}

}  // namespace
}  // namespace hurtrock::checkout
