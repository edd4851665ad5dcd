#include "checkout/refund_order.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <support/checkout_fixture.hpp>

#include "checkout/apply_report.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "checkout/settle_refund.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using fixture::Stock;
using orders::PaymentState;
using payments::AttemptState;
using payments::FailureKind;
using payments::Refund;
using payments::RefundOutcome;
using payments::RefundProgress;
using payments::RefundState;
using Reported = payments::PaymentState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// An order of three guitars of Rp 1.000.000 each, paid at Midtrans; REG costs Rp 20.000.
class RefundOrder : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    staff_ = orders::Actor::staff(shop_.add_user("ani@toko.test"));
    pay(reference_);
  }
  void pay(const std::string& reference) {
    shop_.provider.set_state(reference, Reported::kPaid);
    ask_and_apply(shop_.services, reference);
  }
  void pack() {
    shop_.db().write([&](db::Tx& tx) { (void)orders::start_processing(tx, id_, staff_, shop_.now()); });
  }
  void ship(std::int64_t pieces) {
    const OrderLineId guitars = line().id;
    shop_.db().write([&](db::Tx& tx) {
      (void)orders::ship(tx, id_, {{guitars, pieces}}, "JNE", fmt::format("JX{}", ++parcels_), staff_, shop_.now());
    });
  }
  orders::Line line() {
    return shop_.db().read([&](db::Tx& tx) { return orders::lines_of(tx, id_).front(); });
  }
  orders::Order order() { return shop_.order(id_); }
  payments::Attempt attempt() { return shop_.attempts_of(id_).back(); }
  std::vector<Refund> refunds() {
    return shop_.db().read([&](db::Tx& tx) { return payments::refunds_of(tx, id_); });
  }
  Refund last() { return refunds().back(); }

  std::expected<Refund, RefundRefusal> refund(RefundWish wish) {
    if (wish.request_key.empty()) wish.request_key = fmt::format("form-{}", ++forms_);
    if (wish.reason.empty()) wish.reason = "Lecet";
    return shop_.db().write(
        [&](db::Tx& tx) { return refund_order(tx, orders::lock(tx, id_), wish, staff_, shop_.now()); });
  }
  std::expected<Refund, RefundRefusal> refund_pieces(std::int64_t pieces, bool restock = true, bool shipping = false) {
    return refund({.pieces = {{line().id, pieces, restock}}, .shipping = shipping});
  }
  std::expected<Refund, RefundRefusal> refund_amount(std::int64_t rupiah) { return refund({.extra = Money{rupiah}}); }
  int ask() { return ask_for_refunds(shop_.services); }
  void ask_later() {
    shop_.clock.advance(7h);
    ask();
  }
  void look() { ask_and_apply(shop_.services, reference_); }
  std::int64_t mails() { return shop_.mails(id_, "order_refunded"); }
  std::int64_t mails_about_return() { return shop_.mails(id_, "order_refund_came_back"); }
  /// What the last of them says.
  std::string letter(const std::string& kind = "order_refunded") {
    return shop_.db().read([&](db::Tx& tx) {
      return tx.one<std::string>("SELECT body_text FROM outbox_mails WHERE kind = $1 ORDER BY id DESC LIMIT 1", kind);
    });
  }
  /// Weeks later the bank returns what had gone, and the provider tells it twice.
  void bounce() {
    shop_.clock.advance(24h * 20);
    shop_.provider.set_refunds(reference_, RefundProgress::kFailed);
    look();
    look();
  }
  std::vector<orders::MoneyBack> shown() {
    return shop_.db().read([&](db::Tx& tx) { return money_of(tx, *orders::find(tx, id_)).refunds; });
  }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.on_hand = 5});
  OrderId id_ = shop_.place_and_open(guitar_, 3);
  std::string reference_ = shop_.attempt_of(id_).reference;
  orders::Actor staff_;
  int forms_ = 0, parcels_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, RefundOrder, db::testing::every_dialect(), db::testing::name_of);

