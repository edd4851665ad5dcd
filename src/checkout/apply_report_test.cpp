#include "checkout/apply_report.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <support/checkout_fixture.hpp>
#include <utility>
#include <vector>

#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "checkout/open_payment.hpp"
#include "checkout/refund_order.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
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

TEST_P(ApplyReport, failure_02_a_payment_that_cannot_be_written_whole_is_not_written_at_all) {
  // The goods leave the stock after the order has become paid: there it goes wrong.
  shop_.run(
      "INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, reference, created_at) "
      "SELECT variant_id, -1, 'sold', order_line_id, '', 1 FROM reservations");
  EXPECT_THROW(tell(Reported::kPaid), db::Error);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kUnpaid);
  EXPECT_FALSE(order().paid_at);
  EXPECT_EQ(shop_.attempt_of(id_).captured, Money{});
  EXPECT_EQ(shop_.count("invoices"), 0);
  shop_.run("DELETE FROM stock_movements WHERE created_at = 1");
  EXPECT_EQ(tell(Reported::kPaid), Applied::kPaid);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
}

TEST_P(ApplyReport, failure_13_a_transaction_that_is_called_like_its_order_is_one_like_any_other) {
  EXPECT_EQ(tell(Reported::kPending, reference_), Applied::kProgress);
  EXPECT_EQ(tell(Reported::kPaid, reference_), Applied::kPaid);
  EXPECT_EQ(tell(Reported::kPaid, reference_), Applied::kNothing);
  shop_.db().read([&](db::Tx& tx) {
    EXPECT_EQ(payments::find_attempt_of(tx, "midtrans", reference_)->id, payments::find_attempt(tx, reference_)->id);
  });
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  // Another transaction of the same order is another one all the same.
  EXPECT_EQ(tell(Reported::kPaid, "t2"), Applied::kMustGoBack);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_second"));
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

/// The buyer has chosen a way to pay on Midtrans' page.
class HoldByMethod : public ApplyReport {
 protected:
  Applied choose(std::string_view payment_type, Reported state = Reported::kPending) {
    Report report = fixture::report_of(state, order().totals.total);
    report.payment_type = payment_type;
    return tell(report);
  }
  std::chrono::minutes held() {
    return std::chrono::duration_cast<std::chrono::minutes>(*order().hold_until - shop_.now());
  }
  std::chrono::minutes payable() {
    return std::chrono::duration_cast<std::chrono::minutes>(*shop_.attempt_of(id_).expires_at - shop_.now());
  }
};

TEST_P(HoldByMethod, wallets_hold_the_goods_for_a_quarter_of_an_hour_and_the_grace) {
  for (const char* wallet : {"qris", "gopay", "shopeepay", "dana", "ovo"}) {
    id_ = shop_.place_and_open(shop_.add_variant());
    reference_ = shop_.attempt_of(id_).reference;
    EXPECT_EQ(choose(wallet), Applied::kProgress) << wallet;
    EXPECT_EQ(payable(), 15min) << wallet;
    EXPECT_EQ(held(), 30min) << wallet;
  }
}

TEST_P(HoldByMethod, a_virtual_account_has_its_day) {
  for (const char* type : {"bank_transfer", "echannel", "cstore"}) {
    choose(type);
    EXPECT_EQ(payable(), 24h) << type;
    EXPECT_EQ(held(), 24h + 15min) << type;
  }
}

TEST_P(HoldByMethod, the_time_counts_from_the_choice_and_not_from_its_repeats) {
  choose("qris");
  shop_.clock.advance(10min);
  EXPECT_EQ(choose("qris"), Applied::kNothing);
  EXPECT_EQ(held(), 20min);
}

TEST_P(HoldByMethod, whoever_changes_to_a_virtual_account_has_a_day_again) {
  choose("qris");
  shop_.clock.advance(10min);
  EXPECT_EQ(choose("bank_transfer"), Applied::kProgress);
  EXPECT_EQ(held(), 24h + 5min);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kPending);
}

