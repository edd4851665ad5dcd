#include "payments/ledger.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/shop_fixture.hpp>

#include "payments/payments.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Account kAll[] = {Account::kMidtrans, Account::kStripe, Account::kBank, Account::kCash,
                            Account::kOrders,   Account::kBuyers, Account::kFees, Account::kLosses};
constexpr Money kPaid{1'010'000};

class Ledger : public ::testing::TestWithParam<db::Dialect> {
 protected:
  template <class F>
  auto in_tx(F&& change) {
    return shop_.db().write(std::forward<F>(change));
  }
  Attempt captured(std::string_view provider = "midtrans", bool settles = true) {
    return in_tx([&](db::Tx& tx) {
      const Attempt attempt = create_attempt(
          tx, {.order = order_.id, .order_number = order_.number, .provider = std::string(provider), .amount = kPaid},
          shop_.now());
      record_capture(tx, attempt.id, kPaid, settles, {AttemptState::kPaid, "t-1", "qris"}, shop_.now());
      return attempt;
    });
  }
  Refund refund(const Attempt& attempt, Money amount) {
    return in_tx([&](db::Tx& tx) {
      return *create_refund(tx,
                            {.order = order_.id,
                             .order_number = order_.number,
                             .payment = attempt.id,
                             .amount = amount,
                             .goods = {},
                             .shipping = {},
                             .reason = "x"},
                            shop_.now());
    });
  }
  void gone(const Refund& refund, std::string_view transfer = "") {
    EXPECT_TRUE(in_tx([&](db::Tx& tx) { return record_refunded(tx, refund.id, transfer, shop_.now()); }));
  }
  void to_be_done_by_hand(const Refund& refund) {
    EXPECT_TRUE(in_tx([&](db::Tx& tx) { return hand_over(tx, refund.id, "came_back", shop_.now()); }));
  }
  MovementOutcome move(const Movement& movement) {
    return in_tx([&](db::Tx& tx) { return write_movement(tx, movement, staff_, shop_.now()); });
  }
  Money balance_of(Account account) {
    return shop_.db().read([&](db::Tx& tx) { return balance(tx, account); });
  }
  Money held(const Attempt& attempt) {
    return shop_.db().read([&](db::Tx& tx) { return held_at_provider(tx, attempt.id); });
  }
  /// "debit<credit amount", newest first.
  std::vector<std::string> written(std::optional<Account> account = std::nullopt, std::int64_t before = INT64_MAX,
                                   std::int64_t limit = 100) {
    std::vector<std::string> lines;
    for (const Entry& entry : shop_.db().read([&](db::Tx& tx) { return entries(tx, account, before, limit); }))
      lines.push_back(
          fmt::format("{} {}<{} {}", word(entry.kind), word(entry.debit), word(entry.credit), entry.amount.rupiah()));
    return lines;
  }

  fixture::Shop shop_{GetParam()};
  orders::Placed order_ = shop_.add_order({shop_.add_variant()});
  UserId staff_ = shop_.add_user("ani@toko.test");
};
TEST_P(Ledger, a_period_begins_with_its_first_moment_and_ends_before_its_last) {
  const Time begin = shop_.now();
  captured();
  shop_.clock.advance(1h);
  captured("stripe", /*settles=*/false);
  shop_.clock.advance(1h);
  captured("cod", /*settles=*/false);
  const auto between = [&](Time from, Time before) {
    return shop_.db().read([&](db::Tx& tx) {
      std::vector<std::string> lines;
      for (const Entry& entry : entries(tx, std::nullopt, INT64_MAX, 9, Period{from, before}))
        lines.emplace_back(word(entry.debit));
      return lines;
    });
  };
  EXPECT_THAT(between(begin, begin + 1h), ElementsAre("midtrans"));
  EXPECT_THAT(between(begin + 1h, begin + 2h), ElementsAre("stripe"));
  EXPECT_THAT(between(begin, begin + 3h), ElementsAre("cash", "stripe", "midtrans"));
  EXPECT_THAT(between(begin + 3h, begin + 4h), IsEmpty());
}

