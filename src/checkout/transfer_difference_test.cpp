#include "checkout/transfer_difference.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "checkout/cancel_order.hpp"
#include "checkout/handlers.hpp"
#include "checkout/jobs.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/settle_refund.hpp"
#include "checkout/transfer_fixture.hpp"
#include "payments/ledger.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using orders::PaymentState;
using orders::State;
using payments::AttemptState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// A transfer of which another amount came than was asked for.
class TransferDifference : public TransferTest {
 protected:
  TransferDifference() { register_jobs(runner_, shop_.services); }

  OrderId came(Money received) {
    const OrderId id = place();
    EXPECT_EQ(confirm(id, received), Applied::kMismatch);
    return id;
  }
  /// The order asks for `difference` more than came.
  OrderId lacks(Money difference) {
    const OrderId id = place();
    EXPECT_EQ(confirm(id, total_of(id) - difference), Applied::kMismatch);
    return id;
  }
  Money total_of(OrderId id) { return shop_.order(id).totals.total; }
  payments::Attempt first_of(OrderId id) { return shop_.attempts_of(id).back(); }
  /// `seen`: nothing is what stands there now.
  template <class Decide>
  auto decide(OrderId id, std::optional<Money> seen, Decide&& how) {
    const payments::Attempt attempt = first_of(id);
    const TransferDecision decision{
        .reference = attempt.reference, .seen = seen.value_or(attempt.captured), .staff = staff_};
    return shop_.db().write([&](db::Tx& tx) { return how(tx, decision); });
  }
  auto correct(OrderId id, Money received, std::optional<Money> seen = std::nullopt) {
    return decide(id, seen, [&](db::Tx& tx, const TransferDecision& decision) {
      return correct_transfer(tx, shop_.services, decision, received, shop_.now());
    });
  }
  /// Of what came beyond an amount: the newest.
  auto correct_newest(OrderId id, Money received) {
    const payments::Attempt attempt = shop_.attempt_of(id);
    return shop_.db().write([&](db::Tx& tx) {
      return correct_transfer(tx, shop_.services,
                              {.reference = attempt.reference, .seen = attempt.captured, .staff = staff_}, received,
                              shop_.now());
    });
  }
  /// An order whose buyer has begun at a provider and goes on by a transfer.
  OrderId changed_to_transfer() {
    const OrderId id = shop_.place_and_open(variant_);
    shop_.db().write([&](db::Tx& tx) {
      orders::lock(tx, id);
      orders::set_fee(tx, id, Money{7});
      const auto order = *orders::find(tx, id);
      payments::set_state(tx, payments::attempts_of(tx, id).front().id, AttemptState::kCancelled, shop_.now());
      orders::set_payment_method(tx, id, "bank_transfer", orders::Actor::buyer({}), shop_.now());
      payments::create_attempt(tx,
                               {.order = id,
                                .order_number = order.number,
                                .provider = "bank_transfer",
                                .amount = order.totals.total,
                                .state = AttemptState::kPending,
                                .expires_at = shop_.now() + 24h},
                               shop_.now());
    });
    return id;
  }
  auto add(OrderId id, Money more, std::optional<Money> seen = std::nullopt) {
    return decide(id, seen, [&](db::Tx& tx, const TransferDecision& decision) {
      return add_to_transfer(tx, shop_.services, decision, more, shop_.now());
    });
  }
  auto add_late(OrderId id, Money more, std::optional<Money> seen = std::nullopt) {
    return decide(id, seen, [&](db::Tx& tx, const TransferDecision& decision) {
      return add_late_money(tx, shop_.services, decision, more, shop_.now());
    });
  }
  auto accept(OrderId id, std::optional<Money> seen = std::nullopt) {
    return decide(id, seen, [&](db::Tx& tx, const TransferDecision& decision) {
      return accept_transfer(tx, shop_.services, decision, "biaya bank", shop_.now());
    });
  }
  std::optional<payments::Refund> give_all_back(OrderId id) {
    const PaymentId payment = first_of(id).id;
    return shop_.db().write([&](db::Tx& tx) {
      return give_back(tx, orders::lock(tx, id), payment, "not_needed", orders::Actor::staff(staff_), shop_.now());
    });
  }
  void cancel(OrderId id) { EXPECT_TRUE(cancel_order(shop_.services, id, orders::Actor::buyer({}), "buyer")); }
  Money balance_of(payments::Account account) {
    return shop_.db().read([&](db::Tx& tx) { return payments::balance(tx, account); });
  }
  void expect_paid_once(OrderId id) {
    EXPECT_EQ(shop_.order(id).state, State::kPaid);
    EXPECT_EQ(shop_.order(id).payment_state, PaymentState::kPaid);
    EXPECT_EQ(first_of(id).state, AttemptState::kPaid);
    EXPECT_TRUE(first_of(id).settles_order);
    EXPECT_EQ(shop_.mails(id, "order_paid"), 1);
    EXPECT_EQ(shop_.count("invoices"), 1);
    EXPECT_EQ(shop_.stock_of(variant_), (fixture::Stock{.on_hand = 49, .reserved = 0, .movements = 49}));
  }

