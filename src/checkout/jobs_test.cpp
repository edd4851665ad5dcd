#include "checkout/jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <stdexcept>
#include <support/checkout_fixture.hpp>
#include <utility>

#include "checkout/apply_report.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/close_attempt.hpp"
#include "checkout/handlers.hpp"
#include "checkout/missing_keys.hpp"
#include "checkout/open_payment.hpp"
#include "checkout/take_up_events.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using fixture::Stock;
using orders::State;
using payments::AttemptState;
using Reported = payments::PaymentState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr auto kHold = 24h + 15min;
constexpr auto kNextTry = 5min;

class ExpireHolds : public ::testing::TestWithParam<db::Dialect> {
 protected:
  /// Lets the hold end and runs the job; answers how many orders it cancelled.
  int expire_after(microseconds pause = kHold) {
    shop_.clock.advance(pause);
    return expire_holds(shop_.services);
  }
  AttemptState attempt_state() { return shop_.attempt_of(id_).state; }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.on_hand = 5});
  OrderId id_ = shop_.place_and_open(guitar_, 2);
  std::string reference_ = shop_.attempt_of(id_).reference;
};

TEST_P(ExpireHolds, nothing_ends_before_its_time) {
  EXPECT_EQ(expire_after(kHold - 1s), 0);
  EXPECT_EQ(shop_.order(id_).state, State::kPending);
  EXPECT_EQ(shop_.provider.calls("expire"), 0);
}

TEST_P(ExpireHolds, an_unpaid_order_ends_with_everything_that_follows) {
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(shop_.order(id_).state, State::kCancelled);
  EXPECT_EQ(shop_.order(id_).payment_state, orders::PaymentState::kExpired);
  EXPECT_EQ(attempt_state(), AttemptState::kExpired);
  EXPECT_FALSE(shop_.provider.is_page_open(reference_));
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  EXPECT_EQ(shop_.mails(id_, "order_cancelled"), 1);
}

TEST_P(ExpireHolds, a_second_run_finds_nothing_left) {
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(shop_.mails(id_, "order_cancelled"), 1);
}

TEST_P(ExpireHolds, an_order_never_opened_at_the_provider_ends_too) {
  const OrderId unopened = shop_.place(guitar_);
  EXPECT_EQ(expire_after(), 2);
  EXPECT_EQ(shop_.order(unopened).state, State::kCancelled);
}

TEST_P(ExpireHolds, failure_11_a_payment_that_still_waits_is_ended_at_the_provider_first) {
  shop_.provider.set_state(reference_, Reported::kPending);
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(shop_.provider.report(reference_).state, Reported::kExpired);
}

TEST_P(ExpireHolds, failure_04_money_nobody_told_us_of_pays_the_order_instead) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
}

TEST_P(ExpireHolds, money_on_a_page_that_had_expired_once_pays_the_order_instead) {
  const payments::Attempt attempt = shop_.attempt_of(id_);
  shop_.db().write([&](db::Tx& tx) {
    payments::record_progress(tx, attempt.id, {AttemptState::kExpired, "t1", "credit_card"}, shop_.now());
  });
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
}

TEST_P(ExpireHolds, while_the_provider_cannot_be_asked_the_goods_stay_held) {
  shop_.provider.failing = payments::FailureKind::kUnavailable;
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(shop_.order(id_).state, State::kPending);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 2);
  shop_.provider.failing.reset();
  EXPECT_EQ(expire_after(kNextTry), 1);
}

TEST_P(ExpireHolds, a_hold_that_was_extended_meanwhile_is_not_shortened) {
  const Time later = shop_.now() + kHold + 12h;
  shop_.provider.before = [&](std::string_view verb, const std::string& reference) {
    if (verb != "close_page") return;
    shop_.provider.set_state(reference, Reported::kPending);
    shop_.db().write([&](db::Tx& tx) { orders::postpone_hold(tx, id_, later); });
  };
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(*shop_.order(id_).hold_until, later);
}

