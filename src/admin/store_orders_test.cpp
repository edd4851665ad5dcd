#include <fmt/format.h>

#include <algorithm>

#include "admin/count_days.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

class OrderList : public testing::ShopTest {
 protected:
  store::OrderSlice list(const OrderFilter& filter, std::size_t per_slice = 25) {
    return db_->read([&](db::Tx& tx) { return store::orders_matching(tx, filter, per_slice); });
  }
  std::vector<std::string> numbers(const OrderFilter& filter, std::size_t per_slice = 25) {
    std::vector<std::string> found;
    for (const auto& order : list(filter, per_slice).orders) found.push_back(order.number);
    return found;
  }
  std::vector<std::string> search(std::string text) { return numbers({.search = std::move(text)}); }
  /// `count` orders, an hour apart; newest first.
  std::vector<std::string> place_hourly(int count) {
    std::vector<std::string> placed;
    for (int i = 0; i < count; ++i) {
      placed.insert(placed.begin(), place("cod"));
      clock_.advance(std::chrono::hours{1});
    }
    return placed;
  }
  using Numbers = std::vector<std::string>;
};

INSTANTIATE_TEST_SUITE_P(, OrderList, db::testing::every_dialect(), db::testing::name_of);

TEST_P(OrderList, ShowsTheNewestOrderFirst) {
  const auto placed = place_hourly(3);
  EXPECT_EQ(numbers({}), placed);
}

TEST_P(OrderList, ShowsWhatAnOrderIsAbout) {
  place("cod");
  const auto order = list({}).orders.at(0);
  EXPECT_EQ(order.customer, "Budi Santoso");
  EXPECT_EQ(order.first_item, "Ibanez RG550");
  EXPECT_EQ(order.pieces, 4);
  EXPECT_EQ(order.total, Money{15'474'000});
  EXPECT_EQ(order.city, "Kota Bandung");
}

TEST_P(OrderList, SaysWhatItsBuyerCancelledWhileItWasPacked) {
  const auto cancel = [&](const std::string& number, const orders::Actor& actor) {
    db_->write([&](db::Tx& tx) { (void)orders::cancel(tx, orders::find(tx, number)->id, actor, "x", clock_.now()); });
    return number;
  };
  const auto packed = cancel(place("cod"), orders::Actor::buyer({}));
  cancel(place("cod"), orders::Actor::staff(UserId{7}));
  cancel(place_paid(), orders::Actor::buyer({}));
  place("cod");
  Numbers stopped;
  for (const auto& order : list({}).orders)
    if (order.stopped_while_packed) stopped.push_back(order.number);
  EXPECT_EQ(stopped, Numbers{packed});
}

TEST_P(OrderList, TellsWhatIsFetchedFromWhatIsSent) {
  place("cod");
  const auto fetched = place_to_fetch("cod");
  Numbers pickups;
  for (const auto& order : list({}).orders)
    if (order.is_pickup) pickups.push_back(order.number);
  EXPECT_EQ(pickups, Numbers{fetched});
}

TEST_P(OrderList, KeepsToAState) {
  place("midtrans");
  const auto cash = place("cod");
  EXPECT_EQ(numbers({.state = orders::State::kProcessing}), Numbers{cash});
}

TEST_P(OrderList, KnowsWhatShouldHaveBeenSentAndWhatWaitsForGoods) {
  const auto unsent = [&] { return numbers({.stuck = Stuck::kUnsent, .at = clock_.now()}); };
  const auto cash = place("cod"), paid = place_paid(), waiting = place("cod"), sent = place("cod");
  ASSERT_TRUE(process_order(shop_, ani_, seen(paid)));
  ASSERT_TRUE(ship_order(shop_, ani_, seen(sent), parcel(sent, 1, 3, "JX1234567890")));
  db_->write([&](db::Tx& tx) {
    EXPECT_GT(tx.execute("UPDATE reservations SET awaited = 1 WHERE order_id = $1", orders::find(tx, waiting)->id), 0);
  });
  clock_.advance(kUnsentAfter);
  EXPECT_EQ(unsent(), Numbers{});
  clock_.advance(std::chrono::microseconds{1});
  EXPECT_EQ(unsent(), (Numbers{paid, cash}));
  EXPECT_EQ(
      db_->read([&](db::Tx& tx) { return store::count_of(tx, {.stuck = Stuck::kUnsent, .at = clock_.now()}); }).value,
      2);
}