TEST_P(HoldByMethod, also_when_a_card_was_denied_in_between) {
  choose("qris");
  choose("credit_card", Reported::kDenied);
  choose("bank_transfer");
  EXPECT_EQ(held(), 24h + 15min);
}

TEST_P(HoldByMethod, no_choice_gives_more_time_than_there_was) {
  shop_.clock.advance(23h + 50min);
  choose("qris");
  EXPECT_EQ(payable(), 10min);
  EXPECT_EQ(held(), 25min);
}

TEST_P(HoldByMethod, a_wallet_that_is_not_paid_is_ended_at_the_provider_and_lets_the_goods_go) {
  shop_.provider.set_state(reference_, Reported::kPending);
  choose("qris");
  shop_.clock.advance(30min);
  EXPECT_EQ(expire_holds(shop_.services), 1);
  EXPECT_EQ(shop_.provider.report(reference_).state, Reported::kExpired);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
}

TEST_P(HoldByMethod, an_older_page_changes_nothing_for_the_newest) {
  const payments::NewAttempt again{.order = id_,
                                   .order_number = order().number,
                                   .provider = "midtrans",
                                   .amount = order().totals.total,
                                   .expires_at = shop_.now() + 24h};
  shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, again, shop_.now()).number; });
  choose("qris");
  EXPECT_EQ(held(), 24h + 15min);
}

INSTANTIATE_TEST_SUITE_P(, HoldByMethod, db::testing::every_dialect(), db::testing::name_of);

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

TEST_P(ApplyReport, failure_07_another_amount_never_pays_and_goes_to_the_staff) {
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

TEST_P(ApplyReport, failure_05_money_for_a_cancelled_order_must_go_back) {
  cancel();
  EXPECT_EQ(tell(Reported::kPaid), Applied::kMustGoBack);
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(shop_.attempt_of(id_).captured, order().totals.total);
  EXPECT_FALSE(shop_.attempt_of(id_).settles_order);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(ApplyReport, the_buyer_is_told_of_money_that_goes_back_once) {
  cancel();
  tell(Reported::kPaid);
  tell(Reported::kPaid);
  EXPECT_EQ(shop_.mails(id_, "order_payment_returned"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_payment_returned' AND body_text LIKE '%setelah pesanan ini "
                        "dibatalkan%'"),
            1);
}

/// The hold has ended, and with it the order.
class LateMoney : public ApplyReport {
 protected:
  LateMoney() { lapse(); }
  void lapse() {
    shop_.clock.advance(25h);
    ASSERT_EQ(expire_holds(shop_.services), 1);
    ASSERT_EQ(order().state, orders::State::kCancelled);
  }
  bool is_mailed(std::string_view kind, std::string_view words) {
    return shop_.count(fmt::format("outbox_mails WHERE order_id = {} AND kind = '{}' AND body_text LIKE '%{}%'",
                                   id_.value(), kind, words)) == 1;
  }
};

TEST_P(LateMoney, takes_the_goods_again_and_the_order_goes_on) {
  EXPECT_EQ(tell(Reported::kPaid), Applied::kPaid);
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kPaid);
  EXPECT_FALSE(order().cancelled_at);
  EXPECT_TRUE(shop_.attempt_of(id_).settles_order);
  EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.event_kinds(id_).back(), "paid_late");
}

TEST_P(LateMoney, that_lets_the_order_go_on_is_told_to_both_sides) {
  tell(Reported::kPaid);
  EXPECT_TRUE(is_mailed("order_paid", "setelah batas waktunya lewat"));
  EXPECT_EQ(shop_.mails(id_, "order_payment_returned"), 0);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_late"));
}

TEST_P(LateMoney, reported_on_8_threads_at_once_takes_the_goods_once) {
  fixture::at_once(8, [&](int) { tell(Reported::kPaid); });
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.mails(id_, "order_paid"), 1);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_late"));
}