TEST_P(Ledger, an_accounts_change_is_what_its_entries_of_the_period_add_up_to) {
  const Time begin = shop_.now();
  const Attempt attempt = captured();
  shop_.clock.advance(1h);
  gone(refund(attempt, Money{10'000}));
  const auto changed = [&](Account account, Time from, Time before) {
    return shop_.db().read([&](db::Tx& tx) { return change(tx, account, {from, before}); });
  };
  EXPECT_EQ(changed(Account::kMidtrans, begin, begin + 1h), kPaid);
  EXPECT_EQ(changed(Account::kMidtrans, begin + 1h, begin + 2h), -Money{10'000});
  EXPECT_EQ(changed(Account::kOrders, begin, begin + 2h), Money{10'000} - kPaid);
  EXPECT_EQ(changed(Account::kBank, begin, begin + 2h), Money{});
}

INSTANTIATE_TEST_SUITE_P(, Ledger, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Ledger, money_for_an_order_is_earned_where_it_came) {
  captured();
  EXPECT_THAT(written(), ElementsAre("captured midtrans<orders 1010000"));
  EXPECT_EQ(balance_of(Account::kMidtrans), kPaid);
  EXPECT_EQ(balance_of(Account::kOrders), -kPaid);
}

TEST_P(Ledger, money_that_no_order_needs_is_the_buyers) {
  captured("stripe", false);
  EXPECT_THAT(written(), ElementsAre("captured stripe<buyers 1010000"));
}

TEST_P(Ledger, what_comes_in_parts_is_booked_as_it_comes) {
  const Attempt attempt = captured("bank_transfer", false);
  const auto comes = [&](Money sum) {
    in_tx([&](db::Tx& tx) {
      record_capture(tx, attempt.id, sum, false, {AttemptState::kMismatch, "t-1", "transfer"}, shop_.now());
      return 0;
    });
  };
  comes(kPaid + Money{5});
  comes(kPaid + Money{5});
  EXPECT_THAT(written(), ElementsAre("captured bank<buyers 5", "captured bank<buyers 1010000"));
}

TEST_P(Ledger, what_is_taken_back_stays_in_the_books_beside_the_entry_against_it) {
  const Attempt attempt = captured("bank_transfer", false);
  in_tx([&](db::Tx& tx) {
    take_back_capture(tx, attempt.id, "salah ketik", staff_, shop_.now());
    record_capture(tx, attempt.id, Money{7}, true, {AttemptState::kPaid, "t-1", "transfer"}, shop_.now());
    return 0;
  });
  EXPECT_THAT(written(), ElementsAre("captured bank<orders 7", "capture_undone buyers<bank 1010000",
                                     "captured bank<buyers 1010000"));
  EXPECT_EQ(balance_of(Account::kBank), Money{7});
  EXPECT_EQ(balance_of(Account::kBuyers), Money{});
  const auto undone = shop_.db().read([&](db::Tx& tx) { return entries(tx, std::nullopt, INT64_MAX, 3); })[1];
  EXPECT_EQ(undone.note, "salah ketik");
  EXPECT_NE(undone.written_by, "");
  EXPECT_EQ(undone.order_number, order_.number);
  EXPECT_EQ(shop_.db().read([&](db::Tx& tx) { return captures_of(tx, attempt.id); }), 2);
}

TEST_P(Ledger, what_is_forgiven_is_earned_and_lost) {
  const Attempt attempt = in_tx([&](db::Tx& tx) {
    const Attempt created = create_attempt(
        tx, {.order = order_.id, .order_number = order_.number, .provider = "bank_transfer", .amount = kPaid},
        shop_.now());
    record_capture(tx, created.id, kPaid - Money{500}, true, {AttemptState::kPaid, "t-1", "transfer"}, shop_.now());
    record_forgiven(tx, created.id, Money{500}, "biaya bank", staff_, shop_.now());
    return *find_attempt(tx, created.id);
  });
  EXPECT_EQ(attempt.forgiven, Money{500});
  EXPECT_THAT(written(), ElementsAre("forgiven losses<orders 500", "captured bank<orders 1009500"));
  EXPECT_EQ(balance_of(Account::kOrders), -kPaid);
  EXPECT_EQ(balance_of(Account::kLosses), Money{500});
}

TEST_P(Ledger, cash_and_transfers_are_with_the_courier_and_in_the_bank) {
  captured("cod", false);
  captured("bank_transfer", false);
  EXPECT_THAT(written(), ElementsAre("captured bank<buyers 1010000", "captured cash<buyers 1010000"));
}

TEST_P(Ledger, a_refund_is_booked_when_it_has_gone_and_not_before) {
  const auto attempt = captured();
  const auto first = refund(attempt, Money{10'000});
  EXPECT_EQ(written().size(), 1U);
  gone(first);
  EXPECT_EQ(written().front(), "refunded orders<midtrans 10000");
  EXPECT_EQ(held(attempt), Money{1'000'000});
}

TEST_P(Ledger, a_refund_that_fails_leaves_nothing_in_the_books) {
  const auto failing = refund(captured(), Money{10'000});
  EXPECT_TRUE(in_tx([&](db::Tx& tx) { return record_failed(tx, failing.id, "no", shop_.now()); }));
  EXPECT_EQ(written().size(), 1U);
}

TEST_P(Ledger, what_came_back_from_a_bank_and_went_by_hand_leaves_the_bank_account) {
  const auto attempt = captured();
  const auto bounced = refund(attempt, Money{10'000});
  gone(bounced);
  to_be_done_by_hand(bounced);
  EXPECT_EQ(held(attempt), kPaid);
  gone(bounced, "BCA 123");
  EXPECT_THAT(written(), ElementsAre("refunded orders<bank 10000", "refund_came_back midtrans<orders 10000",
                                     "refunded orders<midtrans 10000", "captured midtrans<orders 1010000"));
  EXPECT_EQ(held(attempt), kPaid) << "the provider still has what the shop gave from its own pocket";
}

TEST_P(Ledger, the_same_refund_is_booked_once_however_often_it_is_told) {
  const auto told = refund(captured(), Money{10'000});
  gone(told);
  in_tx([&](db::Tx& tx) {
    EXPECT_FALSE(record_refunded(tx, told.id, "", shop_.now()));
    ledger::book_refund(tx, told.id, shop_.now());
  });
  EXPECT_EQ(written().size(), 2U);
}

TEST_P(Ledger, a_payment_is_booked_once) {
  const auto attempt = captured();
  in_tx([&](db::Tx& tx) {
    ledger::book_capture(tx, attempt.id, shop_.now());
    return 0;
  });
  EXPECT_THAT(written(), SizeIs(1));
}

TEST_P(Ledger, a_payout_and_its_fee_leave_the_provider) {
  captured();
  EXPECT_EQ(move({.amount = kPaid, .fee = Money{4'000}, .note = "payout 27 Nov", .request_key = "a"}),
            MovementOutcome::kWritten);
  EXPECT_THAT(written(Account::kMidtrans),
              ElementsAre("fee fees<midtrans 4000", "moved bank<midtrans 1006000", "captured midtrans<orders 1010000"));
  EXPECT_EQ(balance_of(Account::kMidtrans), Money{});
}

TEST_P(Ledger, more_than_a_place_holds_cannot_leave_it) {
  captured();
  EXPECT_EQ(move({.amount = kPaid + Money{1}, .fee = {}, .note = "x", .request_key = "a"}), MovementOutcome::kTooMuch);
  EXPECT_EQ(written().size(), 1U);
}

TEST_P(Ledger, a_form_sent_twice_is_one_movement) {
  captured();
  const Movement movement{.amount = Money{5'000}, .fee = Money{1'000}, .note = "x", .request_key = "a"};
  EXPECT_EQ(move(movement), MovementOutcome::kWritten);
  EXPECT_EQ(move(movement), MovementOutcome::kAlready);
  EXPECT_EQ(written().size(), 3U);
}

TEST_P(Ledger, of_8_payouts_of_everything_at_once_one_is_written) {
  captured();
  fixture::at_once(8, [&](int n) {
    (void)move({.amount = kPaid, .fee = {}, .note = "x", .request_key = fmt::format("at-once-{}", n)});
  });
  EXPECT_EQ(balance_of(Account::kMidtrans), Money{});
  EXPECT_EQ(written().size(), 2U);
}

TEST_P(Ledger, what_is_lost_and_found_goes_through_losses) {
  captured("cod");
  EXPECT_EQ(move({.from = Account::kCash,
                  .to = Account::kLosses,
                  .amount = Money{10'000},
                  .fee = {},
                  .note = "x",
                  .request_key = "a"}),
            MovementOutcome::kWritten);
  EXPECT_EQ(move({.from = Account::kLosses,
                  .to = Account::kCash,
                  .amount = Money{4'000},
                  .fee = {},
                  .note = "found",
                  .request_key = "b"}),
            MovementOutcome::kWritten);
  EXPECT_EQ(balance_of(Account::kLosses), Money{6'000});
}

TEST_P(Ledger, the_accounts_add_up_to_nothing_counted_or_not) {
  gone(refund(captured(), Money{10'000}));
  ASSERT_EQ(move({.amount = Money{500'000}, .fee = Money{2'000}, .note = "x", .request_key = "a"}),
            MovementOutcome::kWritten);
  std::vector<Money> before;
  for (const Account account : kAll) before.push_back(balance_of(account));
  shop_.clock.advance(2h);
  captured("stripe", false);
  in_tx([&](db::Tx& tx) { count_balances(tx, shop_.now()); });
  Money sum;
  for (const Account account : kAll) sum += balance_of(account);
  EXPECT_EQ(sum, Money{});
  EXPECT_EQ(balance_of(Account::kMidtrans), before[0]);
  EXPECT_EQ(balance_of(Account::kStripe), kPaid) << "it is too young to be counted, and is added";
}

TEST_P(Ledger, pages_of_an_account_leave_out_and_repeat_nothing) {
  captured();
  for (int n = 0; n < 5; ++n)
    ASSERT_EQ(move({.amount = Money{n + 1}, .fee = {}, .note = "x", .request_key = fmt::format("n{}", n)}),
              MovementOutcome::kWritten);
  const auto first = shop_.db().read([](db::Tx& tx) { return entries(tx, Account::kMidtrans, INT64_MAX, 4); });
  EXPECT_EQ(first.size(), 4U);
  EXPECT_THAT(written(Account::kMidtrans, first.back().id, 4),
              ElementsAre("moved bank<midtrans 1", "captured midtrans<orders 1010000"));
  EXPECT_THAT(written(Account::kFees), IsEmpty());
}

TEST_P(Ledger, an_entry_names_its_order_and_who_wrote_it) {
  captured();
  (void)move({.amount = Money{1'000}, .fee = {}, .note = "payout", .request_key = "a"});
  const auto found = shop_.db().read([](db::Tx& tx) { return entries(tx, std::nullopt, INT64_MAX, 9); });
  EXPECT_EQ(found[1].order_number, order_.number);
  EXPECT_EQ(found[0].note, "payout");
  EXPECT_FALSE(found[0].written_by.empty());
}

}  // namespace
}  // namespace hurtrock::payments