TEST_P(ExpireHolds, money_of_another_amount_that_came_meanwhile_keeps_the_order) {
  bool has_come = false;
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    if (verb != "expire" || std::exchange(has_come, true)) return;
    shop_.db().write([&](db::Tx& tx) {
      const auto order = orders::lock(tx, id_);
      const auto attempt = payments::create_attempt(tx,
                                                    {.order = id_,
                                                     .order_number = order.number,
                                                     .provider = "bank_transfer",
                                                     .amount = order.totals.total,
                                                     .state = AttemptState::kPending},
                                                    shop_.now());
      payments::record_capture(tx, attempt.id, order.totals.total + Money{7}, false,
                               {AttemptState::kMismatch, "t2", "transfer"}, shop_.now());
    });
  };
  EXPECT_EQ(expire_after(), 0);
  EXPECT_TRUE(has_come);
  EXPECT_EQ(shop_.order(id_).state, State::kPending);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 2);
}

TEST_P(ExpireHolds, a_buyer_who_chooses_at_the_last_moment_is_not_cut_off_unseen) {
  shop_.provider.before = [&](std::string_view verb, const std::string& reference) {
    if (verb == "close_page") shop_.provider.set_state(reference, Reported::kPending);
  };
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(attempt_state(), AttemptState::kPending);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 2);
  EXPECT_EQ(expire_after(kNextTry), 1);
  EXPECT_EQ(shop_.provider.report(reference_).state, Reported::kExpired);
}

TEST_P(ExpireHolds, a_card_held_for_review_keeps_the_goods_until_it_is_decided) {
  shop_.provider.set_state(reference_, Reported::kChallenge);
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 2);
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_EQ(expire_after(kNextTry), 0);
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
}

TEST_P(ExpireHolds, a_denied_payment_does_not_keep_the_goods) {
  shop_.provider.set_state(reference_, Reported::kDenied);
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(shop_.order(id_).state, State::kCancelled);
}

TEST_P(ExpireHolds, while_money_of_another_amount_is_not_understood_the_goods_stay_held) {
  shop_.provider.set_amount(reference_, Money{1});
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(expire_after(kNextTry), 0);
  EXPECT_EQ(attempt_state(), AttemptState::kMismatch);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 2);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch"));
}

TEST_P(ExpireHolds, money_that_went_back_before_we_heard_of_it_does_not_hold_the_goods_for_ever) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.provider.refund_there(reference_, "re_1", shop_.order(id_).totals.total);
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(shop_.order(id_).state, State::kCancelled);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(ExpireHolds, an_order_that_must_wait_lets_the_others_go_first) {
  shop_.provider.set_state(reference_, Reported::kChallenge);
  const OrderId other = shop_.place_and_open(guitar_);
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(shop_.order(other).state, State::kCancelled);
  EXPECT_EQ(expire_after(kNextTry - 1s), 0);
  EXPECT_EQ(shop_.provider.calls("expire"), 2);
}

TEST_P(ExpireHolds, an_order_that_goes_wrong_does_not_keep_the_others_waiting) {
  shop_.place_and_open(guitar_);
  shop_.provider.before = [&](std::string_view, const std::string& reference) {
    if (reference == reference_) throw std::runtime_error("a provider's answer nobody expected");
  };
  EXPECT_EQ(expire_after(), 1);
}

TEST_P(ExpireHolds, without_keys_nothing_is_cancelled_unasked_and_the_staff_are_told_once) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.place_and_open(guitar_);
  shop_.set_keys(false);
  EXPECT_EQ(expire_after(), 0);
  EXPECT_EQ(expire_after(kNextTry), 0);
  EXPECT_EQ(shop_.order(id_).state, State::kPending);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 3);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("provider_without_keys"));
}

TEST_P(ExpireHolds, once_the_keys_are_back_the_provider_decides) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  const OrderId other = shop_.place_and_open(guitar_);
  shop_.set_keys(false);
  expire_after();
  tick_off_found_keys(shop_.services);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("provider_without_keys")) << "they are not";
  shop_.set_keys(true);
  tick_off_found_keys(shop_.services);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(expire_after(kNextTry), 1);
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_EQ(shop_.order(other).state, State::kCancelled);
}

TEST_P(ExpireHolds, ticked_off_while_the_keys_are_still_missing_it_is_asked_again) {
  shop_.set_keys(false);
  expire_after();
  shop_.run("UPDATE staff_tasks SET resolved_at = 1");
  expire_after(1h);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("provider_without_keys"));
}

