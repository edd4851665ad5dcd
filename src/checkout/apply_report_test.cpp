#include "checkout/apply_report.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <support/checkout_fixture.hpp>

#include "checkout/cancel_order.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using fixture::Stock;
using payments::AttemptState;
using payments::Report;
using Reported = payments::PaymentState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApplyReport : public ::testing::TestWithParam<db::Dialect> {
 protected:
  Applied tell(const Report& report) {
    return shop_.db().write(
        [&](db::Tx& tx) { return apply_report(tx, shop_.services, reference_, report, shop_.now()); });
  }
  Applied tell(Reported state, std::string_view transaction = "t1") {
    return tell(fixture::report_of(state, shop_.order(id_).totals.total, transaction));
  }
  void cancel() { ASSERT_TRUE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer")); }
  orders::Order order() { return shop_.order(id_); }
  AttemptState attempt_state() {
    return shop_.db().read([&](db::Tx& tx) { return payments::find_attempt(tx, reference_)->state; });
  }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.on_hand = 5});
  OrderId id_ = shop_.place_and_open(guitar_, 2);
  std::string reference_ = shop_.attempt_of(id_).reference;
};

TEST_P(ApplyReport, money_pays_the_order_with_everything_that_follows) {
  EXPECT_EQ(tell(Reported::kPaid), Applied::kPaid);
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  EXPECT_TRUE(shop_.attempt_of(id_).settles_order);
  EXPECT_EQ(shop_.attempt_of(id_).captured, order().totals.total);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.mails(id_, "order_paid"), 1);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(ApplyReport, money_reported_again_changes_nothing) {
  tell(Reported::kPaid);
  const auto events = shop_.event_kinds(id_);
  for (int n = 0; n < 3; ++n) EXPECT_EQ(tell(Reported::kPaid), Applied::kNothing);
  EXPECT_EQ(shop_.event_kinds(id_), events);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 3);
}

TEST_P(ApplyReport, money_reported_on_16_threads_at_once_pays_once) {
  fixture::at_once(16, [&](int) { tell(Reported::kPaid); });
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.mails(id_, "order_paid"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
}

TEST_P(ApplyReport, the_same_reports_in_any_order_end_in_the_same_place) {
  std::vector<Reported> reports{Reported::kPending, Reported::kDenied, Reported::kExpired, Reported::kPaid};
  std::ranges::sort(reports);
  do {
    id_ = shop_.place_and_open(shop_.add_variant());
    reference_ = shop_.attempt_of(id_).reference;
    // Every try on one page has its own transaction: those that failed are others than the one that was paid.
    for (const Reported state : reports) tell(state, fmt::format("t{}", static_cast<int>(state)));
    EXPECT_EQ(order().state, orders::State::kPaid);
    EXPECT_EQ(order().payment_state, orders::PaymentState::kPaid);
    EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  } while (std::ranges::next_permutation(reports).found);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(ApplyReport, waiting_for_the_money_leaves_the_order_pending) {
  EXPECT_EQ(tell(Reported::kPending), Applied::kProgress);
  EXPECT_EQ(tell(Reported::kPending), Applied::kNothing);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kPending);
}

TEST_P(ApplyReport, a_denied_try_leaves_the_order_payable) {
  EXPECT_EQ(tell(Reported::kDenied), Applied::kProgress);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kFailed);
  EXPECT_TRUE(order().can_be_paid(shop_.now()));
  EXPECT_EQ(tell(Reported::kPaid, "t2"), Applied::kPaid);
}

TEST_P(ApplyReport, a_page_that_expired_leaves_the_order_payable_until_its_hold_ends) {
  tell(Reported::kExpired);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kExpired);
  EXPECT_TRUE(order().can_be_paid(shop_.now()));
}

TEST_P(ApplyReport, a_card_held_for_review_is_on_the_staffs_list_until_it_is_decided) {
  tell(Reported::kChallenge);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_EQ(attempt_state(), AttemptState::kChallenge);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_challenge"));
  EXPECT_EQ(tell(Reported::kPaid), Applied::kPaid);
}

TEST_P(ApplyReport, another_amount_never_pays_and_goes_to_the_staff) {
  const Money total = order().totals.total;
  for (const Money amount : {total - Money{1}, total + Money{1}, total * 100}) {
    id_ = shop_.place_and_open(shop_.add_variant(), 2);
    reference_ = shop_.attempt_of(id_).reference;
    EXPECT_EQ(tell(fixture::report_of(Reported::kPaid, amount)), Applied::kMismatch);
    EXPECT_EQ(order().state, orders::State::kPending);
    EXPECT_EQ(attempt_state(), AttemptState::kMismatch);
  }
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch", "payment_mismatch", "payment_mismatch"));
}

TEST_P(ApplyReport, another_currency_never_pays) {
  Report dollars = fixture::report_of(Reported::kPaid, order().totals.total);
  dollars.currency = "USD";
  EXPECT_EQ(tell(dollars), Applied::kMismatch);
  EXPECT_EQ(order().state, orders::State::kPending);
}