TEST_P(LateMoney, and_money_in_time_for_the_same_goods_at_once_never_wait_for_each_other) {
  constexpr int kOrders = 8;
  const VariantId bass = shop_.add_variant({.on_hand = 20});
  std::vector<OrderId> placed;
  for (int n = 0; n < kOrders / 2; ++n) placed.push_back(shop_.place_and_open(bass));
  shop_.clock.advance(25h);
  ASSERT_EQ(expire_holds(shop_.services), kOrders / 2);
  for (int n = 0; n < kOrders / 2; ++n) placed.push_back(shop_.place_and_open(bass));
  std::vector<std::pair<std::string, Report>> news;
  for (const OrderId id : placed)
    news.emplace_back(shop_.attempt_of(id).reference,
                      fixture::report_of(Reported::kPaid, shop_.order(id).totals.total));

  // A transaction that a database has to break off because two wait for each other is run again.
  std::atomic<int> runs = 0;
  fixture::at_once(kOrders, [&](int n) {
    const auto& [reference, report] = news[static_cast<std::size_t>(n)];
    shop_.db().write([&](db::Tx& tx) {
      ++runs;
      return apply_report(tx, shop_.services, reference, report, shop_.now());
    });
  });
  EXPECT_EQ(runs, kOrders);
  EXPECT_EQ(shop_.count("invoices"), kOrders);
  EXPECT_EQ(shop_.stock_of(bass).on_hand, 20 - kOrders);
}

TEST_P(LateMoney, goes_back_when_the_goods_are_sold_by_then) {
  shop_.place(guitar_, 4);
  EXPECT_EQ(tell(Reported::kPaid), Applied::kMustGoBack);
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 4, .movements = 5}));
  EXPECT_TRUE(is_mailed("order_payment_returned", "barangnya sudah habis"));
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(LateMoney, waits_for_goods_that_are_sold_before_they_come) {
  shop_.run("UPDATE stock_levels SET backorder_limit = 5");
  const OrderId since = shop_.place(guitar_, 5);
  shop_.clock.advance(1min);
  EXPECT_EQ(tell(Reported::kPaid), Applied::kPaid);
  // All that is here was promised to whoever has ordered since.
  EXPECT_EQ(shop_.count("reservations WHERE awaited = 2"), 1);
  EXPECT_EQ(shop_.count(fmt::format("reservations WHERE order_id = {} AND awaited > 0", since.value())), 0);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 7, .movements = 5}));
}

TEST_P(LateMoney, of_another_amount_goes_back) {
  EXPECT_EQ(tell(fixture::report_of(Reported::kPaid, order().totals.total - Money{1})), Applied::kMustGoBack);
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
}

TEST_P(LateMoney, that_comes_twice_pays_once) {
  ASSERT_EQ(tell(Reported::kPaid), Applied::kPaid);
  const payments::NewAttempt again{
      .order = id_, .order_number = order().number, .provider = "midtrans", .amount = order().totals.total};
  reference_ = shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, again, shop_.now()).reference; });
  EXPECT_EQ(tell(Reported::kPaid), Applied::kMustGoBack);
  EXPECT_TRUE(is_mailed("order_payment_returned", "sudah lunas"));
}

TEST_P(LateMoney, revives_no_order_that_was_cancelled_after_it_had_come) {
  ASSERT_EQ(tell(Reported::kPaid), Applied::kPaid);
  cancel();
  EXPECT_EQ(shop_.mails(id_, "order_cancelled"), 2) << "once for each time that it ended";
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  EXPECT_EQ(tell(Reported::kPaid), Applied::kNothing);
  EXPECT_EQ(order().state, orders::State::kCancelled);
}