TEST_P(ExpireHolds, without_keys_an_order_that_has_no_page_ends_all_the_same) {
  const OrderId unopened = shop_.place(guitar_);
  shop_.set_keys(false);
  EXPECT_EQ(expire_after(), 1);
  EXPECT_EQ(shop_.order(unopened).state, State::kCancelled);
}

/// The provider's keys have gone since the buyer was sent to its page.
class EndedAttempts : public ExpireHolds {
 protected:
  EndedAttempts() { shop_.set_keys(false); }
  /// Whether the first attempt needs no closing when it stands like that.
  bool is_closed_as(AttemptState state) {
    shop_.db().write(
        [&](db::Tx& tx) { payments::set_state(tx, payments::find_attempt(tx, reference_)->id, state, shop_.now()); });
    const auto attempt = shop_.db().read([&](db::Tx& tx) { return *payments::find_attempt(tx, reference_); });
    return close_attempt(shop_.services, attempt, Ending::kCancel);
  }
  /// The buyer has changed to a transfer.
  payments::Attempt add_transfer() {
    const payments::NewAttempt transfer{.order = id_,
                                        .order_number = shop_.order(id_).number,
                                        .provider = "bank_transfer",
                                        .amount = shop_.order(id_).totals.total,
                                        .state = AttemptState::kPending};
    return shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, transfer, shop_.now()); });
  }
};

TEST_P(EndedAttempts, that_were_cancelled_need_no_keys) {
  EXPECT_TRUE(is_closed_as(AttemptState::kCancelled));
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(EndedAttempts, that_can_still_be_paid_need_keys_however_old_they_are) {
  add_transfer();
  shop_.clock.advance(24h * 30);
  for (const AttemptState state : {AttemptState::kOpening, AttemptState::kOpen, AttemptState::kPending,
                                   AttemptState::kChallenge, AttemptState::kFailed})
    EXPECT_FALSE(is_closed_as(state)) << payments::word(state);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("provider_without_keys"));
}

TEST_P(EndedAttempts, that_expired_at_midtrans_need_keys_until_their_page_was_left_and_its_time_is_over) {
  EXPECT_FALSE(is_closed_as(AttemptState::kExpired));
  shop_.clock.advance(24h * 30);
  EXPECT_FALSE(is_closed_as(AttemptState::kExpired))
      << "another try on the page may have paid before its time was over";
  shop_.clock.advance(-24h * 30);
  add_transfer();
  EXPECT_FALSE(is_closed_as(AttemptState::kExpired)) << "its page may still be open";
  shop_.clock.advance(kHold);
  EXPECT_TRUE(is_closed_as(AttemptState::kExpired));
}

TEST_P(EndedAttempts, that_expired_at_stripe_need_no_keys) {
  shop_.run("UPDATE payments SET provider = 'stripe'");
  EXPECT_TRUE(is_closed_as(AttemptState::kExpired));
  EXPECT_FALSE(is_closed_as(AttemptState::kFailed));
}

TEST_P(EndedAttempts, do_not_keep_an_order_that_was_paid_by_transfer_from_being_cancelled) {
  ASSERT_TRUE(is_closed_as(AttemptState::kCancelled));
  const auto transfer = add_transfer();
  shop_.db().write([&](db::Tx& tx) {
    apply_report(tx, shop_.services, transfer.reference, fixture::report_of(Reported::kPaid, transfer.amount),
                 shop_.now());
  });
  ASSERT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_TRUE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"));
  EXPECT_EQ(shop_.order(id_).state, State::kCancelled);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_by_hand"));
}

