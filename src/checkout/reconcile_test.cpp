#include "checkout/reconcile.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <support/checkout_fixture.hpp>
#include <utility>

#include "checkout/apply_report.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/dispute.hpp"
#include "checkout/jobs.hpp"
#include "checkout/refund_order.hpp"
#include "payments/ledger.hpp"
#include "payments/reconciliation.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using payments::FailureKind;
using payments::Finding;
using payments::Reconciliation;
using Reported = payments::PaymentState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A shop with orders of yesterday, at half past two in the morning.
class Reconcile : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    shop_.run(
        "INSERT INTO store_profile (id, name, street, city, province, postal_code, phone, whatsapp, email, updated_at) "
        "VALUES (1, 'Hurtrock', '', '', '', '', '', '', 'toko@hurtrock.test', 0)");
  }

  OrderId paid() {
    const OrderId id = opened();
    shop_.provider.set_state(reference(id), Reported::kPaid);
    ask_and_apply(shop_.services, reference(id));
    return id;
  }
  OrderId opened() { return shop_.place_and_open(guitar_); }
  std::string reference(OrderId id) { return shop_.attempt_of(id).reference; }
  Money total(OrderId id) { return shop_.order(id).totals.total; }

  void next_morning() {
    const Time midnight = start_of_wib_day(shop_.now()) + 24h;
    shop_.clock.advance(midnight + 2h + 30min - shop_.now());
  }
  std::vector<Reconciliation> runs() {
    return shop_.db().read([](db::Tx& tx) { return payments::reconciliations(tx, 100); });
  }
  /// Of Midtrans, the latest.
  Reconciliation run() {
    for (const auto& run : runs())
      if (run.provider == "midtrans") return run;
    throw std::logic_error("no run");
  }
  std::vector<Finding> findings() {
    const std::int64_t id = run().id;
    return shop_.db().read([&](db::Tx& tx) { return payments::findings_of(tx, id, 100); });
  }
  /// Of Midtrans' runs, the newest day first.
  std::vector<std::string> states() {
    std::vector<std::string> states;
    for (const auto& each : runs())
      if (each.provider == "midtrans") states.emplace_back(payments::word(each.state));
    return states;
  }
  std::int64_t mails() { return shop_.count("outbox_mails WHERE kind = 'reconciliation'"); }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.on_hand = 50});
};
INSTANTIATE_TEST_SUITE_P(, Reconcile, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Reconcile, books_that_agree_are_said_to_agree) {
  const OrderId first = paid(), second = paid();
  opened();
  next_morning();
  reconcile(shop_.services);
  EXPECT_EQ(run().state, Reconciliation::State::kFinished);
  EXPECT_EQ(run().compared, 3);
  EXPECT_EQ(run().ours, total(first) + total(second));
  EXPECT_EQ(run().theirs, run().ours);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(Reconcile, a_day_with_payments_has_one_mail) {
  paid();
  next_morning();
  reconcile(shop_.services);
  reconcile(shop_.services);
  EXPECT_EQ(runs().size(), 2U) << "Midtrans and Stripe";
  EXPECT_EQ(mails(), 1) << "nothing has happened at Stripe";
}

TEST_P(Reconcile, nothing_is_compared_before_two_in_the_morning) {
  paid();
  next_morning();
  shop_.clock.advance(-31min);
  reconcile(shop_.services);
  EXPECT_THAT(runs(), IsEmpty());
}

TEST_P(Reconcile, money_we_had_not_heard_of_pays_its_order) {
  const OrderId lost = opened();
  shop_.provider.set_state(reference(lost), Reported::kPaid);
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_TRUE(findings()[0].healed);
  EXPECT_EQ(findings()[0].ours, Money{});
  EXPECT_EQ(findings()[0].theirs, total(lost));
  EXPECT_EQ(shop_.order(lost).state, orders::State::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(Reconcile, money_on_a_page_that_stayed_open_when_its_order_was_cancelled_is_found_unheard) {
  const OrderId id = opened();
  const std::string page = reference(id);
  shop_.provider.set_state(page, Reported::kDenied);
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    shop_.provider.failing = verb == "close_page" ? std::optional{payments::FailureKind::kRefused} : std::nullopt;
  };
  ASSERT_TRUE(cancel_order(shop_.services, id, orders::Actor::buyer({}), "buyer"));
  shop_.provider.before = nullptr;
  shop_.provider.failing.reset();
  shop_.provider.set_state(page, Reported::kPaid);
  for (int day = 0; day < 2; ++day) {
    next_morning();
    reconcile(shop_.services);
  }
  EXPECT_EQ(shop_.attempt_of(id).captured, total(id));
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  EXPECT_EQ(shop_.mails(id, "order_payment_returned"), 1);
  EXPECT_EQ(shop_.count("ledger_entries WHERE kind = 'captured'"), 1);
  EXPECT_EQ(run().ours, run().theirs);
}

TEST_P(Reconcile, a_refund_we_had_not_heard_of_is_booked) {
  const OrderId id = paid();
  shop_.provider.refund_there(reference(id), "r-1", Money{10'000});
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_TRUE(findings()[0].healed);
  EXPECT_EQ(run().ours, total(id) - Money{10'000});
}

TEST_P(Reconcile, a_refund_the_provider_does_not_know_of_any_more_is_the_staffs) {
  const OrderId id = paid();
  shop_.provider.refund_there(reference(id), "r-1", Money{10'000});
  ask_and_apply(shop_.services, reference(id));
  shop_.provider.forget_refunds(reference(id));
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_FALSE(findings()[0].healed);
  EXPECT_EQ(findings()[0].theirs - findings()[0].ours, Money{10'000});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("reconciliation_difference"));
}

TEST_P(Reconcile, a_rupiah_that_differs_is_the_staffs) {
  const OrderId id = paid();
  shop_.provider.set_amount(reference(id), total(id) - Money{1});
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_FALSE(findings()[0].healed);
  EXPECT_EQ(findings()[0].ours - findings()[0].theirs, Money{1});
  EXPECT_EQ(findings()[0].order_number, shop_.order(id).number);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("reconciliation_difference"));
  EXPECT_EQ(shop_.order(id).state, orders::State::kPaid) << "nothing changes by itself";
}

TEST_P(Reconcile, a_chargeback_we_had_not_heard_of_is_found_once) {
  const OrderId id = paid();
  shop_.provider.set_state(reference(id), Reported::kChargedBack);
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_EQ(findings()[0].kind, Finding::Kind::kChargedBack);
  EXPECT_TRUE(findings()[0].healed) << "it is on the staff's list";
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
  next_morning();
  reconcile(shop_.services);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(run().ours, run().theirs);
}

TEST_P(Reconcile, a_refund_that_ended_unheard_during_a_dispute_is_booked) {
  const OrderId id = paid();
  const auto staff = orders::Actor::staff(shop_.add_user("ani@toko.test"));
  shop_.provider.begin_refunds_as(reference(id), payments::RefundProgress::kPending);
  shop_.db().write([&](db::Tx& tx) {
    const RefundWish wish{.extra = Money{10'000}, .reason = "Lecet", .request_key = "form"};
    return refund_order(tx, orders::lock(tx, id), wish, staff, shop_.now());
  });
  ask_for_refunds(shop_.services);
  shop_.provider.set_state(reference(id), Reported::kChargedBack);
  ask_and_apply(shop_.services, reference(id));
  shop_.provider.set_refunds(reference(id), payments::RefundProgress::kSucceeded);
  next_morning();
  reconcile(shop_.services);
  EXPECT_EQ(shop_.count("refunds WHERE state = 'succeeded'"), 1);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(run().ours, total(id) - Money{10'000});
  EXPECT_EQ(run().theirs, run().ours);
}

TEST_P(Reconcile, money_a_bank_took_back_differs_until_staff_have_booked_it) {
  const OrderId id = paid();
  const auto taken_back = [&] {
    auto report = shop_.provider.report(reference(id));
    report.state = Reported::kDenied;
    return report;
  }();
  const std::string told_of = reference(id);
  shop_.db().write([&](db::Tx& tx) { apply_report(tx, shop_.services, told_of, taken_back, shop_.now()); });
  shop_.provider.set_state(told_of, Reported::kDenied);
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_FALSE(findings()[0].healed);
  const auto staff = orders::Actor::staff(shop_.add_user("ani@toko.test"));
  shop_.db().write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, id).front();
    settle_dispute(tx, shop_.services, orders::lock(tx, id), attempt, attempt.left(), staff, shop_.now());
  });
  EXPECT_EQ(shop_.count("staff_tasks WHERE resolved_at IS NULL"), 0);
  next_morning();
  reconcile(shop_.services);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(run().ours, run().theirs);
}

TEST_P(Reconcile, the_same_difference_is_asked_about_once) {
  const OrderId id = paid();
  shop_.provider.set_amount(reference(id), total(id) - Money{1});
  for (int day = 0; day < 2; ++day) {
    next_morning();
    reconcile(shop_.services);
    EXPECT_EQ(findings().size(), 1U);
  }
  EXPECT_EQ(shop_.staff_tasks().size(), 1U);
}

TEST_P(Reconcile, money_the_provider_does_not_know_of_is_the_staffs) {
  const OrderId id = paid();
  shop_.provider.set_state(reference(id), Reported::kNotAttempted);
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_EQ(findings()[0].theirs, Money{});
  EXPECT_FALSE(findings()[0].healed);
}

TEST_P(Reconcile, what_was_paid_there_for_nothing_of_ours_is_the_staffs) {
  const OrderId id = paid();
  shop_.provider.listed = {{reference(id), "t-1", total(id)}, {"HRT-XXXX-1", "t-2", Money{70'000}}};
  next_morning();
  reconcile(shop_.services);
  ASSERT_EQ(findings().size(), 1U);
  EXPECT_EQ(findings()[0].kind, Finding::Kind::kUnknownHere);
  EXPECT_EQ(findings()[0].reference, "HRT-XXXX-1");
  EXPECT_EQ(findings()[0].theirs, Money{70'000});
}

TEST_P(Reconcile, a_provider_that_is_down_is_waited_for) {
  paid();
  next_morning();
  shop_.provider.failing = FailureKind::kUnavailable;
  reconcile(shop_.services);
  EXPECT_EQ(run().state, Reconciliation::State::kRunning);
  shop_.provider.failing.reset();
  reconcile(shop_.services);
  EXPECT_EQ(run().state, Reconciliation::State::kFinished);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_P(Reconcile, a_payment_that_cannot_be_asked_about_is_named) {
  const OrderId id = paid();
  next_morning();
  shop_.provider.failing = FailureKind::kUnavailable;
  for (int turn = 0; turn < 20 && (runs().empty() || run().state == Reconciliation::State::kRunning); ++turn)
    reconcile(shop_.services);
  EXPECT_EQ(run().state, Reconciliation::State::kFinished);
  ASSERT_EQ(findings().size(), 2U) << "the payment, and the provider's list";
  EXPECT_EQ(findings()[0].kind, Finding::Kind::kNoAnswer);
  EXPECT_EQ(findings()[0].reference, reference(id));
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("reconciliation_unanswered", "reconciliation_unanswered"));
  EXPECT_EQ(run().ours, run().theirs) << "silence is no difference";
}

TEST_P(Reconcile, a_process_that_dies_is_followed_by_one_that_goes_on) {
  for (int n = 0; n < 4; ++n) paid();
  next_morning();
  int asked = 0;
  shop_.provider.after = [&](std::string_view verb, const std::string&) {
    if (verb == "status" && ++asked == 3) throw std::runtime_error("died");
  };
  reconcile(shop_.services);
  EXPECT_EQ(run().compared, 2);
  reconcile(shop_.services);
  EXPECT_EQ(run().compared, 4);
  EXPECT_EQ(asked, 5);
}

TEST_P(Reconcile, an_answer_older_than_our_books_is_not_held_against_them) {
  const OrderId id = opened();
  next_morning();
  bool news = false;
  shop_.provider.after = [&](std::string_view verb, const std::string& name) {
    if (verb != "status" || std::exchange(news, true)) return;
    shop_.provider.set_state(name, Reported::kPaid);
    ask_and_apply(shop_.services, name);
  };
  reconcile(shop_.services);
  reconcile(shop_.services);
  EXPECT_EQ(shop_.order(id).state, orders::State::kPaid);
  EXPECT_EQ(run().state, Reconciliation::State::kFinished);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_P(Reconcile, the_next_day_ends_what_was_not_finished) {
  paid();
  next_morning();
  shop_.provider.failing = FailureKind::kUnavailable;
  reconcile(shop_.services);
  next_morning();
  shop_.provider.failing.reset();
  reconcile(shop_.services);
  EXPECT_THAT(states(), ElementsAre("finished", "unfinished"));
}

TEST_P(Reconcile, what_was_not_finished_is_told_once_and_goes_on_after_the_newer_day) {
  paid();
  next_morning();
  shop_.provider.failing = FailureKind::kUnavailable;
  reconcile(shop_.services);
  next_morning();
  reconcile(shop_.services);
  const auto told = [&](std::string_view words) {
    return shop_.count(fmt::format("outbox_mails WHERE kind = 'reconciliation' AND subject LIKE '%{}%'", words));
  };
  EXPECT_EQ(told("belum selesai"), 1);
  shop_.provider.failing.reset();
  // The newer day, and then what was left of the older one.
  for (int turn = 0; turn < 3; ++turn) reconcile(shop_.services);
  EXPECT_THAT(states(), ElementsAre("finished", "finished"));
  EXPECT_EQ(told("belum selesai"), 1);
  EXPECT_EQ(told(": cocok"), 2) << "each day when it is through";
}

TEST_P(Reconcile, days_on_which_nobody_was_there_are_made_up_for) {
  paid();
  next_morning();
  reconcile(shop_.services);
  for (int day = 0; day < 3; ++day) next_morning();
  for (int turn = 0; turn < 5; ++turn) reconcile(shop_.services);
  EXPECT_THAT(states(), ElementsAre("finished", "finished", "finished", "finished"));
  EXPECT_EQ(shop_.count("reconciliations"), 8) << "of each provider";
}

TEST_P(Reconcile, a_made_up_day_gives_way_to_a_new_one) {
  paid();
  next_morning();
  reconcile(shop_.services);
  for (int day = 0; day < 2; ++day) next_morning();
  reconcile(shop_.services);
  shop_.provider.failing = FailureKind::kUnavailable;
  reconcile(shop_.services);
  EXPECT_THAT(states(), ElementsAre("finished", "running", "finished"));
  next_morning();
  shop_.provider.failing.reset();
  reconcile(shop_.services);
  EXPECT_THAT(states(), ElementsAre("finished", "finished", "unfinished", "finished"));
}

TEST_P(Reconcile, what_is_older_than_a_month_is_left) {
  paid();
  next_morning();
  reconcile(shop_.services);
  for (int day = 0; day < 60; ++day) next_morning();
  for (int turn = 0; turn < 40; ++turn) reconcile(shop_.services);
  EXPECT_EQ(states().size(), 32U);
}

TEST_P(Reconcile, a_provider_that_is_not_set_up_is_not_asked) {
  shop_.services.gateway = [](std::string_view) { return payments::GatewayPointer{}; };
  next_morning();
  reconcile(shop_.services);
  EXPECT_THAT(runs(), IsEmpty());
}

}  // namespace
}  // namespace hurtrock::checkout