TEST_P(LateMoney, of_a_buyer_whose_account_is_deleted_goes_back) {
  shop_.run("UPDATE orders SET email = ''");
  EXPECT_EQ(tell(Reported::kPaid), Applied::kMustGoBack);
  EXPECT_EQ(shop_.mails(id_, "order_payment_returned"), 0);
}

INSTANTIATE_TEST_SUITE_P(, LateMoney, db::testing::every_dialect(), db::testing::name_of);

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

TEST_P(ApplyReport, a_second_payment_under_one_reference_is_for_people_to_look_at) {
  tell(Reported::kPaid, "t1");
  EXPECT_EQ(tell(Reported::kPaid, "t2"), Applied::kMustGoBack);
  EXPECT_EQ(tell(Reported::kPaid, "t2"), Applied::kMustGoBack);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_second"));
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_EQ(shop_.attempt_of(id_).captured, order().totals.total);
}

TEST_P(ApplyReport, what_goes_back_of_a_second_payment_under_one_reference_leaves_the_order_paid) {
  tell(Reported::kPaid, "t1");
  Report refunded = fixture::report_of(Reported::kRefunded, order().totals.total, "t2");
  refunded.refunds = {{.refund_key = "", .amount = order().totals.total, .id = "re_1"}};
  tell(refunded);
  tell(Reported::kChargedBack, "t2");
  EXPECT_EQ(order().payment_state, orders::PaymentState::kPaid);
  EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  EXPECT_EQ(shop_.attempt_of(id_).refunded, Money{});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_second"));
}

TEST_P(ApplyReport, money_after_another_amount_under_one_reference_is_for_people_to_look_at) {
  tell(fixture::report_of(Reported::kPaid, Money{1}, "t1"));
  EXPECT_EQ(tell(Reported::kPaid, "t2"), Applied::kMustGoBack);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch", "payment_second"));
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
  EXPECT_EQ(attempt_state(), AttemptState::kDisputed);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
}

