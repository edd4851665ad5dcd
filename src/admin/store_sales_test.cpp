#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "admin/count_days.hpp"
#include "admin/sales.hpp"
#include "admin/shop_fixture.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/settle_refund.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono;
using store::Sales;

/// Days and months begin at 17.00 UTC.
constexpr Time kMidnight = from_micros(1'795'366'800'000'000);  // 2026-11-22T17:00:00Z: 23 November in WIB
constexpr Time kFirstOfDecember = kMidnight + days{8};          // 2026-11-30T17:00:00Z
constexpr microseconds kMoment{1};
const Days kAll{kMidnight - days{3}, kMidnight + days{20}};

class SalesOfDays : public testing::ShopTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(rfc3339(kMidnight), "2026-11-22T17:00:00Z");
    ASSERT_EQ(rfc3339(kFirstOfDecember), "2026-11-30T17:00:00Z");
    db_->write([](db::Tx& tx) { tx.run_script("UPDATE stock_levels SET on_hand = 1000"); });
  }
  void at(Time time) { clock_.advance(time - clock_.now()); }

  std::string place_at(Time time, std::string_view method = "midtrans", const testing::Buyer& buyer = {}) {
    at(time);
    return place(method, buyer);
  }
  void pay_at(Time time, const std::string& number) {
    at(time);
    db_->write([&](db::Tx& tx) {
      const auto order = *orders::find(tx, number);
      const auto attempt = payments::attempts_of(tx, order.id).front();
      payments::record_capture(tx, attempt.id, attempt.amount, true,
                               {payments::AttemptState::kPaid, "t-" + number, "qris"}, clock_.now());
      EXPECT_TRUE(orders::mark_paid(tx, order.id, orders::Actor::gateway(), clock_.now()));
      if (order.state == orders::State::kPending) inventory::commit(tx, order.id, clock_.now());
    });
  }
  std::string paid_at(Time time, const testing::Buyer& buyer = {}) {
    const std::string number = place_at(time, "midtrans", buyer);
    pay_at(time, number);
    return number;
  }
  RefundId refund_at(Time time, const std::string& number, std::int64_t packs, Money extra) {
    at(time);
    return db_->write([&](db::Tx& tx) {
      const auto of_order = orders::lines_of(tx, orders::find(tx, number)->id);
      checkout::RefundWish wish{.extra = extra, .reason = "Cacat", .request_key = fmt::format("k{}", ++refunds_)};
      if (packs > 0) wish.pieces.push_back({.line = of_order[1].id, .quantity = packs});
      return checkout::refund_order(tx, orders::lock(tx, orders::find(tx, number)->id), wish,
                                    orders::Actor::staff(ani_.id), clock_.now())
          ->id;
    });
  }
  /// The money of a refund has gone back.
  void gone_at(Time time, RefundId refund) {
    at(time);
    db_->write([&](db::Tx& tx) {
      const auto found = *payments::find_refund(tx, refund);
      orders::lock(tx, found.order);
      EXPECT_TRUE(checkout::refund_succeeded(tx, checkout_, found, orders::Actor::gateway(), "", clock_.now()));
    });
  }
  void came_back_at(Time time, RefundId refund) {
    at(time);
    db_->write([&](db::Tx& tx) { EXPECT_TRUE(payments::hand_over(tx, refund, "returned", clock_.now())); });
  }
  void cancel_at(Time time, const std::string& number) {
    at(time);
    gateway_.report = payments::Report{};
    EXPECT_TRUE(cancel_order(shop_, ani_, seen(number), "habis"));
  }
  RefundId only_refund_of(const std::string& number) {
    return db_->read([&](db::Tx& tx) { return payments::refunds_of(tx, orders::find(tx, number)->id).at(0).id; });
  }

  /// All kinds of orders, on both sides of midnight and of the first of December.
  void a_busy_fortnight() {
    for (const Time border : {kMidnight, kFirstOfDecember}) {
      paid_at(border - kMoment);
      paid_at(border, {.name = "Citra", .email = "citra@mail.id"});
      const auto night = place_at(border - kMoment);
      pay_at(border, night);
      place_at(border, "cod");
    }
    const auto cash = place_at(kMidnight + hours{5}, "cod");
    pay_at(kMidnight + days{2}, cash);
    const auto unpaid = place_at(kMidnight + hours{6}, "bank_transfer");
    cancel_at(kMidnight + hours{7}, unpaid);

    // The money of a cancelled order goes back in the last moment of November.
    const auto cancelled = paid_at(kMidnight + days{3});
    cancel_at(kMidnight + days{4}, cancelled);
    gone_at(kFirstOfDecember - kMoment, only_refund_of(cancelled));

    // Two packs and a present, on the first of December; the buyer's bank returns it, and it goes once more.
    const auto refunded = paid_at(kMidnight + days{5});
    const auto refund = refund_at(kMidnight + days{6}, refunded, 2, Money{5'000});
    gone_at(kFirstOfDecember, refund);
    came_back_at(kFirstOfDecember + days{2}, refund);
    gone_at(kFirstOfDecember + days{4} - hours{1}, refund);

    // One pack goes back before the rest of the order is cancelled.
    const auto both = paid_at(kFirstOfDecember + days{1});
    const auto pack = refund_at(kFirstOfDecember + days{1} + hours{1}, both, 1, {});
    gone_at(kFirstOfDecember + days{3}, pack);
    cancel_at(kFirstOfDecember + days{4}, both);
    db_->write([&](db::Tx& tx) {
      for (const auto& of_order : payments::refunds_of(tx, orders::find(tx, both)->id))
        if (of_order.reason == "order_cancelled")
          EXPECT_TRUE(checkout::refund_succeeded(tx, checkout_, of_order, orders::Actor::gateway(), "", clock_.now()));
    });
    at(kFirstOfDecember + days{5} + hours{1});
  }

  std::vector<store::DaySales> by_day(const Days& wanted) {
    return db_->read([&](db::Tx& tx) { return store::sales_by_day(tx, wanted); });
  }
  /// The same from the rows, by other means: day by day, with the calendar's help.
  std::map<std::string, Sales> from_the_rows() {
    std::map<std::string, Sales> found;
    db_->read([&](db::Tx& tx) {
      std::set<std::string> known;
      for (const auto& [placed_at] : tx.all<Time>("SELECT placed_at FROM orders")) ++found[iso_day(placed_at)].placed;
      for (const auto& [paid, email] : tx.all<Time, std::string>(
               "SELECT paid_at, email FROM orders WHERE paid_at IS NOT NULL ORDER BY paid_at, id")) {
        ++found[iso_day(paid)].paid;
        if (known.insert(email).second) ++found[iso_day(paid)].first_paid;
      }
      for (const auto& [at, debit, credit, amount, refund] :
           tx.all<Time, std::string, std::string, Money, std::optional<std::int64_t>>(
               "SELECT created_at, debit, credit, amount, refund_id FROM ledger_entries")) {
        if (credit == "orders" && !refund) found[iso_day(at)].received += amount;
        if (credit == "orders" && refund) found[iso_day(at)].given_back -= amount;
        if (debit == "orders") found[iso_day(at)].given_back += amount;
      }
    });
    return found;
  }
  void expect_what_the_rows_say() {
    auto expected = from_the_rows();
    std::int64_t placed = 0;
    for (const auto& [day, sales] : by_day(kAll)) {
      EXPECT_EQ(sales.placed, expected[iso_day(day)].placed) << iso_day(day);
      EXPECT_EQ(sales.paid, expected[iso_day(day)].paid) << iso_day(day);
      EXPECT_EQ(sales.first_paid, expected[iso_day(day)].first_paid) << iso_day(day);
      EXPECT_EQ(sales.received, expected[iso_day(day)].received) << iso_day(day);
      EXPECT_EQ(sales.given_back, expected[iso_day(day)].given_back) << iso_day(day);
      placed += sales.placed;
    }
    EXPECT_EQ(placed, one<std::int64_t>("SELECT COUNT(*) FROM orders"));
    EXPECT_EQ(db_->read([](db::Tx& tx) { return store::orders_placed(tx); }), placed);
  }
  Sales of(const Days& wanted) { return store::sum_of(by_day(kAll), wanted); }
  std::int64_t counted_days() { return one<std::int64_t>("SELECT COUNT(*) FROM counted_days"); }

 private:
  int refunds_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, SalesOfDays, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SalesOfDays, AreWhatTheRowsSayBeforeAnybodyHasCounted) {
  a_busy_fortnight();
  expect_what_the_rows_say();
  EXPECT_EQ(counted_days(), 0);
}

TEST_P(SalesOfDays, AreTheSameAfterAnyNumberOfDaysHasBeenCounted) {
  a_busy_fortnight();
  int counted = 0;
  while (db_->write([&](db::Tx& tx) { return store::count_a_day(tx, clock_.now()); })) {
    ++counted;
    expect_what_the_rows_say();
  }
  EXPECT_EQ(counted, 14);  // from 22 November to 5 December; the sixth is today
}

TEST_P(SalesOfDays, TheLastMomentOfADayBelongsToItAndTheNextToTheNext) {
  paid_at(kMidnight - kMoment);
  paid_at(kMidnight);
  paid_at(kMidnight);
  EXPECT_EQ(of(day_of(kMidnight - kMoment)).paid, 1);
  EXPECT_EQ(of(day_of(kMidnight)).paid, 2);
  EXPECT_EQ(of(day_of(kMidnight)).revenue(), Money{2 * 15'474'000});
}

TEST_P(SalesOfDays, TheLastMomentOfAMonthBelongsToIt) {
  paid_at(kFirstOfDecember - kMoment);
  paid_at(kFirstOfDecember);
  paid_at(kFirstOfDecember);
  const Days december = month_of(kFirstOfDecember);
  EXPECT_EQ(of(december).paid, 2);
  EXPECT_EQ(of(month_before(december)).paid, 1);
}

TEST_P(SalesOfDays, AnOrderComesInOnOneDayAndIsPaidOnAnother) {
  pay_at(kMidnight, place_at(kMidnight - kMoment));
  const Sales before = of(day_of(kMidnight - kMoment)), after = of(day_of(kMidnight));
  EXPECT_EQ(before.placed, 1);
  EXPECT_EQ(before.paid, 0);
  EXPECT_EQ(after.placed, 0);
  EXPECT_EQ(after.paid, 1);
}

TEST_P(SalesOfDays, CashOnDeliveryCountsWhenItHasCome) {
  const auto number = place_at(kMidnight, "cod");
  EXPECT_EQ(of(day_of(kMidnight)).revenue(), Money{});
  pay_at(kMidnight + days{2}, number);
  EXPECT_EQ(of(day_of(kMidnight)).revenue(), Money{});
  EXPECT_EQ(of(day_of(kMidnight + days{2})).revenue(), Money{15'474'000});
}

TEST_P(SalesOfDays, MoneyThatGoesBackIsTakenOffTheDayItGoes) {
  const auto number = paid_at(kMidnight);
  const auto refund = refund_at(kMidnight + hours{1}, number, 1, {});
  EXPECT_EQ(of(day_of(kMidnight)).revenue(), Money{15'474'000});
  gone_at(kMidnight + days{1}, refund);
  EXPECT_EQ(of(day_of(kMidnight)).revenue(), Money{15'474'000});
  EXPECT_EQ(of(day_of(kMidnight + days{1})).revenue(), -Money{150'000});
}

TEST_P(SalesOfDays, AnOrderThatNobodyPaidIsNoRevenue) {
  cancel_at(kMidnight + hours{1}, place_at(kMidnight, "bank_transfer"));
  EXPECT_EQ(of(kAll).placed, 1);
  EXPECT_EQ(of(kAll).revenue(), Money{});
}

TEST_P(SalesOfDays, PiecesComeBackWithTheirMoney) {
  a_busy_fortnight();
  const auto sums = [&] {
    return db_->read([](db::Tx& tx) {
      return tx.one<std::int64_t, std::int64_t, Money>(
          "SELECT CAST(SUM(pieces) AS BIGINT), CAST(SUM(pieces_back) AS BIGINT), CAST(SUM(amount_back) AS BIGINT) FROM "
          "product_days");
    });
  };
  at(kAll.before);
  count_finished_days(*db_, clock_);
  // Ten orders of four pieces were paid. Back came two of them in whole, one of which in two parts, and two packs.
  const auto [pieces, back, amount] = sums();
  EXPECT_EQ(pieces, 40);
  EXPECT_EQ(back, 4 + 4 + 2);
  EXPECT_EQ(amount, Money{2 * 15'450'000 + 300'000});
}

TEST_P(SalesOfDays, TheBestSellersAreThoseOfWhichMostPiecesWerePaid) {
  paid_at(kMidnight);
  place_at(kMidnight, "cod");
  const auto best = [&](const Days& wanted) {
    return db_->read([&](db::Tx& tx) { return store::best_sellers(tx, wanted, 5); });
  };
  const auto sold = best(kAll);
  ASSERT_EQ(sold.size(), 2U);
  EXPECT_EQ(sold[0].product, ProductId{2});
  EXPECT_EQ(sold[0].name, "Senar Slinky");
  EXPECT_EQ(sold[0].pieces, 3);
  EXPECT_EQ(sold[1].amount, Money{15'000'000});
  EXPECT_TRUE(best(day_of(kMidnight - kMoment)).empty());
  at(kMidnight + days{2});
  count_finished_days(*db_, clock_);
  EXPECT_EQ(best(kAll)[0].pieces, 3);
}

TEST_P(SalesOfDays, ADayIsCountedAnHourAfterItIsOver) {
  paid_at(kMidnight);
  const auto count_at = [&](Time time) { return db_->write([&](db::Tx& tx) { return store::count_a_day(tx, time); }); };
  EXPECT_FALSE(count_at(kMidnight + days{1} + minutes{59}));
  EXPECT_TRUE(count_at(kMidnight + days{1} + minutes{60}));
  EXPECT_FALSE(count_at(kMidnight + days{1} + minutes{60}));
}

TEST_P(SalesOfDays, NothingIsCountedBeforeTheFirstOrder) {
  count_finished_days(*db_, clock_);
  EXPECT_EQ(counted_days(), 0);
  paid_at(kMidnight);
  at(kMidnight + days{3} + hours{2});
  count_finished_days(*db_, clock_);
  EXPECT_EQ(counted_days(), 3);
}

}  // namespace
}  // namespace hurtrock::admin