TEST_P(OrderList, CountsTheDaysToSendFromTheMoneyNotFromTheOrder) {
  const auto number = place("midtrans");
  clock_.advance(std::chrono::days{2});
  db_->write([&](db::Tx& tx) {
    EXPECT_TRUE(orders::mark_paid(tx, orders::find(tx, number)->id, orders::Actor::gateway(), clock_.now()));
  });
  ASSERT_TRUE(process_order(shop_, ani_, seen(number)));
  clock_.advance(std::chrono::days{2});
  EXPECT_EQ(numbers({.stuck = Stuck::kUnsent, .at = clock_.now()}), Numbers{});
  clock_.advance(std::chrono::days{2});
  EXPECT_EQ(numbers({.stuck = Stuck::kUnsent, .at = clock_.now()}), Numbers{number});
}

TEST_P(OrderList, KnowsWhatShouldHaveArrived) {
  const auto undelivered = [&] { return numbers({.stuck = Stuck::kUndelivered, .at = clock_.now()}); };
  const auto number = place("cod");
  db_->write([&](db::Tx& tx) {
    EXPECT_EQ(tx.execute("UPDATE orders SET shipping_max_days = 4 WHERE number = $1", number), 1);
  });
  clock_.advance(std::chrono::days{30});
  EXPECT_EQ(undelivered(), Numbers{}) << "it has not been sent";
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX1234567890")));
  clock_.advance(std::chrono::days{4} + kUndeliveredAfter);
  EXPECT_EQ(undelivered(), Numbers{});
  clock_.advance(std::chrono::microseconds{1});
  EXPECT_EQ(undelivered(), Numbers{number});
  ASSERT_TRUE(deliver_order(shop_, ani_, seen(number)));
  EXPECT_EQ(undelivered(), Numbers{});
}

TEST_P(OrderList, KeepsToAPaymentState) {
  place("midtrans");
  const auto paid = place_paid();
  EXPECT_EQ(numbers({.payment = orders::PaymentState::kPaid}), Numbers{paid});
}

TEST_P(OrderList, DaysBeginAtMidnightInWestIndonesia) {
  const auto on_sunday = place("cod");
  clock_.advance(std::chrono::hours{13});  // Monday, one o'clock
  const auto on_monday = place("cod");
  EXPECT_EQ(numbers({.from = "2026-11-23"}), Numbers{on_monday});
  EXPECT_EQ(numbers({.to = "2026-11-22"}), Numbers{on_sunday});
  EXPECT_EQ(numbers({.from = "2026-11-22", .to = "2026-11-23"}), (Numbers{on_monday, on_sunday}));
}

TEST_P(OrderList, LeadsToOlderOrdersAndBack) {
  const auto placed = place_hourly(5);
  const auto first = list({}, 2);
  EXPECT_FALSE(first.has_newer);
  EXPECT_TRUE(first.has_older);
  const auto second = list({.older_than = first.orders.back().place}, 2);
  EXPECT_EQ(second.orders.front().number, placed[2]);
  EXPECT_TRUE(second.has_newer);
  EXPECT_TRUE(second.has_older);
  const auto third = list({.older_than = second.orders.back().place}, 2);
  EXPECT_EQ(third.orders.front().number, placed[4]);
  EXPECT_FALSE(third.has_older);
  EXPECT_EQ(numbers({.newer_than = third.orders.front().place}, 2), (Numbers{placed[2], placed[3]}));
}

TEST_P(OrderList, LosesNoOrderAmongThoseOfOneMoment) {
  Numbers placed;
  for (int i = 0; i < 4; ++i) placed.push_back(place("cod"));
  const auto first = list({}, 3);
  Numbers found = numbers({.older_than = first.orders.back().place}, 3);
  for (const auto& order : first.orders) found.push_back(order.number);
  std::ranges::sort(found);
  std::ranges::sort(placed);
  EXPECT_EQ(found, placed);
}

TEST_P(OrderList, CountsEverythingThatMatchesNotOnlyWhatIsShown) {
  place_hourly(4);
  const auto slice = list({}, 2);
  EXPECT_EQ(slice.total.value, 4);
  EXPECT_FALSE(slice.total.more);
}

TEST_P(OrderList, SaysWhetherATextIsTheirOwnNumber) {
  const auto first = place("cod"), second = place("cod", {.name = "Siti", .email = "siti@mail.id"});
  const auto find = [&](std::string_view text) {
    return db_->read([&](db::Tx& tx) { return store::find_orders(tx, text, 10); });
  };
  EXPECT_TRUE(find(first).is_exact);
  EXPECT_TRUE(find("siti@mail.id").is_exact);
  const auto by_name = find("siti");
  EXPECT_FALSE(by_name.is_exact);
  ASSERT_EQ(by_name.orders.size(), 1U);
  EXPECT_EQ(by_name.orders.front().number, second);
  EXPECT_TRUE(find("nobody").orders.empty());
}