TEST_P(ApplyReport, money_for_a_cancelled_order_must_go_back) {
  cancel();
  EXPECT_EQ(tell(Reported::kPaid), Applied::kMustGoBack);
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(shop_.attempt_of(id_).captured, order().totals.total);
  EXPECT_FALSE(shop_.attempt_of(id_).settles_order);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(ApplyReport, a_second_payment_of_an_order_must_go_back) {
  const payments::NewAttempt again{
      .order = id_, .order_number = order().number, .provider = "midtrans", .amount = order().totals.total};
  const auto second =
      shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, again, shop_.now()).reference; });
  EXPECT_EQ(tell(Reported::kPaid), Applied::kPaid);
  reference_ = second;
  EXPECT_EQ(tell(Reported::kPaid), Applied::kMustGoBack);
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 3);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(ApplyReport, a_settlement_the_bank_takes_back_is_decided_by_people) {
  tell(Reported::kPaid);
  EXPECT_EQ(tell(Reported::kDenied), Applied::kProgress);
  EXPECT_EQ(attempt_state(), AttemptState::kDisputed);
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_EQ(tell(Reported::kDenied), Applied::kNothing);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_withdrawn"));
}

TEST_P(ApplyReport, money_that_pays_nothing_may_be_taken_back_as_well) {
  cancel();
  tell(Reported::kPaid);
  EXPECT_EQ(tell(Reported::kDenied), Applied::kProgress);
  EXPECT_EQ(attempt_state(), AttemptState::kDisputed);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_withdrawn"));
}

TEST_P(ApplyReport, a_chargeback_disputes_the_payment_once) {
  tell(Reported::kPaid);
  EXPECT_EQ(tell(Reported::kChargedBack), Applied::kProgress);
  EXPECT_EQ(attempt_state(), AttemptState::kDisputed);
  EXPECT_EQ(tell(Reported::kChargedBack), Applied::kNothing);
  EXPECT_EQ(std::ranges::count(shop_.event_kinds(id_), "chargeback"), 1);
}

TEST_P(ApplyReport, a_chargeback_of_a_payment_we_have_not_heard_of_is_the_staffs) {
  EXPECT_EQ(tell(Reported::kChargedBack), Applied::kProgress);
  EXPECT_EQ(attempt_state(), AttemptState::kOpen);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
}

TEST_P(ApplyReport, a_failed_try_heard_of_late_takes_nothing_back) {
  tell(Reported::kPaid, "t2");
  for (const Reported late : {Reported::kDenied, Reported::kExpired, Reported::kCancelled})
    EXPECT_EQ(tell(late, "t1"), Applied::kNothing);
  EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(ApplyReport, refunds_and_disputes_at_the_provider_go_to_the_staff) {
  tell(Reported::kPaid);
  tell(Reported::kPartiallyRefunded);
  tell(Reported::kChargedBack);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback", "refund_at_provider"));
}

TEST_P(ApplyReport, what_decides_nothing_changes_nothing) {
  for (const Reported state : {Reported::kNotAttempted, Reported::kAuthorized, Reported::kOther})
    EXPECT_EQ(tell(state), Applied::kNothing);
  EXPECT_EQ(attempt_state(), AttemptState::kOpen);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kUnpaid);
}

TEST_P(ApplyReport, an_unknown_reference_is_nobodys_money) {
  reference_ = "HRT-0000-0000-1";
  EXPECT_EQ(tell(Reported::kPaid), Applied::kUnknownReference);
}

TEST_P(ApplyReport, cancelling_asks_for_money_that_came_unnoticed) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  const auto cancelled = cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer");
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error(), CancelRefusal::kPaid);
  EXPECT_EQ(order().state, orders::State::kPaid);
}

TEST_P(ApplyReport, cancelling_asks_about_pages_that_had_expired) {
  tell(Reported::kExpired);
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_FALSE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"));
  EXPECT_EQ(order().state, orders::State::kPaid);
}

TEST_P(ApplyReport, cancelling_ends_the_payment_and_frees_the_goods) {
  shop_.provider.set_state(reference_, Reported::kPending);
  cancel();
  EXPECT_EQ(shop_.provider.report(reference_).state, Reported::kCancelled);
  EXPECT_EQ(attempt_state(), AttemptState::kCancelled);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  EXPECT_EQ(shop_.mails(id_, "order_cancelled"), 1);
}

TEST_P(ApplyReport, cancelling_closes_a_page_on_which_nothing_was_chosen) {
  cancel();
  EXPECT_FALSE(shop_.provider.is_page_open(reference_));
}

TEST_P(ApplyReport, nothing_is_cancelled_while_the_provider_cannot_be_asked) {
  shop_.provider.failing = payments::FailureKind::kUnavailable;
  const auto cancelled = cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer");
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error(), CancelRefusal::kProviderUnavailable);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 2);
}

TEST_P(ApplyReport, an_order_cancelled_on_8_threads_at_once_is_cancelled_once) {
  fixture::at_once(8, [&](int) { (void)cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"); });
  EXPECT_EQ(std::ranges::count(shop_.event_kinds(id_), "cancelled"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  EXPECT_EQ(shop_.mails(id_, "order_cancelled"), 1);
}

INSTANTIATE_TEST_SUITE_P(, ApplyReport, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::checkout