  jobs::Runner runner_{shop_.db(), shop_.clock};
};
INSTANTIATE_TEST_SUITE_P(, TransferDifference, db::testing::every_dialect(), db::testing::name_of);

TEST_P(TransferDifference, a_slip_of_the_key_is_put_right_and_the_right_amount_pays) {
  const OrderId id = came(Money{1});
  EXPECT_EQ(correct(id, total_of(id)), Applied::kPaid);
  expect_paid_once(id);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(balance_of(payments::Account::kBank), total_of(id));
  EXPECT_EQ(balance_of(payments::Account::kOrders), -total_of(id));
  EXPECT_EQ(balance_of(payments::Account::kBuyers), Money{});
  EXPECT_EQ(shop_.count("ledger_entries WHERE kind = 'capture_undone' AND amount = 1 AND created_by IS NOT NULL"), 1);
  EXPECT_EQ(shop_.count("order_events WHERE kind = 'transfer_corrected' AND actor_kind = 'staff'"), 1);
}

TEST_P(TransferDifference, money_that_never_came_is_waited_for_again) {
  const OrderId id = lacks(Money{500});
  shop_.clock.advance(23h);
  EXPECT_EQ(correct(id, Money{}), Applied::kProgress);
  EXPECT_EQ(first_of(id).state, AttemptState::kPending);
  EXPECT_EQ(first_of(id).captured, Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(balance_of(payments::Account::kBank), Money{});
  EXPECT_GE(*shop_.order(id).hold_until, shop_.now() + 12h);
  EXPECT_EQ(confirm(id, total_of(id)), Applied::kPaid);
  expect_paid_once(id);
}

TEST_P(TransferDifference, what_is_wrong_again_stands_on_the_list_again) {
  const OrderId id = came(Money{1});
  EXPECT_EQ(correct(id, Money{2}), Applied::kMismatch);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch"));
  EXPECT_EQ(shop_.count("staff_tasks WHERE kind = 'payment_mismatch' AND resolved_at IS NOT NULL"), 1);
  EXPECT_EQ(first_of(id).captured, Money{2});
  EXPECT_EQ(balance_of(payments::Account::kBank), Money{2});
}

TEST_P(TransferDifference, a_transfer_is_not_waited_for_beside_another_of_the_same_amount) {
  const OrderId id = came(Money{1});
  const OrderId other = place();
  shop_.run(
      "UPDATE payments SET amount = (SELECT MIN(amount) FROM payments WHERE state = 'mismatch') "
      "WHERE state = 'pending'");
  EXPECT_EQ(correct(id, Money{}).error(), NotDecided::kAmountTaken);
  EXPECT_EQ(first_of(id).captured, Money{1});
  EXPECT_EQ(shop_.attempt_of(other).state, AttemptState::kPending);
}

TEST_P(TransferDifference, the_rest_completes_the_payment_as_if_all_had_come_at_once) {
  const OrderId id = lacks(Money{40'000});
  EXPECT_EQ(add(id, Money{15'000}), Applied::kMismatch);
  EXPECT_EQ(first_of(id).captured, total_of(id) - Money{25'000});
  EXPECT_EQ(balance_of(payments::Account::kBuyers), Money{25'000} - total_of(id));
  EXPECT_EQ(add(id, Money{25'000}), Applied::kPaid);
  expect_paid_once(id);
  EXPECT_EQ(first_of(id).captured, total_of(id));
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(balance_of(payments::Account::kBank), total_of(id));
  EXPECT_EQ(balance_of(payments::Account::kOrders), -total_of(id));
  EXPECT_EQ(balance_of(payments::Account::kBuyers), Money{});
}

TEST_P(TransferDifference, a_second_click_adds_nothing) {
  const OrderId id = lacks(Money{40'000});
  const Money seen = first_of(id).captured;
  EXPECT_EQ(add(id, Money{15'000}, seen), Applied::kMismatch);
  EXPECT_EQ(add(id, Money{15'000}, seen).error(), NotDecided::kAlready);
  EXPECT_EQ(correct(id, Money{1}, seen).error(), NotDecided::kAlready);
  EXPECT_EQ(accept(id, seen).error(), NotDecided::kAlready);
  EXPECT_EQ(first_of(id).captured, seen + Money{15'000});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch"));
}

TEST_P(TransferDifference, of_two_colleagues_at_once_one_decides) {
  const OrderId id = lacks(Money{500});
  const Money seen = first_of(id).captured;
  std::atomic<int> paid = 0, already = 0;
  fixture::at_once(4, [&](int) {
    const auto accepted = accept(id, seen);
    (accepted ? paid : already) += 1;
  });
  EXPECT_EQ(paid, 1);
  EXPECT_EQ(already, 3);
  expect_paid_once(id);
  EXPECT_EQ(balance_of(payments::Account::kLosses), Money{500});
}

TEST_P(TransferDifference, a_little_that_is_missing_is_borne_by_the_shop) {
  const OrderId id = lacks(Money{500});
  const Money total = total_of(id);
  EXPECT_EQ(accept(id), Applied::kPaid);
  expect_paid_once(id);
  EXPECT_EQ(total_of(id), total);
  EXPECT_EQ(shop_.count(fmt::format("invoices WHERE total = {}", total.rupiah())), 1);
  EXPECT_EQ(first_of(id).captured, total - Money{500});
  EXPECT_EQ(first_of(id).forgiven, Money{500});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(balance_of(payments::Account::kBank), total - Money{500});
  EXPECT_EQ(balance_of(payments::Account::kLosses), Money{500});
  EXPECT_EQ(balance_of(payments::Account::kOrders), -total);
  EXPECT_EQ(shop_.count("ledger_entries WHERE kind = 'forgiven' AND note = 'biaya bank'"), 1);
}

TEST_P(TransferDifference, more_than_a_little_is_not_forgiven) {
  const OrderId id = lacks(Money{10'001});
  EXPECT_EQ(accept(id).error(), NotDecided::kTooShort);
  EXPECT_EQ(shop_.order(id).state, State::kPending);
  EXPECT_EQ(first_of(id).state, AttemptState::kMismatch);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch"));
}

TEST_P(TransferDifference, what_was_forgiven_does_not_go_back_with_the_goods) {
  const OrderId id = lacks(Money{500});
  ASSERT_EQ(accept(id), Applied::kPaid);
  const auto refundable = shop_.db().read([&](db::Tx& tx) { return refundable_of(tx, *orders::find(tx, id)); });
  ASSERT_TRUE(refundable);
  EXPECT_EQ(refundable->left, total_of(id) - Money{500});
  EXPECT_EQ(refundable->lines.front().paid, Money{100'000} - Money{500});
}

TEST_P(TransferDifference, what_is_too_much_stays_the_buyers_until_it_has_gone_back) {
  const OrderId id = lacks(-Money{7});
  const Money total = total_of(id);
  EXPECT_EQ(accept(id), Applied::kPaid);
  expect_paid_once(id);
  EXPECT_EQ(first_of(id).captured, total);
  const payments::Attempt surplus = shop_.attempt_of(id);
  EXPECT_EQ(surplus.captured, Money{7});
  EXPECT_FALSE(surplus.settles_order);
  EXPECT_EQ(surplus.payment_type, payments::kSurplus);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  EXPECT_EQ(balance_of(payments::Account::kBuyers), -Money{7});
  EXPECT_EQ(balance_of(payments::Account::kOrders), -total);

  shop_.db().write([&](db::Tx& tx) {
    const auto refund =
        give_back(tx, orders::lock(tx, id), surplus.id, "not_needed", orders::Actor::staff(staff_), shop_.now());
    ASSERT_TRUE(refund);
    EXPECT_TRUE(refund_succeeded(tx, shop_.services, *refund, orders::Actor::staff(staff_), "TRX-1", shop_.now()));
  });
  EXPECT_EQ(shop_.order(id).payment_state, PaymentState::kPaid);
  EXPECT_EQ(balance_of(payments::Account::kBuyers), Money{});
  EXPECT_EQ(balance_of(payments::Account::kBank), total);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(TransferDifference, once_it_goes_back_nothing_else_can_be_decided) {
  const OrderId id = lacks(Money{500});
  ASSERT_TRUE(give_all_back(id));
  EXPECT_EQ(correct(id, Money{1}).error(), NotDecided::kAlready);
  EXPECT_EQ(add(id, Money{500}).error(), NotDecided::kAlready);
  EXPECT_EQ(accept(id).error(), NotDecided::kAlready);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("refund_by_hand"));
}

TEST_P(TransferDifference, of_an_order_that_was_cancelled_meanwhile_everything_must_go_back) {
  const OrderId id = lacks(Money{500});
  cancel(id);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  EXPECT_EQ(accept(id).error(), NotDecided::kEnded);
  EXPECT_EQ(add(id, Money{400}), Applied::kMustGoBack);
  EXPECT_EQ(add(id, Money{100}), Applied::kMustGoBack);
  EXPECT_EQ(shop_.order(id).state, State::kCancelled);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
  EXPECT_EQ(balance_of(payments::Account::kBuyers), -total_of(id));
  EXPECT_EQ(shop_.stock_of(variant_).on_hand, 50);
}

TEST_P(TransferDifference, of_an_order_that_was_cancelled_a_wrong_figure_is_put_right_all_the_same) {
  const OrderId id = came(Money{1});
  cancel(id);
  EXPECT_EQ(correct(id, Money{}), Applied::kProgress);
  EXPECT_EQ(first_of(id).state, AttemptState::kCancelled);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  EXPECT_EQ(balance_of(payments::Account::kBuyers), Money{});
}

TEST_P(TransferDifference, the_buyer_sees_what_is_missing_and_until_when_it_may_come) {
  const OrderId id = lacks(Money{500});
  const auto part = [&] { return shop_.db().read([&](db::Tx& tx) { return transfer_of(tx, *orders::find(tx, id)); }); };
  ASSERT_TRUE(part());
  EXPECT_EQ(part()->missing(), Money{500});
  EXPECT_EQ(*part()->until, shop_.now() + 24h);
  EXPECT_GT(*shop_.order(id).hold_until, *part()->until);
  ASSERT_TRUE(give_all_back(id));
  EXPECT_FALSE(part());
}

TEST_P(TransferDifference, money_that_settles_nothing_is_said_to_go_back) {
  const auto money = [&](OrderId id) {
    return shop_.db().read([&](db::Tx& tx) { return money_of(tx, *orders::find(tx, id)); });
  };
  const OrderId given = lacks(Money{500});
  EXPECT_EQ(money(given).going_back, Money{});
  const auto refund = give_all_back(given);
  ASSERT_TRUE(refund);
  EXPECT_EQ(money(given).going_back, first_of(given).captured);
  shop_.db().write([&](db::Tx& tx) {
    orders::lock(tx, given);
    EXPECT_TRUE(refund_succeeded(tx, shop_.services, *refund, orders::Actor::staff(staff_), "TRX-1", shop_.now()));
  });
  EXPECT_EQ(money(given).going_back, Money{});

  const OrderId cancelled = lacks(Money{500});
  cancel(cancelled);
  EXPECT_EQ(money(cancelled).going_back, first_of(cancelled).captured);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_cancelled' AND body_text LIKE '%kembalikan%'"), 1);

  const OrderId over = lacks(-Money{7});
  ASSERT_EQ(accept(over), Applied::kPaid);
  EXPECT_EQ(money(over).going_back, Money{7});

  const OrderId forgiven = lacks(Money{500});
  ASSERT_EQ(accept(forgiven), Applied::kPaid);
  EXPECT_EQ(money(forgiven).going_back, Money{});
  EXPECT_EQ(money(forgiven).forgiven, Money{500});
}

TEST_P(TransferDifference, declining_the_proof_of_the_rest_does_not_say_that_the_payment_failed) {
  const OrderId id = lacks(Money{500});
  const PaymentState before = shop_.order(id).payment_state;
  send_proof(id);
  ASSERT_TRUE(decline(id));
  EXPECT_EQ(shop_.order(id).payment_state, before);
}

TEST_P(TransferDifference, the_buyer_is_told_by_one_mail_after_a_quarter_of_an_hour) {
  const OrderId id = lacks(Money{500});
  runner_.run_due();
  EXPECT_EQ(shop_.mails(id, "order_transfer_short"), 0);
  shop_.clock.advance(15min);
  runner_.run_due();
  runner_.run_due();
  EXPECT_EQ(shop_.mails(id, "order_transfer_short"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_transfer_short' AND body_text LIKE '%Rp 500%' "
                        "AND body_text LIKE '%1234567890%'"),
            1);
}

TEST_P(TransferDifference, what_is_decided_within_a_quarter_of_an_hour_is_not_told) {
  const OrderId paid = lacks(Money{500});
  ASSERT_EQ(accept(paid), Applied::kPaid);
  const OrderId corrected = came(Money{1});
  ASSERT_EQ(correct(corrected, Money{}), Applied::kProgress);
  shop_.clock.advance(15min);
  runner_.run_due();
  EXPECT_EQ(shop_.mails(paid, "order_transfer_short"), 0);
  EXPECT_EQ(shop_.mails(corrected, "order_transfer_short"), 0);
}

TEST_P(TransferDifference, of_a_figure_that_is_still_short_after_it_was_put_right_only_the_last_is_told) {
  const OrderId id = came(Money{1});
  shop_.clock.advance(10min);
  ASSERT_EQ(correct(id, total_of(id) - Money{700}), Applied::kMismatch);
  shop_.clock.advance(10min);
  runner_.run_due();
  EXPECT_EQ(shop_.mails(id, "order_transfer_short"), 0);
  shop_.clock.advance(5min);
  runner_.run_due();
  EXPECT_EQ(shop_.mails(id, "order_transfer_short"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_transfer_short' AND body_text LIKE '%Rp 700%'"), 1);
}

TEST_P(TransferDifference, when_the_rest_does_not_come_staff_are_asked_and_the_goods_stay_held) {
  const OrderId id = lacks(Money{500});
  shop_.clock.advance(25h);
  EXPECT_EQ(expire_holds(shop_.services), 0);
  shop_.clock.advance(10min);
  EXPECT_EQ(expire_holds(shop_.services), 0);
  EXPECT_EQ(shop_.order(id).state, State::kPending);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_mismatch", "transfer_rest_overdue"));
  EXPECT_EQ(add(id, Money{500}), Applied::kPaid);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(TransferTest, of_every_proof_that_waits_for_too_long_staff_are_asked) {
  const OrderId id = place();
  send_proof(id);
  shop_.clock.advance(25h);
  EXPECT_EQ(expire_holds(shop_.services), 0);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("transfer_overdue"));
  ASSERT_TRUE(decline(id));
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  send_proof(id);
  shop_.clock.advance(13h);
  EXPECT_EQ(expire_holds(shop_.services), 0);
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("transfer_overdue"));
}

TEST_P(TransferDifference, giving_back_and_cancelling_answer_what_was_asked_about_the_rest) {
  const OrderId given = lacks(Money{500}), cancelled = lacks(Money{500});
  shop_.clock.advance(25h);
  EXPECT_EQ(expire_holds(shop_.services), 0);
  EXPECT_THAT(shop_.staff_tasks(), Contains("transfer_rest_overdue"));
  ASSERT_TRUE(give_all_back(given));
  cancel(cancelled);
  EXPECT_THAT(shop_.staff_tasks(), UnorderedElementsAre("refund_by_hand", "payment_must_go_back"));
}

TEST_P(TransferDifference, what_comes_after_it_was_taken_as_it_is_must_go_back) {
  const OrderId id = lacks(Money{500});
  EXPECT_EQ(add_late(id, Money{500}).error(), NotDecided::kStillWaits);
  ASSERT_EQ(accept(id), Applied::kPaid);
  const Money seen = first_of(id).captured;
  EXPECT_EQ(add_late(id, Money{500}, seen), Applied::kMustGoBack);
  EXPECT_EQ(add_late(id, Money{500}, seen).error(), NotDecided::kAlready);
  expect_paid_once(id);
  EXPECT_EQ(shop_.attempt_of(id).captured, Money{500});
  EXPECT_EQ(shop_.attempt_of(id).payment_type, payments::kSurplus);
  EXPECT_EQ(balance_of(payments::Account::kBuyers), -Money{500});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back"));
}

TEST_P(TransferDifference, what_comes_after_all_was_sent_back_must_go_back_too) {
  const OrderId id = lacks(Money{500});
  ASSERT_TRUE(give_all_back(id));
  EXPECT_EQ(add_late(id, Money{500}), Applied::kMustGoBack);
  EXPECT_EQ(shop_.order(id).state, State::kPending);
  EXPECT_THAT(shop_.staff_tasks(), UnorderedElementsAre("refund_by_hand", "payment_must_go_back"));
}

TEST_P(TransferDifference, the_full_amount_typed_for_a_cancelled_order_is_put_right_until_it_goes_back) {
  const OrderId slip = lacks(Money{500}), right = lacks(Money{500});
  for (const OrderId id : {slip, right}) {
    cancel(id);
    EXPECT_EQ(add(id, Money{500}), Applied::kMustGoBack);
    EXPECT_EQ(first_of(id).state, AttemptState::kPaid);
  }
  EXPECT_EQ(correct(slip, total_of(slip) - Money{500}), Applied::kMustGoBack);
  EXPECT_EQ(first_of(slip).captured, total_of(slip) - Money{500});
  EXPECT_THAT(shop_.staff_tasks(), ElementsAre("payment_must_go_back", "payment_must_go_back"));
  ASSERT_TRUE(give_all_back(right));
  EXPECT_EQ(correct(right, Money{}).error(), NotDecided::kAlready);
}

TEST_P(TransferDifference, the_buyer_sees_the_transfer_behind_what_came_late_for_it) {
  const OrderId id = lacks(Money{500});
  const auto refund = give_all_back(id);
  ASSERT_TRUE(refund);
  ASSERT_EQ(add_late(id, Money{300}), Applied::kMustGoBack);
  shop_.db().write([&](db::Tx& tx) {
    orders::lock(tx, id);
    EXPECT_TRUE(refund_failed(tx, *refund, orders::Actor::staff(staff_), "given_up", shop_.now()));
  });
  const auto part = shop_.db().read([&](db::Tx& tx) { return transfer_of(tx, *orders::find(tx, id)); });
  ASSERT_TRUE(part);
  EXPECT_EQ(part->missing(), Money{500});
}

TEST_P(TransferDifference, what_comes_for_a_transfer_whose_time_was_over_must_go_back) {
  const OrderId id = place();
  cancel(id);
  EXPECT_EQ(add_late(id, total_of(id)), Applied::kMustGoBack);
  EXPECT_EQ(first_of(id).captured, total_of(id));
  EXPECT_EQ(shop_.attempts_of(id).size(), 1U);
}

TEST_P(TransferDifference, the_right_amount_after_the_hold_has_ended_lets_the_order_go_on) {
  const OrderId id = place();
  shop_.clock.advance(25h);
  ASSERT_EQ(expire_holds(shop_.services), 1);
  EXPECT_EQ(add_late(id, total_of(id)), Applied::kPaid);
  expect_paid_once(id);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty()) << "whoever has typed it knows";
}

TEST_P(TransferDifference, the_buyer_hears_of_money_that_goes_back_unless_it_was_a_slip) {
  const OrderId slip = place(), right = place();
  for (const OrderId id : {slip, right}) {
    cancel(id);
    ASSERT_EQ(add_late(id, total_of(id)), Applied::kMustGoBack);
  }
  shop_.clock.advance(14min);
  runner_.run_due();
  ASSERT_TRUE(correct(slip, Money{}));
  EXPECT_EQ(shop_.mails(right, "order_payment_returned"), 0);
  shop_.clock.advance(2min);
  runner_.run_due();
  EXPECT_EQ(shop_.mails(right, "order_payment_returned"), 1);
  EXPECT_EQ(shop_.mails(slip, "order_payment_returned"), 0);
}

TEST_P(TransferDifference, who_has_sent_a_proof_of_the_rest_is_not_told_to_send_it) {
  const OrderId id = lacks(Money{500});
  send_proof(id);
  shop_.clock.advance(15min);
  runner_.run_due();
  EXPECT_EQ(shop_.mails(id, "order_transfer_short"), 0);
}

TEST_P(TransferDifference, a_proof_of_the_rest_waits_on_while_a_figure_that_is_put_right_is_short) {
  const OrderId id = lacks(Money{500});
  send_proof(id);
  EXPECT_EQ(correct(id, total_of(id) - Money{400}), Applied::kMismatch);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'waiting'"), 1);
  EXPECT_EQ(correct(id, total_of(id)), Applied::kPaid);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'accepted'"), 1);
}

TEST_P(TransferDifference, is_not_taken_as_it_is_while_a_proof_of_the_rest_waits) {
  const OrderId id = lacks(Money{500});
  send_proof(id);
  EXPECT_EQ(accept(id).error(), NotDecided::kProofWaits);
  EXPECT_EQ(balance_of(payments::Account::kLosses), Money{});
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'waiting'"), 1);
  ASSERT_TRUE(decline(id));
  EXPECT_EQ(accept(id), Applied::kPaid);
}

TEST_P(TransferDifference, of_a_surplus_only_that_it_never_came_can_be_said) {
  const OrderId id = lacks(Money{500});
  ASSERT_EQ(accept(id), Applied::kPaid);
  ASSERT_EQ(add_late(id, Money{5'000}), Applied::kMustGoBack);
  EXPECT_TRUE(is_correctable(shop_.attempt_of(id)));
  EXPECT_EQ(correct_newest(id, Money{500}).error(), NotDecided::kOnlyNothing);
  EXPECT_EQ(shop_.attempt_of(id).captured, Money{5'000});
  EXPECT_EQ(correct_newest(id, Money{}), Applied::kProgress);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kCancelled);
  EXPECT_EQ(shop_.attempt_of(id).captured, Money{});
  EXPECT_EQ(balance_of(payments::Account::kBuyers), Money{});
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
  expect_paid_once(id);
  EXPECT_EQ(add_late(id, Money{500}), Applied::kMustGoBack) << "what has come in truth";
  EXPECT_EQ(balance_of(payments::Account::kBuyers), -Money{500});
}

TEST_P(TransferDifference, a_surplus_that_never_came_is_waited_for_by_nobody) {
  const OrderId id = lacks(Money{500});
  ASSERT_TRUE(give_all_back(id));
  ASSERT_EQ(add_late(id, total_of(id)), Applied::kMustGoBack);
  EXPECT_EQ(correct_newest(id, Money{}), Applied::kProgress);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kCancelled);
}

TEST_P(TransferDifference, a_surplus_that_goes_back_cannot_be_put_right) {
  const OrderId id = lacks(-Money{7});
  ASSERT_EQ(accept(id), Applied::kPaid);
  const PaymentId surplus = shop_.attempt_of(id).id;
  shop_.db().write([&](db::Tx& tx) {
    EXPECT_TRUE(give_back(tx, orders::lock(tx, id), surplus, "not_needed", orders::Actor::staff(staff_), shop_.now()));
  });
  EXPECT_EQ(correct_newest(id, Money{}).error(), NotDecided::kAlready);
}

TEST_P(TransferDifference, with_money_that_never_came_for_an_ended_order_its_proof_is_closed) {
  const OrderId id = lacks(Money{500});
  cancel(id);
  send_proof(id);
  const PaymentId payment = first_of(id).id;
  shop_.db().write(
      [&](db::Tx& tx) { payments::ask_staff(tx, "transfer-proof:1", "transfer_proof", id, payment, "", shop_.now()); });
  EXPECT_EQ(correct(id, Money{}), Applied::kProgress);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'waiting'"), 0);
  EXPECT_THAT(shop_.staff_tasks(), IsEmpty());
}

TEST_P(TransferDifference, a_proof_sent_after_the_transfer_was_closed_keeps_the_order_from_being_cancelled) {
  const OrderId id = changed_to_transfer();
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    if (verb == "cancel") send_proof(id);
  };
  const auto cancelled = cancel_order(shop_.services, id, orders::Actor::staff(staff_), "kosong");
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error(), CancelRefusal::kProofWaits);
  EXPECT_EQ(shop_.order(id).state, State::kPending);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kPending);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'waiting'"), 1);
}

TEST_P(TransferDifference, a_proof_of_the_rest_keeps_the_order_from_being_cancelled) {
  const OrderId id = lacks(Money{500});
  send_proof(id);
  EXPECT_EQ(cancel_order(shop_.services, id, orders::Actor::staff(staff_), "kosong").error(),
            CancelRefusal::kProofWaits);
  ASSERT_TRUE(decline(id));
  cancel(id);
}

TEST_P(TransferDifference, a_proof_sent_after_the_transfer_was_closed_keeps_the_buyer_from_another_payment) {
  const OrderId id = changed_to_transfer();
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    if (verb == "cancel") send_proof(id);
  };
  http::Request request;
  request.params = {{"number", shop_.order(id).number}};
  request.form = *http::Fields::decode(
      fmt::format("payment_method=midtrans&t={}",
                  orders::link_token(shop_.services.settings.session_secret, shop_.order(id).number)));
  const auto answer = create_payment(request, shop_.services);
  EXPECT_THAT(std::string(answer.header("Location")), HasSubstr("notice=proof_waits"));
  EXPECT_EQ(shop_.attempt_of(id).provider, "bank_transfer");
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kPending);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'waiting'"), 1);
}

TEST_P(TransferDifference, the_buyer_sees_what_goes_back_and_the_transfer_that_is_awaited) {
  const OrderId id = changed_to_transfer();
  const payments::Attempt old = first_of(id);
  shop_.db().write([&](db::Tx& tx) {
    EXPECT_EQ(apply_report(tx, shop_.services, old.reference, transfer_report(old.reference, old.amount), shop_.now()),
              Applied::kMustGoBack);
  });
  const auto [money, transfer] = shop_.db().read([&](db::Tx& tx) {
    const auto order = *orders::find(tx, id);
    return std::pair{money_of(tx, order), transfer_of(tx, order)};
  });
  EXPECT_EQ(money.going_back, old.amount);
  ASSERT_TRUE(transfer);
  EXPECT_EQ(transfer->accounts.at(0).number, "1234567890");
}

TEST_P(TransferDifference, the_proof_of_the_rest_is_accepted_with_it) {
  const OrderId id = lacks(Money{500});
  send_proof(id);
  EXPECT_EQ(add(id, Money{500}), Applied::kPaid);
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'accepted'"), 1);
}

}  // namespace
}  // namespace hurtrock::checkout