TEST_P(OrderList, FindsANumberHoweverItIsTyped) {
  place("cod");
  const auto wanted = place("cod");
  std::string bare = wanted.substr(4);
  std::erase(bare, '-');
  EXPECT_EQ(search(wanted), Numbers{wanted});
  EXPECT_EQ(search("hrt" + bare), Numbers{wanted});
  EXPECT_EQ(search(bare), Numbers{wanted});
}

TEST_P(OrderList, FindsPartOfANameInAnyCase) {
  place("cod");
  const auto wanted = place("cod", {.name = "Citra Dewi", .email = "c@mail.id"});
  EXPECT_EQ(search("dewi"), Numbers{wanted});
  EXPECT_TRUE(list({.search = "dewi"}).searched_newest_only);
}

TEST_P(OrderList, FindsAMailbox) {
  place("cod");
  const auto wanted = place("cod", {.name = "Citra Dewi", .email = "citra@mail.id"});
  EXPECT_EQ(search("Citra@Mail.id"), Numbers{wanted});
  EXPECT_FALSE(list({.search = "citra@mail.id"}).searched_newest_only);
}

TEST_P(OrderList, FindsAPhoneNumberWithOrWithoutItsCountryCode) {
  place("cod");
  const auto wanted = place("cod", {.phone = "+6285712345678"});
  EXPECT_EQ(search("0857-1234-5678"), Numbers{wanted});
  EXPECT_EQ(search("+62 857 1234"), Numbers{wanted});
}

TEST_P(OrderList, FindsAParcelByItsTrackingNumber) {
  place("cod");
  const auto wanted = place("cod");
  ASSERT_TRUE(ship_order(shop_, ani_, seen(wanted), parcel(wanted, 1, 0, "JX12345678")));
  EXPECT_EQ(search("jx 1234 5678"), Numbers{wanted});
}

TEST_P(OrderList, FindsAnInvoice) {
  place("cod");
  const auto wanted = place_paid();
  EXPECT_EQ(search("inv/2026/000001"), Numbers{wanted});
}

TEST_P(OrderList, TakesPercentAndUnderscoreLiterally) {
  place("cod");
  EXPECT_EQ(search("%"), Numbers{});
  EXPECT_EQ(search("_"), Numbers{});
}

TEST_P(OrderList, CountsTheOrdersOfAState) {
  place("cod");
  place("midtrans");
  const auto count = db_->read([&](db::Tx& tx) { return store::orders_in(tx, orders::State::kPending); });
  EXPECT_EQ(count.value, 1);
}

TEST_P(OrderList, TheDaysOfPaymentBeginAndEndAtMidnightInWestIndonesia) {
  clock_.advance(std::chrono::hours{12} - std::chrono::microseconds{1});  // the last moment of 22 November
  const auto on_sunday = place_paid();
  clock_.advance(std::chrono::microseconds{1});
  const auto on_monday = place_paid();
  place("midtrans");
  const auto paid = [&](std::string from, std::string to) {
    return numbers({.from = std::move(from), .to = std::move(to), .day = OrderDay::kPaid});
  };
  EXPECT_EQ(paid("2026-11-22", "2026-11-22"), Numbers{on_sunday});
  EXPECT_EQ(paid("2026-11-23", "2026-11-23"), Numbers{on_monday});
  EXPECT_EQ(paid("", "2026-11-22"), Numbers{on_sunday});
  EXPECT_EQ(paid("2026-11-22", ""), (Numbers{on_monday, on_sunday}));
  EXPECT_EQ(numbers({.state = orders::State::kPaid, .to = "2026-11-22", .day = OrderDay::kPaid}), Numbers{on_sunday});
}

TEST_P(OrderList, KeepsToOrdersOfAProduct) {
  const auto placed = place("cod");
  EXPECT_EQ(numbers({.product = ProductId{2}}), Numbers{placed});
  EXPECT_EQ(numbers({.product = ProductId{3}}), Numbers{});
}

TEST_P(OrderList, KeepsToOneWayOfPayingAndOneProvince) {
  place("cod");
  const auto paid = place_paid();
  OrderFilter today{.from = "2026-11-22", .to = "2026-11-22", .day = OrderDay::kPaid};
  today.method = "midtrans";
  EXPECT_EQ(numbers(today), Numbers{paid});
  today.method = "cod";
  EXPECT_EQ(numbers(today), Numbers{});
  today.method.clear();
  today.province = "Bali";
  EXPECT_EQ(numbers(today), Numbers{});
  OrderFilter with_state{
      .state = orders::State::kPaid, .from = "2026-11-22", .to = "2026-11-22", .day = OrderDay::kPaid};
  with_state.method = "midtrans";
  EXPECT_EQ(numbers(with_state), Numbers{paid});
  with_state.method = "cod";
  EXPECT_EQ(numbers(with_state), Numbers{});
}