/// Midtrans says that a try has expired; its page would take another.
class OpenPages : public ExpireHolds {
 protected:
  OpenPages() {
    shop_.provider.set_state(reference_, Reported::kExpired);
    ask_and_apply(shop_.services, reference_);
  }
  /// How the provider takes wishes to close a page; all other calls go through.
  void closing_fails_as(payments::FailureKind kind) {
    shop_.provider.before = [this, kind](std::string_view verb, const std::string&) {
      shop_.provider.failing = verb == "close_page" ? std::optional{kind} : std::nullopt;
    };
  }
  void closing_works() {
    shop_.provider.before = nullptr;
    shop_.provider.failing.reset();
  }
  bool close() {
    const auto attempt = shop_.db().read([&](db::Tx& tx) { return *payments::find_attempt(tx, reference_); });
    return close_attempt(shop_.services, attempt, Ending::kCancel);
  }
  auto cancel() { return cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"); }
  /// Somebody pays there, and the provider tells it twice.
  void pay_there() {
    shop_.provider.set_state(reference_, Reported::kPaid);
    ask_and_apply(shop_.services, reference_);
    ask_and_apply(shop_.services, reference_);
  }
};

TEST_P(OpenPages, failure_20_that_cannot_be_asked_are_not_closed_because_their_try_has_ended) {
  ASSERT_EQ(attempt_state(), AttemptState::kExpired);
  for (const auto kind : {payments::FailureKind::kUnavailable, payments::FailureKind::kUnknown}) {
    closing_fails_as(kind);
    EXPECT_FALSE(close());
    EXPECT_EQ(cancel().error(), CancelRefusal::kProviderUnavailable);
  }
  EXPECT_TRUE(shop_.provider.is_page_open(reference_));
  pay_there();
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
  EXPECT_EQ(shop_.mails(id_, "order_paid"), 1);
}

TEST_P(OpenPages, are_closed_as_soon_as_they_can_be_asked) {
  closing_fails_as(payments::FailureKind::kUnavailable);
  EXPECT_FALSE(close());
  closing_works();
  EXPECT_TRUE(cancel());
  EXPECT_FALSE(shop_.provider.is_page_open(reference_));
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
}

TEST_P(OpenPages, that_can_never_be_asked_keep_nothing_waiting_once_their_time_is_over) {
  closing_fails_as(payments::FailureKind::kUnavailable);
  shop_.clock.advance(24h);
  EXPECT_FALSE(close()) << "our time may be shorter than the page's";
  shop_.clock.advance(24h);
  EXPECT_TRUE(close());
}

TEST_P(OpenPages, of_what_was_paid_meanwhile_need_no_closing) {
  closing_fails_as(payments::FailureKind::kUnavailable);
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_TRUE(close());
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
}

TEST_P(OpenPages, that_the_provider_will_not_close_take_money_that_goes_back_once) {
  closing_fails_as(payments::FailureKind::kRefused);
  ASSERT_TRUE(cancel());
  EXPECT_TRUE(shop_.provider.is_page_open(reference_));
  closing_works();
  pay_there();
  EXPECT_EQ(shop_.order(id_).state, State::kCancelled);
  EXPECT_EQ(shop_.attempt_of(id_).captured, shop_.order(id_).totals.total);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  EXPECT_EQ(shop_.mails(id_, "order_payment_returned"), 1);
  EXPECT_EQ(shop_.count("ledger_entries WHERE kind = 'captured'"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

class StaleAttempts : public ExpireHolds {};

TEST_P(StaleAttempts, a_lost_notification_is_made_up_for) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  EXPECT_EQ(settle_stale_attempts(shop_.services), 0);
  shop_.clock.advance(5min + 1s);
  EXPECT_EQ(settle_stale_attempts(shop_.services), 1);
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
}

class PaymentEvents : public ExpireHolds {
 protected:
  PaymentEvents() { register_jobs(runner_, shop_.services); }
  std::int64_t receive(std::string_view reference) {
    return shop_.db().write([&](db::Tx& tx) {
      const auto event = payments::record_event(tx, "midtrans", reference, reference, "{}", shop_.now());
      enqueue_payment_event(tx, *event, shop_.now());
      return *event;
    });
  }
  std::string state_of(std::int64_t event) {
    return shop_.db().read([&](db::Tx& tx) { return payments::find_event(tx, event)->state; });
  }

  /// The provider says nothing until the event's job has used up its tries.
  std::int64_t receive_in_vain(std::string_view reference) {
    shop_.provider.failing = payments::FailureKind::kUnavailable;
    const std::int64_t event = receive(reference);
    for (int hour = 0; hour < 12; ++hour) {
      runner_.run_due();
      shop_.clock.advance(1h);
    }
    EXPECT_EQ(shop_.count("jobs WHERE state = 'dead'"), 1);
    shop_.provider.failing.reset();
    return event;
  }
  /// Answers its reference.
  std::string open_second_page() {
    const payments::NewAttempt again{.order = id_,
                                     .order_number = shop_.order(id_).number,
                                     .provider = "midtrans",
                                     .amount = shop_.order(id_).totals.total};
    shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, again, shop_.now()).number; });
    open_payment(shop_.services, id_);
    EXPECT_TRUE(shop_.provider.is_page_open(shop_.attempt_of(id_).reference));
    return shop_.attempt_of(id_).reference;
  }
  void begin_anew() {
    shop_.db().write([&](db::Tx& tx) { make_events_due(tx, shop_.now()); });
  }