TEST_P(RefundOrder, a_refund_is_recorded_before_anybody_is_asked) {
  const auto refund = refund_pieces(1);
  ASSERT_TRUE(refund);
  EXPECT_EQ(refund->amount, Money{1'000'000});
  EXPECT_EQ(refund->state, RefundState::kRequested);
  EXPECT_EQ(attempt().refunded, Money{1'000'000});
  EXPECT_EQ(order().payment_state, PaymentState::kPaid);
  EXPECT_EQ(shop_.provider.calls("refund"), 0);
  EXPECT_THAT(shop_.event_kinds(id_), ::testing::Contains("refund_requested"));
}

TEST_P(RefundOrder, money_that_went_back_brings_everything_that_follows) {
  refund_pieces(1);
  EXPECT_EQ(ask(), 1);
  EXPECT_EQ(last().state, RefundState::kSucceeded);
  EXPECT_EQ(order().payment_state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(attempt().state, AttemptState::kPartiallyRefunded);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
  EXPECT_EQ(mails(), 1);
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'returned'"), 1);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(RefundOrder, the_mail_names_the_pieces_and_what_the_order_comes_to_now) {
  refund({.pieces = {{line().id, 1, true}}, .shipping = true, .extra = Money{5'000}});
  ask();
  const std::string pieces = fmt::format("1 × {}", orders::name_with_options(line().name, line().options));
  const Money total = order().totals.total;
  EXPECT_THAT(letter(), HasSubstr(fmt::format("{}: {}\n", pieces, format_rupiah(Money{1'000'000}))));
  EXPECT_THAT(letter(), HasSubstr(": " + format_rupiah(order().totals.shipping) + "\n"));
  EXPECT_THAT(letter(), HasSubstr(": " + format_rupiah(Money{5'000}) + "\n"));
  EXPECT_THAT(letter(), HasSubstr(": " + format_rupiah(last().amount) + "\n"));
  EXPECT_THAT(letter(), HasSubstr(format_rupiah(total - last().amount))) << "what is left";
  EXPECT_THAT(letter(), Not(HasSubstr("3 × "))) << "not all that was bought";
}

TEST_P(RefundOrder, the_mail_of_the_last_refund_says_that_everything_is_back) {
  pack();
  ship(3);
  refund_pieces(3, false, true);
  ask();
  EXPECT_THAT(letter(), HasSubstr(std::string(i18n::Texts::of(order().language)("orders.mail.refunded_all"))));
}

TEST_P(RefundOrder, refunds_one_after_the_other_end_at_all_of_it) {
  pack();
  ship(3);
  refund_pieces(1);
  refund_pieces(2, false, true);
  ask();
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
  EXPECT_EQ(attempt().left(), Money{});
  EXPECT_EQ(mails(), 2);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 3) << "one came back, two did not";
}

TEST_P(RefundOrder, nothing_more_goes_back_than_came) {
  const Money total = order().totals.total;
  ASSERT_TRUE(refund_amount(total.rupiah() - 1));
  EXPECT_EQ(refund_amount(2).error(), RefundRefusal::kTooMuch);
  EXPECT_TRUE(refund_amount(1));
  EXPECT_EQ(refund_amount(1).error(), RefundRefusal::kTooMuch);
}

TEST_P(RefundOrder, the_database_itself_refuses_more_than_came) {
  EXPECT_THROW(shop_.run("UPDATE payments SET refunded = captured + 1"), db::Error);
}

TEST_P(RefundOrder, of_8_refunds_of_half_at_once_two_are_made) {
  const std::int64_t half = order().totals.total.rupiah() / 2;
  fixture::at_once(8, [&](int n) {
    (void)shop_.db().write([&](db::Tx& tx) {
      return refund_order(tx, orders::lock(tx, id_),
                          {.extra = Money{half}, .reason = "x", .request_key = fmt::format("at-once-{}", n)}, staff_,
                          shop_.now());
    });
  });
  EXPECT_EQ(refunds().size(), 2U);
}

TEST_P(RefundOrder, more_pieces_than_were_bought_are_not_refunded) {
  pack();
  ship(3);
  refund_pieces(2);
  EXPECT_EQ(refund_pieces(2).error(), RefundRefusal::kNotBought);
  EXPECT_EQ(line().refunded, 2);
}

TEST_P(RefundOrder, a_wish_for_nothing_is_refused) { EXPECT_EQ(refund({}).error(), RefundRefusal::kNothing); }

TEST_P(RefundOrder, shipping_goes_back_once) {
  ASSERT_TRUE(refund({.shipping = true}));
  EXPECT_EQ(last().amount, order().totals.shipping);
  EXPECT_EQ(refund({.shipping = true}).error(), RefundRefusal::kNothing);
}

TEST_P(RefundOrder, a_form_sent_twice_is_one_refund) {
  const RefundWish wish{.pieces = {{line().id, 1, true}}, .request_key = "the form"};
  const auto first = refund(wish), second = refund(wish);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->id, second->id);
  EXPECT_EQ(refunds().size(), 1U);
}

TEST_P(RefundOrder, pieces_that_have_not_left_yet_are_not_sent_any_more) {
  pack();
  refund_pieces(1);
  EXPECT_EQ(line().to_ship(), 2);
  ship(2);
  EXPECT_EQ(order().state, orders::State::kShipped);
}

TEST_P(RefundOrder, an_order_with_nothing_left_to_send_is_shipped) {
  pack();
  ship(2);
  ASSERT_EQ(order().state, orders::State::kPartiallyShipped);
  refund_pieces(1);
  EXPECT_EQ(order().state, orders::State::kShipped);
}

TEST_P(RefundOrder, an_order_of_which_nothing_would_be_left_is_to_be_cancelled_instead) {
  EXPECT_EQ(refund_pieces(3).error(), RefundRefusal::kAllOfIt);
  EXPECT_THAT(refunds(), IsEmpty());
  EXPECT_EQ(attempt().refunded, Money{});
}

// The provider ------------------------------------------------------------------------------------------------------

TEST_P(RefundOrder, a_provider_that_is_down_is_asked_again_under_the_same_key) {
  refund_amount(50'000);
  shop_.provider.failing_refunds = FailureKind::kUnavailable;
  ask();
  EXPECT_EQ(last().state, RefundState::kRequested);
  EXPECT_EQ(ask(), 0) << "not before its turn";
  shop_.provider.failing_refunds.reset();
  ask_later();
  EXPECT_EQ(last().state, RefundState::kSucceeded);
  EXPECT_EQ(refunds().size(), 1U);
}

TEST_P(RefundOrder, failure_08_own_call_and_notification_and_a_later_copy_are_one_refund) {
  refund_amount(50'000);
  ask();
  for (int n = 0; n < 3; ++n) look();
  EXPECT_EQ(refunds().size(), 1U);
  EXPECT_EQ(attempt().refunded, Money{50'000});
  EXPECT_EQ(mails(), 1);
}

TEST_P(RefundOrder, a_notification_faster_than_the_answer_is_the_same_refund) {
  refund_amount(50'000);
  shop_.provider.after = [&](std::string_view verb, const std::string&) {
    if (verb == "refund") look();
  };
  ask();
  EXPECT_EQ(last().state, RefundState::kSucceeded);
  EXPECT_EQ(refunds().size(), 1U);
  EXPECT_EQ(mails(), 1);
}

TEST_P(RefundOrder, a_process_that_dies_after_the_call_refunds_once) {
  refund_pieces(1);
  shop_.provider.after = [](std::string_view verb, const std::string&) {
    if (verb == "refund") throw std::runtime_error("killed");
  };
  ask();
  EXPECT_EQ(last().state, RefundState::kRequested);
  shop_.provider.after = nullptr;
  ask_later();
  EXPECT_EQ(last().state, RefundState::kSucceeded);
  EXPECT_EQ(shop_.provider.report(reference_).refunds.size(), 1U);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 3);
}

TEST_P(RefundOrder, an_answer_that_was_lost_is_looked_for_in_the_status) {
  refund_amount(50'000);
  // The call got through, its answer did not.
  (void)shop_.provider.refund({.attempt = attempt().name(), .refund_key = last().key, .amount = last().amount});
  shop_.provider.failing_refunds = FailureKind::kUnknown;
  ask();
  EXPECT_EQ(last().state, RefundState::kSucceeded);
}

TEST_P(RefundOrder, a_method_without_refunds_is_transferred_by_hand) {
  refund_pieces(1);
  shop_.provider.refund_answer = RefundOutcome::kNotPossible;
  ask();
  EXPECT_EQ(last().state, RefundState::kByHand);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_by_hand"));
  EXPECT_EQ(order().payment_state, PaymentState::kPaid);
  EXPECT_EQ(mails(), 0);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 2);
}

TEST_P(RefundOrder, a_transfer_that_staff_confirm_is_a_refund) {
  refund({.pieces = {{line().id, 1, true}}, .by_hand = true});
  EXPECT_EQ(ask(), 0);
  const Refund by_hand = last();
  shop_.db().write([&](db::Tx& tx) {
    orders::lock(tx, id_);
    EXPECT_TRUE(refund_succeeded(tx, shop_.services, by_hand, staff_, "TRF-7", shop_.now()));
    EXPECT_FALSE(refund_succeeded(tx, shop_.services, by_hand, staff_, "TRF-7", shop_.now()));
  });
  EXPECT_EQ(last().transfer_reference, "TRF-7");
  EXPECT_EQ(order().payment_state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 3);
  EXPECT_EQ(mails(), 1);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(RefundOrder, a_refund_the_bank_denies_frees_its_amount_and_its_pieces) {
  pack();
  ship(3);
  refund_pieces(3, true, true);
  shop_.provider.refund_answer = RefundOutcome::kDeniedByBank;
  ask();
  EXPECT_EQ(last().state, RefundState::kFailed);
  EXPECT_EQ(attempt().refunded, Money{});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_failed"));
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 2);
  shop_.provider.refund_answer.reset();
  ASSERT_TRUE(refund_pieces(3, true, true));
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  ask();
  EXPECT_NE(refunds().front().key, refunds().back().key);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 5);
}

TEST_P(RefundOrder, a_cancelled_orders_money_is_not_forgotten_when_staff_give_its_refund_up) {
  ASSERT_TRUE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"));
  shop_.provider.refund_answer = RefundOutcome::kNotPossible;
  ask();
  ASSERT_EQ(last().state, RefundState::kByHand);
  const Refund by_hand = last();
  shop_.db().write([&](db::Tx& tx) {
    orders::lock(tx, id_);
    EXPECT_TRUE(refund_failed(tx, by_hand, staff_, "given_up", shop_.now()));
  });
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  const PaymentId payment = attempt().id;
  shop_.db().write([&](db::Tx& tx) {
    EXPECT_TRUE(give_back(tx, orders::lock(tx, id_), payment, "order_cancelled", staff_, shop_.now()));
  });
  EXPECT_EQ(attempt().left(), Money{});
}

TEST_P(RefundOrder, a_refusal_is_not_believed_while_the_status_cannot_be_read) {
  refund_amount(50'000);
  shop_.provider.refund_answer = RefundOutcome::kDeniedByBank;
  shop_.provider.after = [&](std::string_view verb, const std::string&) {
    if (verb == "refund") shop_.provider.failing = FailureKind::kUnavailable;
  };
  ask();
  EXPECT_EQ(last().state, RefundState::kRequested);
  EXPECT_EQ(attempt().refunded, Money{50'000});
}

TEST_P(RefundOrder, a_card_that_is_not_settled_yet_is_asked_again_in_some_hours) {
  refund_amount(50'000);
  shop_.provider.refund_answer = RefundOutcome::kNotYet;
  ask();
  EXPECT_EQ(last().state, RefundState::kRequested);
  EXPECT_EQ(last().next_ask_at, shop_.now() + 2h);
}

TEST_P(RefundOrder, a_provider_that_never_answers_is_given_to_the_staff_with_the_money_still_promised) {
  refund_amount(50'000);
  shop_.provider.failing_refunds = FailureKind::kUnavailable;
  for (int n = 0; n < 40; ++n) ask_later();
  EXPECT_EQ(last().state, RefundState::kRequested);
  EXPECT_FALSE(last().next_ask_at);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_unanswered"));
  EXPECT_EQ(attempt().refunded, Money{50'000});
}

TEST_P(RefundOrder, a_refund_the_bank_takes_its_time_with_is_waited_for) {
  shop_.provider.set_refunds(reference_, RefundProgress::kPending);
  refund_amount(50'000);
  ask();
  EXPECT_EQ(last().state, RefundState::kSent);
  EXPECT_EQ(mails(), 0);
  shop_.provider.set_refunds(reference_, RefundProgress::kSucceeded);
  ask_later();
  EXPECT_EQ(last().state, RefundState::kSucceeded);
  EXPECT_EQ(shop_.provider.calls("refund"), 1);
}

TEST_P(RefundOrder, a_refund_that_fails_weeks_later_is_transferred_by_hand_and_restocks_nothing_twice) {
  refund_pieces(1);
  ask();
  shop_.clock.advance(24h * 29);
  shop_.provider.set_refunds(reference_, RefundProgress::kFailed);
  look();
  look();
  EXPECT_EQ(last().state, RefundState::kByHand);
  EXPECT_EQ(order().payment_state, PaymentState::kPaid);
  EXPECT_EQ(attempt().refunded, Money{1'000'000}) << "still promised";
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_came_back"));
  const Refund bounced = last();
  shop_.db().write([&](db::Tx& tx) {
    orders::lock(tx, id_);
    refund_succeeded(tx, shop_.services, bounced, staff_, "TRF-8", shop_.now());
  });
  look();
  EXPECT_EQ(last().state, RefundState::kSucceeded);
  EXPECT_EQ(order().payment_state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 3);
  EXPECT_EQ(mails(), 2) << "of the refund, and of the transfer";
}

TEST_P(RefundOrder, failure_21_the_buyer_of_a_refund_that_bounced_hears_of_it_once_and_of_the_transfer_that_follows) {
  refund_amount(50'000);
  ask();
  ASSERT_EQ(mails(), 1);
  bounce();
  EXPECT_EQ(mails_about_return(), 1);
  EXPECT_THAT(letter("order_refund_came_back"), HasSubstr(format_rupiah(Money{50'000})));
  EXPECT_THAT(letter("order_refund_came_back"), HasSubstr("transfer bank"));
  ASSERT_EQ(shown().size(), 1U);
  EXPECT_TRUE(shown()[0].came_back);
  EXPECT_FALSE(shown()[0].settled_at);
  EXPECT_FALSE(shown()[0].is_kept);
  shop_.db().write([&](db::Tx& tx) {
    orders::lock(tx, id_);
    refund_succeeded(tx, shop_.services, payments::refunds_of(tx, id_).back(), staff_, "TRF-8", shop_.now());
  });
  look();
  EXPECT_EQ(mails(), 2);
  EXPECT_THAT(letter(), HasSubstr("TRF-8"));
  EXPECT_EQ(mails_about_return(), 1);
  EXPECT_FALSE(shown()[0].came_back);
  EXPECT_TRUE(shown()[0].settled_at);
}

TEST_P(RefundOrder, a_refund_that_bounced_is_told_of_in_the_language_of_the_order) {
  shop_.run("UPDATE orders SET language = 'en'");
  refund_amount(50'000);
  ask();
  bounce();
  EXPECT_THAT(letter("order_refund_came_back"), HasSubstr("by bank transfer"));
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_refund_came_back' AND language = 'en' AND subject LIKE '%has "
                        "not reached you' AND body_html LIKE '%account number%'"),
            1);
}

TEST_P(RefundOrder, a_refund_the_buyer_was_not_told_of_fails_without_a_word) {
  shop_.provider.set_refunds(reference_, RefundProgress::kPending);
  refund_amount(50'000);
  ask();
  bounce();
  EXPECT_EQ(last().state, RefundState::kFailed);
  EXPECT_EQ(mails(), 0);
  EXPECT_EQ(mails_about_return(), 0);
  EXPECT_THAT(shown(), IsEmpty());
}

TEST_P(RefundOrder, a_refund_of_the_providers_own_pages_that_bounced_is_with_the_shop_until_another_follows) {
  shop_.provider.refund_there(reference_, "re_9", Money{70'000});
  look();
  bounce();
  EXPECT_EQ(last().state, RefundState::kFailed);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_failed"));
  EXPECT_EQ(mails_about_return(), 1);
  EXPECT_THAT(letter("order_refund_came_back"), Not(HasSubstr("transfer bank")));
  ASSERT_EQ(shown().size(), 1U);
  EXPECT_TRUE(shown()[0].is_kept);
  EXPECT_FALSE(shown()[0].settled_at);
  shop_.provider.begin_refunds_as(reference_, RefundProgress::kSucceeded);
  refund_amount(70'000);
  ask();
  ASSERT_EQ(shown().size(), 1U);
  EXPECT_FALSE(shown()[0].came_back);
  EXPECT_TRUE(shown()[0].settled_at);
}

TEST_P(RefundOrder, a_refund_made_at_the_providers_own_pages_is_booked_once) {
  shop_.provider.refund_there(reference_, "re_9", Money{70'000});
  for (int n = 0; n < 3; ++n) look();
  ASSERT_EQ(refunds().size(), 1U);
  EXPECT_TRUE(last().made_at_provider);
  EXPECT_EQ(last().amount, Money{70'000});
  EXPECT_EQ(order().payment_state, PaymentState::kPartiallyRefunded);
  EXPECT_EQ(mails(), 1);
}

TEST_P(RefundOrder, a_refund_there_of_sen_is_for_people_to_look_at) {
  auto report = shop_.provider.report(reference_);
  report.state = Reported::kPartiallyRefunded;
  report.refunds = {{.refund_key = "", .amount = {}, .id = "re_1", .unreadable = "15050 IDR minor units"}};
  for (int n = 0; n < 2; ++n)
    shop_.db().write([&](db::Tx& tx) { apply_report(tx, shop_.services, reference_, report, shop_.now()); });
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_at_provider"));
  EXPECT_THAT(refunds(), IsEmpty());
  EXPECT_EQ(attempt().refunded, Money{});
  EXPECT_EQ(order().payment_state, PaymentState::kPaid);
}

TEST_P(RefundOrder, refunds_made_there_and_settled_before_their_turn_are_not_made_again) {
  shop_.provider.set_refunds(reference_, RefundProgress::kPending);
  shop_.provider.refund_there(reference_, "re_8", Money{70'000});
  shop_.provider.refund_there(reference_, "re_9", Money{30'000});
  look();
  shop_.provider.set_refunds(reference_, RefundProgress::kSucceeded);
  EXPECT_EQ(ask(), 2) << "both are due, and the first answer settles both";
  EXPECT_EQ(shop_.provider.calls("refund"), 0);
  EXPECT_EQ(shop_.provider.report(reference_).refunds.size(), 2U);
}

TEST_P(RefundOrder, an_account_from_before_a_refund_failed_leaves_nothing_in_the_books) {
  shop_.provider.set_refunds(reference_, RefundProgress::kPending);
  refund_pieces(1);
  ask();
  shop_.provider.set_refunds(reference_, RefundProgress::kSucceeded);
  const auto old = shop_.provider.report(reference_);
  shop_.provider.set_refunds(reference_, RefundProgress::kFailed);
  look();
  ASSERT_EQ(last().state, RefundState::kFailed);
  shop_.db().write([&](db::Tx& tx) { return apply_report(tx, shop_.services, reference_, old, shop_.now()); });
  look();
  EXPECT_EQ(attempt().refunded, Money{});
  EXPECT_EQ(attempt().state, AttemptState::kPaid);
}

TEST_P(RefundOrder, money_refunded_there_and_here_at_once_never_exceeds_what_came) {
  refund_amount(order().totals.total.rupiah());
  shop_.provider.refund_there(reference_, "re_9", order().totals.total);
  look();
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_at_provider"));
  ask();
  ASSERT_EQ(refunds().size(), 2U);
  EXPECT_EQ(refunds().front().state, RefundState::kFailed) << "the provider had nothing left for it";
  EXPECT_EQ(refunds().back().state, RefundState::kSucceeded);
  EXPECT_EQ(attempt().state, AttemptState::kRefunded);
}

TEST_P(RefundOrder, failure_09_the_refund_of_a_second_payment_leaves_the_order_paid) {
  const payments::NewAttempt again{
      .order = id_, .order_number = order().number, .provider = "midtrans", .amount = order().totals.total};
  const auto second = shop_.db().write([&](db::Tx& tx) { return payments::create_attempt(tx, again, shop_.now()); });
  shop_.db().write([&](db::Tx& tx) {
    apply_report(tx, shop_.services, second.reference, fixture::report_of(Reported::kPaid, second.amount), shop_.now());
  });
  ASSERT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  const auto refund = shop_.db().write(
      [&](db::Tx& tx) { return give_back(tx, orders::lock(tx, id_), second.id, "not_needed", staff_, shop_.now()); });
  ASSERT_TRUE(refund);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  auto report = fixture::report_of(Reported::kRefunded, second.amount);
  report.refunds = {{.refund_key = refund->key, .amount = refund->amount, .id = "1"}};
  shop_.db().write([&](db::Tx& tx) { apply_report(tx, shop_.services, second.reference, report, shop_.now()); });
  EXPECT_EQ(order().payment_state, PaymentState::kPaid);
  EXPECT_EQ(order().state, orders::State::kPaid);
  EXPECT_EQ(shop_.attempt_of(id_).state, AttemptState::kRefunded);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 2);
}

// Cancelling --------------------------------------------------------------------------------------------------------

TEST_P(RefundOrder, cancelling_a_paid_order_gives_back_all_of_it_and_the_goods) {
  ASSERT_TRUE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"));
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  ask();
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(last().amount, order().totals.total);
  EXPECT_EQ(mails(), 1);
}

TEST_P(RefundOrder, a_buyer_cancels_a_paid_order_while_it_is_being_packed) {
  pack();
  ASSERT_TRUE(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"));
  ask();
  EXPECT_EQ(order().state, orders::State::kCancelled);
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(last().amount, order().totals.total);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(RefundOrder, nobody_cancels_what_has_been_shipped) {
  pack();
  ship(1);
  EXPECT_EQ(cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer").error(), CancelRefusal::kTooLate);
  EXPECT_EQ(cancel_order(shop_.services, id_, staff_, "rusak").error(), CancelRefusal::kTooLate);
  EXPECT_EQ(refunds().size(), 0U);
}

TEST_P(RefundOrder, cancelling_after_a_partial_refund_gives_back_the_rest_of_money_and_goods) {
  pack();
  refund_pieces(1);
  ask();
  ASSERT_TRUE(cancel_order(shop_.services, id_, staff_, "rusak"));
  ask();
  EXPECT_EQ(order().payment_state, PaymentState::kRefunded);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(RefundOrder, goods_of_a_refund_on_its_way_come_back_once_when_the_order_is_cancelled_meanwhile) {
  pack();
  refund_pieces(1);
  ASSERT_TRUE(cancel_order(shop_.services, id_, staff_, "rusak"));
  ask();
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(RefundOrder, an_order_cancelled_on_8_threads_at_once_is_refunded_once) {
  fixture::at_once(8, [&](int) { (void)cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer"); });
  ask();
  EXPECT_EQ(refunds().size(), 1U);
  EXPECT_EQ(mails(), 1);
}

}  // namespace
}  // namespace hurtrock::checkout
