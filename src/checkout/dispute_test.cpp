#include "checkout/dispute.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/checkout_fixture.hpp>

#include "checkout/apply_report.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/settle_refund.hpp"
#include "payments/ledger.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using orders::PaymentState;
using payments::AttemptState;
using payments::RefundState;
using Reported = payments::PaymentState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// An order of three guitars of Rp 1.000.000 each, paid at Midtrans; REG costs Rp 20.000.
class Dispute : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    staff_ = orders::Actor::staff(shop_.add_user("ani@toko.test"));
    shop_.provider.set_state(reference_, Reported::kPaid);
    ask_and_apply(shop_.services, reference_);
  }
  /// The bank takes the settlement back.
  void take_back() {
    auto report = shop_.provider.report(reference_);
    report.state = Reported::kDenied;
    shop_.db().write([&](db::Tx& tx) { apply_report(tx, shop_.services, reference_, report, shop_.now()); });
  }
  void charge_back() {
    shop_.provider.set_state(reference_, Reported::kChargedBack);
    ask_and_apply(shop_.services, reference_);
  }
  void cancel() { ASSERT_TRUE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer")); }
  void settle(Money withdrawn) {
    shop_.db().write([&](db::Tx& tx) {
      settle_dispute(tx, shop_.services, orders::lock(tx, id_), *payments::find_attempt(tx, reference_), withdrawn,
                     staff_, shop_.now());
    });
  }
  std::optional<payments::Refund> give_all_back() {
    return shop_.db().write([&](db::Tx& tx) {
      return give_back(tx, orders::lock(tx, id_), attempt().id, "order_cancelled", staff_, shop_.now());
    });
  }
  std::expected<payments::Refund, RefundRefusal> refund_amount(std::int64_t rupiah, bool by_hand = false) {
    const RefundWish wish{.extra = Money{rupiah}, .reason = "Lecet", .request_key = "form", .by_hand = by_hand};
    return shop_.db().write(
        [&](db::Tx& tx) { return refund_order(tx, orders::lock(tx, id_), wish, staff_, shop_.now()); });
  }
  payments::Attempt attempt() { return shop_.attempt_of(id_); }
  orders::Order order() { return shop_.order(id_); }
  std::vector<payments::Refund> refunds() {
    return shop_.db().read([&](db::Tx& tx) { return payments::refunds_of(tx, id_); });
  }
  Money held() {
    return shop_.db().read([&](db::Tx& tx) { return payments::held_at_provider(tx, attempt().id); });
  }
  std::int64_t open_tasks(const std::string& kind) {
    return shop_.count("staff_tasks WHERE resolved_at IS NULL AND kind = '" + kind + "'");
  }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.on_hand = 5});
  OrderId id_ = shop_.place_and_open(guitar_, 3);
  std::string reference_ = shop_.attempt_of(id_).reference;
  orders::Actor staff_;
};
INSTANTIATE_TEST_SUITE_P(, Dispute, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Dispute, cancelling_an_order_whose_money_was_taken_back_promises_nothing) {
  take_back();
  cancel();
  EXPECT_THAT(refunds(), IsEmpty());
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 5);
  EXPECT_EQ(shop_.mails(id_, "order_cancelled"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_cancelled' AND body_text LIKE '%disengketakan%'"), 1);
  EXPECT_EQ(open_tasks("payment_withdrawn"), 1);
}

TEST_P(Dispute, nothing_of_a_disputed_payment_is_given_back) {
  charge_back();
  EXPECT_FALSE(give_all_back());
  EXPECT_EQ(refund_amount(10'000).error(), RefundRefusal::kTooMuch);
  EXPECT_THAT(refunds(), IsEmpty());
}

TEST_P(Dispute, money_that_has_gone_is_booked_once_and_the_buyer_is_told) {
  const Money total = order().totals.total;
  charge_back();
  settle(total);
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(held(), Money{});
  EXPECT_EQ(shop_.mails(id_, "order_refunded"), 1);
  EXPECT_EQ(open_tasks("chargeback"), 0);
  charge_back();
  EXPECT_EQ(attempt().state, AttemptState::kRefunded) << "the provider goes on saying so";
  EXPECT_FALSE(give_all_back());
}

TEST_P(Dispute, money_that_stayed_can_be_given_back_again) {
  charge_back();
  settle(Money{});
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  charge_back();
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  EXPECT_TRUE(refund_amount(10'000));
  EXPECT_EQ(shop_.mails(id_, "order_refunded"), 0);
}

TEST_P(Dispute, of_money_that_went_in_part_the_rest_is_left) {
  const Money total = order().totals.total;
  charge_back();
  settle(Money{20'000});
  EXPECT_EQ(attempt().state, AttemptState::kPartiallyRefunded);
  EXPECT_EQ(attempt().left(), total - Money{20'000});
  EXPECT_EQ(order().payment_state, PaymentState::kPartiallyRefunded);
}

TEST_P(Dispute, a_chargeback_of_what_has_gone_back_already_is_the_staffs_as_well) {
  ASSERT_TRUE(give_all_back());
  ask_for_refunds(shop_.services);
  ASSERT_EQ(attempt().state, AttemptState::kRefunded);
  charge_back();
  EXPECT_EQ(open_tasks("chargeback"), 1);
  settle(Money{});
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(open_tasks("chargeback"), 0);
}

TEST_P(Dispute, money_of_a_cancelled_order_that_stayed_must_go_back) {
  take_back();
  cancel();
  settle(Money{});
  EXPECT_EQ(open_tasks("payment_must_go_back"), 1);
  EXPECT_TRUE(give_all_back());
  EXPECT_EQ(open_tasks("payment_must_go_back"), 0);
}

TEST_P(Dispute, what_staff_were_to_transfer_is_taken_off_their_list) {
  ASSERT_TRUE(refund_amount(50'000, true));
  take_back();
  EXPECT_EQ(refunds().front().state, RefundState::kFailed);
  EXPECT_EQ(open_tasks("refund_by_hand"), 0);
  EXPECT_EQ(attempt().left(), order().totals.total);
}

TEST_P(Dispute, a_refund_the_provider_cannot_make_any_more_is_not_transferred_by_hand) {
  cancel();
  ASSERT_EQ(refunds().size(), 1U);
  take_back();
  shop_.provider.refund_answer = payments::RefundOutcome::kNotPossible;
  ask_for_refunds(shop_.services);
  EXPECT_EQ(refunds().front().state, RefundState::kFailed);
  EXPECT_EQ(shop_.provider.calls("refund"), 0);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_withdrawn"));
}

TEST_P(Dispute, news_of_it_that_comes_with_the_providers_refusal_stops_the_transfer) {
  cancel();
  shop_.provider.refund_answer = payments::RefundOutcome::kNotPossible;
  shop_.provider.after = [&](std::string_view verb, const std::string& reference) {
    if (verb == "refund") shop_.provider.set_state(reference, Reported::kChargedBack);
  };
  ask_for_refunds(shop_.services);
  EXPECT_EQ(refunds().front().state, RefundState::kFailed);
  EXPECT_EQ(open_tasks("refund_by_hand"), 0);
  EXPECT_EQ(open_tasks("chargeback"), 1);
}

}  // namespace
}  // namespace hurtrock::checkout
