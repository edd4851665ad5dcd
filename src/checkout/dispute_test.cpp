#include "checkout/dispute.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
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

using namespace std::chrono_literals;
using orders::PaymentState;
using payments::AttemptState;
using payments::RefundProgress;
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
    const PaymentId payment = attempt().id;
    return shop_.db().write([&](db::Tx& tx) {
      return give_back(tx, orders::lock(tx, id_), payment, "order_cancelled", staff_, shop_.now());
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
    const PaymentId payment = attempt().id;
    return shop_.db().read([&](db::Tx& tx) { return payments::held_at_provider(tx, payment); });
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

TEST_P(Dispute, a_refund_that_the_bank_had_returned_is_not_transferred_any_more) {
  ASSERT_TRUE(refund_amount(50'000));
  ask_for_refunds(shop_.services);
  shop_.provider.decide_refund(reference_, 0, RefundProgress::kFailed);
  ask_and_apply(shop_.services, reference_);
  ASSERT_EQ(open_tasks("refund_came_back"), 1);
  charge_back();
  EXPECT_EQ(open_tasks("refund_came_back"), 0);
  EXPECT_EQ(refunds().front().problem, "came_back_disputed");
  const auto shown = shop_.db().read([&](db::Tx& tx) { return money_of(tx, *orders::find(tx, id_)).refunds; });
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_TRUE(shown[0].is_kept) << "its buyer was told that it had gone";
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

/// The provider gives disputes names, as Stripe does, and goes on calling the payment disputed.
class NamedDispute : public Dispute {
 protected:
  void dispute(const std::string& name) {
    shop_.clock.advance(24h);
    shop_.provider.dispute_there(reference_, name, shop_.now());
    ask_and_apply(shop_.services, reference_);
  }
  std::int64_t told() { return std::ranges::count(shop_.event_kinds(id_), "chargeback"); }
};
INSTANTIATE_TEST_SUITE_P(, NamedDispute, db::testing::every_dialect(), db::testing::name_of);

TEST_P(NamedDispute, failure_19_another_one_after_one_that_was_won_is_the_staffs_again) {
  const Money total = order().totals.total;
  dispute("du_1");
  settle(Money{});
  ask_and_apply(shop_.services, reference_);
  EXPECT_EQ(attempt().state, AttemptState::kPaid) << "the same one is no news";
  dispute("du_2");
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_EQ(open_tasks("chargeback"), 1);
  EXPECT_EQ(told(), 2);
  EXPECT_EQ(refund_amount(10'000).error(), RefundRefusal::kTooMuch);
  settle(total);
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(held(), Money{});
  EXPECT_EQ(shop_.mails(id_, "order_refunded"), 1);
  ask_and_apply(shop_.services, reference_);
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(told(), 2);
}

TEST_P(NamedDispute, each_takes_its_part_of_the_money) {
  const Money total = order().totals.total;
  dispute("du_1");
  settle(Money{20'000});
  dispute("du_2");
  settle(Money{30'000});
  EXPECT_EQ(held(), total - Money{50'000});
  EXPECT_EQ(attempt().left(), total - Money{50'000});
  EXPECT_EQ(attempt().state, AttemptState::kPartiallyRefunded);
  EXPECT_EQ(shop_.mails(id_, "order_refunded"), 2);
  EXPECT_EQ(refunds().size(), 2U);
}

TEST_P(NamedDispute, two_that_are_heard_of_at_once_are_decided_on_at_once) {
  shop_.provider.dispute_there(reference_, "du_1", shop_.now());
  dispute("du_2");
  EXPECT_EQ(told(), 2);
  settle(Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  ask_and_apply(shop_.services, reference_);
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  EXPECT_EQ(told(), 2);
}

TEST_P(NamedDispute, another_one_while_staff_have_not_decided_is_told_as_well) {
  dispute("du_1");
  dispute("du_2");
  EXPECT_EQ(told(), 2);
  EXPECT_EQ(open_tasks("chargeback"), 2);
  settle(Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
}

TEST_P(NamedDispute, an_older_account_of_the_payment_changes_nothing) {
  dispute("du_1");
  const auto older = shop_.provider.report(reference_);
  settle(Money{});
  dispute("du_2");
  settle(Money{});
  shop_.db().write([&](db::Tx& tx) { apply_report(tx, shop_.services, reference_, older, shop_.now()); });
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  EXPECT_EQ(told(), 2);
}

TEST_P(NamedDispute, one_that_staff_were_asked_about_before_its_name_could_be_had_is_known) {
  charge_back();
  settle(Money{});
  shop_.provider.dispute_there(reference_, "du_1", shop_.now() - 1h);
  ask_and_apply(shop_.services, reference_);
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  dispute("du_2");
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_EQ(told(), 2);
}

TEST_P(NamedDispute, money_of_a_cancelled_order_that_stayed_twice_must_go_back) {
  cancel();
  ASSERT_EQ(refunds().size(), 1U);
  dispute("du_1");
  ask_for_refunds(shop_.services);
  settle(Money{});
  EXPECT_EQ(open_tasks("payment_must_go_back"), 1);
  dispute("du_2");
  EXPECT_EQ(open_tasks("payment_must_go_back"), 0) << "it may have gone";
  settle(Money{});
  EXPECT_EQ(open_tasks("payment_must_go_back"), 1);
}

TEST_P(NamedDispute, a_refund_made_between_two_that_fails_after_both_is_asked_about) {
  dispute("du_1");
  settle(Money{});
  shop_.clock.advance(1h);
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.provider.begin_refunds_as(reference_, RefundProgress::kPending);
  ASSERT_TRUE(refund_amount(50'000));
  ask_for_refunds(shop_.services);
  ASSERT_EQ(refunds().front().state, RefundState::kSent);
  dispute("du_2");
  settle(attempt().left());
  shop_.provider.decide_refund(reference_, 0, RefundProgress::kFailed);
  ask_and_apply(shop_.services, reference_);
  EXPECT_EQ(refunds().front().state, RefundState::kFailed);
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_FALSE(give_all_back());
}

TEST_P(Dispute, failure_19_a_payment_charged_back_again_after_it_was_not_is_another_dispute) {
  charge_back();
  settle(Money{});
  shop_.provider.set_state(reference_, Reported::kPaid);
  ask_and_apply(shop_.services, reference_);
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  shop_.clock.advance(24h);
  charge_back();
  charge_back();
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_EQ(open_tasks("chargeback"), 1);
  EXPECT_EQ(std::ranges::count(shop_.event_kinds(id_), "chargeback"), 2);
  settle(order().totals.total);
  EXPECT_EQ(held(), Money{});
}

TEST_P(Dispute, of_a_payment_disputed_in_part_the_rest_may_be_disputed_later) {
  const auto charge_back_as = [&](const std::string& word) {
    auto report = fixture::report_of(Reported::kChargedBack, order().totals.total, attempt().transaction_id);
    report.raw_status = word;
    shop_.clock.advance(24h);
    shop_.db().write([&](db::Tx& tx) { apply_report(tx, shop_.services, reference_, report, shop_.now()); });
  };
  charge_back_as("partial_chargeback");
  settle(Money{20'000});
  charge_back_as("partial_chargeback");
  EXPECT_EQ(attempt().state, AttemptState::kPartiallyRefunded);
  charge_back_as("chargeback");
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  settle(attempt().left());
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(held(), Money{});
}

/// Rp 50.000 of the payment are on their way back when the buyer has it disputed.
class RefundInDispute : public Dispute {
 protected:
  void SetUp() override {
    Dispute::SetUp();
    shop_.provider.begin_refunds_as(reference_, RefundProgress::kPending);
    ASSERT_TRUE(refund_amount(50'000));
    ask_for_refunds(shop_.services);
    ASSERT_EQ(refunds().front().state, RefundState::kSent);
    shop_.clock.advance(7h);
    charge_back();
    ASSERT_EQ(attempt().state, AttemptState::kDisputed);
  }
  /// The bank says what became of the refund, and the job that waits for it hears it.
  void end_refund(RefundProgress progress) {
    shop_.provider.decide_refund(reference_, 0, progress);
    shop_.clock.advance(7h);
    ask_for_refunds(shop_.services);
  }
  /// The bank takes back a refund that had gone, and the provider's notification says so.
  void bounce_refund() {
    shop_.provider.decide_refund(reference_, 0, RefundProgress::kFailed);
    ask_and_apply(shop_.services, reference_);
  }
  Money total() { return order().totals.total; }
  RefundState refund_state() { return refunds().front().state; }
};
INSTANTIATE_TEST_SUITE_P(, RefundInDispute, db::testing::every_dialect(), db::testing::name_of);

TEST_P(RefundInDispute, failure_18_that_goes_through_is_booked_and_the_rest_is_decided_on) {
  end_refund(RefundProgress::kSucceeded);
  EXPECT_EQ(refund_state(), RefundState::kSucceeded);
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_EQ(order().payment_state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(held(), total() - Money{50'000});
  EXPECT_EQ(shop_.mails(id_, "order_refunded"), 1);
  EXPECT_EQ(shop_.provider.calls("refund"), 1);
  EXPECT_EQ(attempt().left(), total() - Money{50'000});
  settle(attempt().left());
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(held(), Money{});
}

TEST_P(RefundInDispute, is_followed_after_staff_have_decided_on_the_rest_as_well) {
  settle(attempt().left());
  EXPECT_EQ(held(), Money{50'000});
  end_refund(RefundProgress::kSucceeded);
  EXPECT_EQ(refund_state(), RefundState::kSucceeded);
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(held(), Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(RefundInDispute, that_fails_is_the_disputes_to_take) {
  end_refund(RefundProgress::kFailed);
  EXPECT_EQ(refund_state(), RefundState::kFailed);
  EXPECT_EQ(attempt().left(), total());
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
  settle(total());
  EXPECT_EQ(held(), Money{});
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
}

TEST_P(RefundInDispute, failure_18_that_fails_after_staff_have_decided_is_asked_about_and_not_given_back_anew) {
  settle(attempt().left());
  end_refund(RefundProgress::kFailed);
  EXPECT_EQ(refund_state(), RefundState::kFailed);
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
  EXPECT_FALSE(give_all_back());
  settle(Money{50'000});
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(held(), Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  charge_back();
  EXPECT_EQ(attempt().state, AttemptState::kRefunded) << "the provider goes on saying so";
}

TEST_P(RefundInDispute, of_a_cancelled_order_that_fails_late_must_go_back_once_it_is_clear_that_it_stayed) {
  cancel();
  settle(Money{});
  EXPECT_EQ(open_tasks("payment_must_go_back"), 1);
  end_refund(RefundProgress::kFailed);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
  settle(Money{});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  const auto refund = give_all_back();
  ASSERT_TRUE(refund);
  EXPECT_EQ(refund->amount, total());
}

TEST_P(RefundInDispute, that_came_back_from_the_bank_is_not_transferred_by_hand) {
  end_refund(RefundProgress::kSucceeded);
  bounce_refund();
  bounce_refund();
  EXPECT_EQ(refund_state(), RefundState::kFailed);
  EXPECT_EQ(order().payment_state, PaymentState::kPaid);
  EXPECT_EQ(attempt().left(), total());
  EXPECT_EQ(held(), total());
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
  EXPECT_EQ(shop_.mails(id_, "order_refund_came_back"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_refund_came_back' AND body_text LIKE '%transfer bank%'"), 0);
  EXPECT_EQ(refunds().front().problem, "came_back_disputed");
}

TEST_P(RefundInDispute, that_came_back_after_staff_have_decided_is_asked_about_first) {
  end_refund(RefundProgress::kSucceeded);
  settle(attempt().left());
  bounce_refund();
  EXPECT_EQ(refund_state(), RefundState::kFailed);
  EXPECT_EQ(attempt().state, AttemptState::kDisputed);
  EXPECT_EQ(held(), Money{50'000});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
}

TEST_P(Dispute, a_refund_whose_answer_was_lost_is_found_when_the_dispute_begins) {
  ASSERT_TRUE(refund_amount(50'000));
  shop_.provider.after = [](std::string_view verb, const std::string&) {
    if (verb == "refund") throw std::runtime_error("the process died");
  };
  ask_for_refunds(shop_.services);
  shop_.provider.after = nullptr;
  charge_back();
  EXPECT_EQ(refunds().front().state, RefundState::kSucceeded);
  EXPECT_EQ(attempt().left(), order().totals.total - Money{50'000});
  EXPECT_EQ(shop_.provider.calls("refund"), 1);
}

TEST_P(Dispute, a_refund_made_after_it_that_fails_is_like_any_other) {
  charge_back();
  settle(Money{});
  shop_.clock.advance(1h);
  ASSERT_TRUE(refund_amount(50'000));
  shop_.provider.failing_refunds = payments::FailureKind::kRefused;
  ask_for_refunds(shop_.services);
  EXPECT_EQ(refunds().front().state, RefundState::kFailed);
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_failed"));
}

TEST_P(Dispute, what_somebody_gave_back_at_the_providers_pages_is_shown_to_staff_and_not_booked_beside_it) {
  shop_.provider.refund_there(reference_, "re_9", Money{70'000});
  charge_back();
  charge_back();
  EXPECT_THAT(refunds(), IsEmpty());
  EXPECT_EQ(attempt().left(), order().totals.total);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback", "refund_at_provider"));
}

}  // namespace
}  // namespace hurtrock::checkout