  jobs::Runner runner_{shop_.db(), shop_.clock};
};

TEST_P(PaymentEvents, the_provider_is_asked_what_a_notification_means) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  const std::int64_t event = receive(reference_);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
}

TEST_P(PaymentEvents, failure_01_the_return_and_the_notification_at_once_finish_the_order_once) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  const std::int64_t event = receive(reference_);
  http::Request back;
  back.query =
      http::Fields({{"order_id", reference_},
                    {"t", orders::link_token(shop_.services.settings.session_secret, shop_.order(id_).number)}});
  // Both know of the money before either has written it down.
  std::latch both{2};
  std::atomic<int> answers = 0;
  shop_.provider.after = [&](std::string_view verb, const std::string&) {
    if (verb == "status" && ++answers <= 2) both.arrive_and_wait();
  };
  fixture::at_once(2, [&](int n) {
    if (n == 0) {
      runner_.run_due();
    } else {
      EXPECT_EQ(payment_return(back, shop_.services).status, 303);
    }
  });
  EXPECT_GE(answers, 2);
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_EQ(std::ranges::count(shop_.event_kinds(id_), "paid"), 1);
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.mails(id_, "order_paid"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(PaymentEvents, a_signed_claim_of_money_that_the_provider_does_not_confirm_pays_nothing) {
  receive(reference_);
  runner_.run_due();
  EXPECT_EQ(shop_.order(id_).state, State::kPending);
}

TEST_P(PaymentEvents, an_unknown_reference_is_parked_for_the_staff) {
  const std::int64_t event = receive("HRT-0000-0000-1");
  runner_.run_due();
  EXPECT_EQ(state_of(event), "parked");
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("unknown_payment_reference"));
}

TEST_P(PaymentEvents, a_provider_that_cannot_be_asked_is_asked_again_later) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.provider.failing = payments::FailureKind::kUnavailable;
  const std::int64_t event = receive(reference_);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "received");
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  shop_.provider.failing.reset();
  shop_.clock.advance(5s);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
}

TEST_P(PaymentEvents, without_keys_a_notification_is_not_taken_for_understood) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  const std::int64_t event = receive(reference_);
  shop_.set_keys(false);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "received");
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("provider_without_keys"));
  shop_.set_keys(true);
  shop_.clock.advance(60s);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(PaymentEvents, what_was_given_up_is_taken_up_again_later) {
  const std::int64_t event = receive_in_vain(reference_);
  EXPECT_EQ(state_of(event), "received");
  shop_.provider.set_state(reference_, Reported::kPaid);
  shop_.clock.advance(4h);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_EQ(shop_.count("jobs WHERE state = 'dead'"), 0);
}

TEST_P(PaymentEvents, staff_hear_of_a_provider_that_cannot_be_asked_for_hours_once) {
  receive_in_vain(reference_);
  EXPECT_THAT(shop_.staff_tasks(), UnorderedElementsAre("provider_events_wait", "reconciliation_unanswered"));
}

TEST_P(PaymentEvents, a_program_that_starts_takes_up_what_was_given_up) {
  const std::int64_t event = receive_in_vain(reference_);
  begin_anew();
  EXPECT_EQ(take_up_events(shop_.services), 1);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(take_up_events(shop_.services), 0);
}