TEST_P(ApplyReport, a_failed_try_heard_of_late_takes_nothing_back) {
  tell(Reported::kPaid, "t2");
  for (const Reported late : {Reported::kDenied, Reported::kExpired, Reported::kCancelled})
    EXPECT_EQ(tell(late, "t1"), Applied::kNothing);
  EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(ApplyReport, an_answer_that_news_has_overtaken_is_asked_for_again) {
  shop_.provider.names_tries = false;
  shop_.provider.set_state(reference_, Reported::kDenied);
  bool has_come = false;
  shop_.provider.after = [&](std::string_view, const std::string&) {
    if (std::exchange(has_come, true)) return;
    shop_.provider.set_state(reference_, Reported::kPaid);
    EXPECT_EQ(tell(shop_.provider.report(reference_)), Applied::kPaid);
  };
  EXPECT_EQ(ask_and_apply(shop_.services, reference_), Applied::kNothing);
  EXPECT_EQ(attempt_state(), AttemptState::kPaid);
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(ApplyReport, answers_that_are_always_overtaken_are_none) {
  int news = 0;
  shop_.provider.after = [&](std::string_view, const std::string&) {
    tell(++news % 2 == 1 ? Reported::kPending : Reported::kExpired);
  };
  EXPECT_FALSE(ask_and_apply(shop_.services, reference_).has_value());
  EXPECT_EQ(shop_.provider.calls("status"), 3);
}

TEST_P(ApplyReport, refunds_and_disputes_at_the_provider_go_to_the_staff) {
  tell(Reported::kPaid);
  tell(Reported::kPartiallyRefunded);
  tell(Reported::kChargedBack);
  EXPECT_EQ(order().payment_state, orders::PaymentState::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback", "refund_at_provider"));
}

TEST_P(ApplyReport, money_that_went_back_before_we_heard_of_it_pays_nothing_and_lets_the_order_go_on) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.provider.refund_there(reference_, "re_1", order().totals.total);
  EXPECT_EQ(ask_and_apply(shop_.services, reference_), Applied::kProgress);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_EQ(attempt_state(), AttemptState::kRefunded);
  EXPECT_EQ(shop_.attempt_of(id_).left(), Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(shop_.mails(id_, "order_refunded"), 1);
  EXPECT_EQ(ask_and_apply(shop_.services, reference_), Applied::kNothing);

  cancel();
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(ApplyReport, money_whose_refund_failed_before_we_heard_of_it_must_go_back) {
  Report report = fixture::report_of(Reported::kRefunded, order().totals.total, "t1");
  report.refunds = {
      {.refund_key = "", .amount = order().totals.total, .id = "re_1", .progress = payments::RefundProgress::kFailed}};
  EXPECT_EQ(tell(report), Applied::kMustGoBack);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(ApplyReport, a_payment_disputed_before_we_heard_of_it_is_no_dead_end) {
  EXPECT_EQ(tell(Reported::kChargedBack), Applied::kProgress);
  EXPECT_EQ(attempt_state(), AttemptState::kDisputed);
  EXPECT_FALSE(shop_.attempt_of(id_).settles_order);
  EXPECT_EQ(shop_.attempt_of(id_).captured, order().totals.total);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("chargeback"));
  cancel();
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
  EXPECT_EQ(shop_.db().read([&](db::Tx& tx) { return money_of(tx, *orders::find(tx, id_)).going_back; }), Money{})
      << "the bank has it";
}

TEST_P(ApplyReport, a_refund_without_its_list_before_we_heard_of_the_payment_is_no_dead_end) {
  EXPECT_EQ(tell(Reported::kRefunded), Applied::kProgress);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_withdrawn"));
  cancel();
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
}

TEST_P(ApplyReport, part_of_it_gone_before_we_heard_of_the_payment_it_pays_all_the_same) {
  EXPECT_EQ(tell(Reported::kPartiallyRefunded), Applied::kPaid);
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_at_provider"));
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

TEST_P(ApplyReport, nothing_is_cancelled_while_the_buyer_begins_to_pay_anew) {
  const payments::NewAttempt anew{
      .order = id_, .order_number = order().number, .provider = "stripe", .amount = order().totals.total};
  bool has_begun = false;
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    if (verb != "cancel" || std::exchange(has_begun, true)) return;
    shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, anew, shop_.now()).number; });
    open_payment(shop_.services, id_);
  };
  const auto cancelled = cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer");
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error(), CancelRefusal::kProviderUnavailable);
  EXPECT_EQ(order().state, orders::State::kPending);
  const std::string second = shop_.attempt_of(id_).reference;
  EXPECT_TRUE(shop_.card_provider.is_page_open(second));
  cancel();
  EXPECT_FALSE(shop_.card_provider.is_page_open(second));
}

TEST_P(ApplyReport, nothing_is_cancelled_while_a_page_is_being_opened) {
  id_ = shop_.place(guitar_);
  bool has_opened = false;
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    if (verb != "cancel" || std::exchange(has_opened, true)) return;
    open_payment(shop_.services, id_);
  };
  EXPECT_FALSE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"));
  EXPECT_EQ(order().state, orders::State::kPending);
  const std::string reference = shop_.attempt_of(id_).reference;
  EXPECT_TRUE(shop_.provider.is_page_open(reference));
  cancel();
  EXPECT_FALSE(shop_.provider.is_page_open(reference));
}

TEST_P(ApplyReport, nothing_is_cancelled_while_the_provider_has_no_keys) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.set_keys(false);
  const auto cancelled = cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer");
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error(), CancelRefusal::kProviderUnavailable);
  EXPECT_EQ(order().state, orders::State::kPending);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("provider_without_keys"));
}

TEST_P(ApplyReport, without_keys_nobody_has_been_asked) {
  shop_.set_keys(false);
  EXPECT_FALSE(ask_and_apply(shop_.services, reference_).has_value());
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