TEST_P(OrderList, TellsNewBuyersFromThoseWhoHadPaidBefore) {
  const auto first = place_paid();
  clock_.advance(std::chrono::minutes{1});
  const auto second = place_paid(), other = place_paid({.name = "Citra", .email = "citra@mail.id"});
  OrderFilter today{.from = "2026-11-22", .to = "2026-11-22", .day = OrderDay::kPaid};
  today.buyer = BuyerKind::kNew;
  EXPECT_EQ(numbers(today), (Numbers{other, first}));
  today.buyer = BuyerKind::kReturning;
  EXPECT_EQ(numbers(today), Numbers{second});
}

TEST_P(OrderList, KnowsTheNewBuyersOfDaysThatAreCountedAndOfToday) {
  const auto first = place_paid(), other = place_paid({.name = "Citra", .email = "citra@mail.id"});
  clock_.advance(std::chrono::minutes{1});
  const auto again = place_paid();
  clock_.advance(std::chrono::days{2});
  count_finished_days(*db_, clock_);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM first_purchases"), 2);
  const auto newest = place_paid({.name = "Dewi", .email = "dewi@mail.id"});
  clock_.advance(std::chrono::minutes{1});
  const auto once_more = place_paid();

  for (const auto& [from, to] : {std::pair{"2026-11-22", "2026-11-24"}, {"2026-01-01", "2026-12-31"}, {"", ""}}) {
    OrderFilter filter{.from = from, .to = to, .day = OrderDay::kPaid};
    filter.buyer = BuyerKind::kNew;
    EXPECT_EQ(numbers(filter), (Numbers{newest, other, first})) << from;
    filter.buyer = BuyerKind::kReturning;
    EXPECT_EQ(numbers(filter), (Numbers{once_more, again})) << from;
  }
  OrderFilter before{.from = "2026-11-22", .to = "2026-11-22", .day = OrderDay::kPaid};
  before.buyer = BuyerKind::kNew;
  EXPECT_EQ(numbers(before), (Numbers{other, first}));

  OrderFilter backwards{.from = "2026-12-31", .to = "2026-01-01", .day = OrderDay::kPaid};
  backwards.buyer = BuyerKind::kNew;
  EXPECT_EQ(numbers(backwards), Numbers{});
}

TEST_P(OrderList, KnowsTheNewBuyersOfADayThatIsCountedAnew) {
  const auto first = place_paid();
  clock_.advance(std::chrono::days{2});
  const auto late = place_paid({.name = "Citra", .email = "citra@mail.id"});
  clock_.advance(std::chrono::days{2});
  count_finished_days(*db_, clock_);
  // Sums of the later day are deleted, and what is written down of its order says another day: it was moved by hand.
  db_->write([&](db::Tx& tx) {
    const auto [early, later] = tx.one<Time, Time>("SELECT MIN(day), MAX(day) FROM first_purchases");
    for (const std::string_view table : {"product_days", "sales_days", "counted_days"})
      tx.send(fmt::format("DELETE FROM {} WHERE day >= $1", table), later);
    tx.send("INSERT INTO first_purchases (order_id, day) VALUES ($1, $2)", orders::find(tx, late)->id, early);
  });
  count_finished_days(*db_, clock_);
  const auto new_on = [&](std::string day) {
    OrderFilter filter{.from = day, .to = day, .day = OrderDay::kPaid};
    filter.buyer = BuyerKind::kNew;
    return numbers(filter);
  };
  EXPECT_EQ(new_on("2026-11-22"), Numbers{first});
  EXPECT_EQ(new_on("2026-11-24"), Numbers{late});
}

TEST_P(OrderList, KeepsToRefundsThatWaitForHands) {
  const auto wanted = place_paid();
  place_paid();
  EXPECT_EQ(numbers({.refund_by_hand = true}), Numbers{});
  db_->write([&](db::Tx& tx) {
    const auto payment = payments::attempts_of(tx, orders::find(tx, wanted)->id).front();
    EXPECT_TRUE(payments::create_refund(tx,
                                        {.order = payment.order,
                                         .order_number = wanted,
                                         .payment = payment.id,
                                         .amount = Money{10'000},
                                         .goods = {},
                                         .shipping = {},
                                         .state = payments::RefundState::kByHand,
                                         .reason = "Cacat"},
                                        clock_.now()));
  });
  EXPECT_EQ(numbers({.refund_by_hand = true}), Numbers{wanted});
}

}  // namespace
}  // namespace hurtrock::admin