TEST_P(PaymentEvents, what_lost_its_job_is_taken_up_all_the_same) {
  const std::int64_t event = receive(reference_);
  shop_.run("DELETE FROM jobs");
  shop_.clock.advance(59min);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "received");
  shop_.clock.advance(5min);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
}

TEST_P(PaymentEvents, of_8_processes_one_takes_an_event_up) {
  for (const char* const reference : {"a", "b", "c"}) receive(reference);
  shop_.run("DELETE FROM jobs");
  begin_anew();
  std::atomic<int> taken = 0;
  fixture::at_once(8, [&](int) { taken += take_up_events(shop_.services); });
  EXPECT_EQ(taken, 3);
  EXPECT_EQ(shop_.count("jobs WHERE kind = 'payments.event'"), 3);
}

TEST_P(PaymentEvents, a_payment_that_is_known_by_now_is_no_strangers_any_more) {
  shop_.provider.set_state(reference_, Reported::kPending);
  const std::int64_t event = receive(shop_.provider.report(reference_).transaction_id);
  runner_.run_due();
  ASSERT_EQ(state_of(event), "parked");
  ask_and_apply(shop_.services, reference_);
  shop_.clock.advance(1h);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(PaymentEvents, a_payment_that_stays_a_strangers_is_left_alone_after_a_week) {
  receive("HRT-0000-0000-1");
  runner_.run_due();
  const auto days = [&](int count) {
    int taken = 0;
    for (int day = 0; day < count; ++day) {
      shop_.clock.advance(24h);
      taken += take_up_events(shop_.services);
    }
    return taken;
  };
  EXPECT_EQ(days(20), 11) << "the last of them only finds that it is over";
  begin_anew();
  EXPECT_EQ(days(1), 1) << "whoever starts the program may know more";
  days(20);
  begin_anew();
  EXPECT_EQ(days(1), 0);
}

TEST_P(PaymentEvents, failure_19_that_come_again_later_in_the_same_words_are_looked_into_again) {
  shop_.provider.set_state(reference_, Reported::kPaid);
  const std::int64_t event = receive(reference_);
  runner_.run_due();
  ASSERT_EQ(state_of(event), "processed");
  shop_.provider.set_state(reference_, Reported::kChargedBack);
  shop_.clock.advance(1h);
  EXPECT_EQ(receive(reference_), event);
  runner_.run_due();
  EXPECT_EQ(state_of(event), "processed");
  EXPECT_EQ(attempt_state(), AttemptState::kDisputed);
}

TEST_P(PaymentEvents, once_an_order_is_paid_its_other_pages_are_closed) {
  const std::string second = open_second_page();
  shop_.provider.set_state(reference_, Reported::kPaid);
  receive(reference_);
  runner_.run_due();
  EXPECT_EQ(shop_.order(id_).state, State::kPaid);
  EXPECT_FALSE(shop_.provider.is_page_open(second));
  EXPECT_EQ(attempt_state(), AttemptState::kCancelled);
}

TEST_P(PaymentEvents, its_other_pages_are_closed_also_after_a_day_without_keys) {
  const std::string second = open_second_page();
  shop_.provider.set_state(reference_, Reported::kPaid);
  ask_and_apply(shop_.services, reference_);
  shop_.set_keys(false);
  for (int hour = 0; hour < 20; ++hour) {
    runner_.run_due();
    shop_.clock.advance(1h);
  }
  EXPECT_TRUE(shop_.provider.is_page_open(second));
  shop_.set_keys(true);
  runner_.run_due();
  EXPECT_FALSE(shop_.provider.is_page_open(second));
}

INSTANTIATE_TEST_SUITE_P(, ExpireHolds, db::testing::every_dialect(), db::testing::name_of);
INSTANTIATE_TEST_SUITE_P(, EndedAttempts, db::testing::every_dialect(), db::testing::name_of);
INSTANTIATE_TEST_SUITE_P(, OpenPages, db::testing::every_dialect(), db::testing::name_of);
INSTANTIATE_TEST_SUITE_P(, StaleAttempts, db::testing::every_dialect(), db::testing::name_of);
INSTANTIATE_TEST_SUITE_P(, PaymentEvents, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::checkout
