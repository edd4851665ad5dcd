#include "inventory/stock_take.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <support/shop_fixture.hpp>

#include "inventory/inventory.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::inventory {
namespace {

using fixture::Stock;
using ::testing::ElementsAre;
using Why = NotApplied::Why;

class StockTaking : public ::testing::TestWithParam<db::Dialect> {
 protected:
  StockTakeId start(std::string_view key = "start") {
    return shop_.db().write([&](db::Tx& tx) { return start_stock_take(tx, {}, "", key, ani_, shop_.now()); });
  }
  /// `expected`: as it stands in the tables, where nothing waits to be packed.
  std::expected<std::int64_t, NotCounted> counted(StockTakeId take, VariantId variant, std::int64_t pieces,
                                                  std::string key = "") {
    if (key.empty()) key = "count " + std::to_string(++keys_);
    return shop_.db().write([&](db::Tx& tx) {
      lock_stock_take(tx, take);
      const auto expected = tx.one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = $1", variant);
      return count(
          tx,
          {.take = take, .variant = variant, .pieces = pieces, .expected = expected, .request_key = key, .actor = ani_},
          shop_.now());
    });
  }
  StockTake take(StockTakeId id) {
    return shop_.db().read([&](db::Tx& tx) { return *find_stock_take(tx, id); });
  }
  std::expected<void, NotApplied> applied(StockTakeId id) {
    const auto version = take(id).version;
    return shop_.db().write([&](db::Tx& tx) { return apply_stock_take(tx, id, version, ani_, shop_.now()); });
  }

  fixture::Shop shop_{GetParam()};
  UserId ani_ = shop_.add_user();
  VariantId guitar_ = shop_.add_variant({.on_hand = 10}), picks_ = shop_.add_variant({.on_hand = 4});
  int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, StockTaking, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StockTaking, differences_become_movements_and_what_is_right_does_not_move) {
  const StockTakeId take = start();
  ASSERT_EQ(counted(take, guitar_, 7), 7);
  ASSERT_EQ(counted(take, picks_, 4), 4);
  ASSERT_TRUE(applied(take));
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 7, .reserved = 0, .movements = 7}));
  EXPECT_EQ(shop_.stock_of(picks_), (Stock{.on_hand = 4, .reserved = 0, .movements = 4}));
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'stock_take' AND delta = -3"), 1);
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'stock_take'"), 1);
}

TEST_P(StockTaking, what_many_people_count_at_once_adds_up) {
  const StockTakeId take = start();
  fixture::at_once(8, [&](int n) {
    for (int i = 0; i < 5; ++i)
      ASSERT_TRUE(counted(take, guitar_, 1, "person " + std::to_string(n) + " " + std::to_string(i)));
  });
  EXPECT_EQ(counted(take, guitar_, 0), 40);
  EXPECT_EQ(shop_.count("stock_take_counts"), 41);
}

TEST_P(StockTaking, one_scan_counts_once_however_often_it_is_sent) {
  const StockTakeId take = start();
  ASSERT_EQ(counted(take, guitar_, 1, "scan"), 1);
  EXPECT_EQ(counted(take, guitar_, 1, "scan").error(), NotCounted::kAlready);
  EXPECT_EQ(counted(take, guitar_, 0), 1);
}

TEST_P(StockTaking, a_scan_too_many_is_taken_back_and_never_more_than_was_counted) {
  const StockTakeId take = start();
  ASSERT_EQ(counted(take, guitar_, 3), 3);
  EXPECT_EQ(counted(take, guitar_, -1), 2);
  EXPECT_EQ(counted(take, guitar_, -3).error(), NotCounted::kBelowZero);
  EXPECT_EQ(counted(take, guitar_, kMostCounted).error(), NotCounted::kTooMany);
}

TEST_P(StockTaking, what_is_sold_after_the_count_makes_no_difference) {
  const StockTakeId take = start();
  ASSERT_TRUE(counted(take, guitar_, 8));
  const auto order = shop_.add_order({guitar_}, 3);
  shop_.db().write([&](db::Tx& tx) {
    ASSERT_TRUE(reserve(tx, order.id, std::vector<Wanted>{{order.lines[0], guitar_, 3}}, shop_.now()));
    commit(tx, order.id, shop_.now());
  });
  ASSERT_TRUE(applied(take));
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(StockTaking, it_is_applied_once_by_whoever_comes_first) {
  const StockTakeId take = start();
  ASSERT_TRUE(counted(take, guitar_, 7));
  const auto version = this->take(take).version;
  std::atomic<int> done = 0, already = 0;
  fixture::at_once(6, [&](int) {
    const auto result =
        shop_.db().write([&](db::Tx& tx) { return apply_stock_take(tx, take, version, ani_, shop_.now()); });
    if (result) ++done;
    if (!result && result.error().why == Why::kAlready) ++already;
  });
  EXPECT_EQ(done, 1);
  EXPECT_EQ(already, 5);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 7, .reserved = 0, .movements = 7}));
  EXPECT_EQ(counted(take, guitar_, 1).error(), NotCounted::kEnded);
}

TEST_P(StockTaking, counts_that_nobody_has_looked_at_are_not_applied) {
  const StockTakeId take = start();
  ASSERT_TRUE(counted(take, guitar_, 7));
  const auto version = this->take(take).version;
  ASSERT_TRUE(counted(take, guitar_, 1));
  const auto refused =
      shop_.db().write([&](db::Tx& tx) { return apply_stock_take(tx, take, version, ani_, shop_.now()); });
  EXPECT_EQ(refused.error().why, Why::kChanged);
}

TEST_P(StockTaking, what_is_promised_stands_in_the_way_of_all_of_it) {
  const StockTakeId take = start();
  const auto order = shop_.add_order({guitar_}, 5);
  shop_.db().write([&](db::Tx& tx) {
    ASSERT_TRUE(reserve(tx, order.id, std::vector<Wanted>{{order.lines[0], guitar_, 5}}, shop_.now()));
  });
  ASSERT_TRUE(counted(take, guitar_, 4));
  ASSERT_TRUE(counted(take, picks_, 1));
  const auto refused = applied(take);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().variants, ElementsAre(guitar_));
  EXPECT_EQ(shop_.stock_of(picks_), (Stock{.on_hand = 4, .reserved = 0, .movements = 4}));
  EXPECT_EQ(this->take(take).state, TakeState::kCounting);
}

TEST_P(StockTaking, nothing_comes_of_a_take_that_is_cancelled) {
  const StockTakeId take = start();
  ASSERT_TRUE(counted(take, guitar_, 1));
  const auto cancelled = [&] {
    return shop_.db().write([&](db::Tx& tx) { return cancel_stock_take(tx, take, ani_, shop_.now()); });
  };
  EXPECT_TRUE(cancelled());
  EXPECT_FALSE(cancelled());
  EXPECT_EQ(applied(take).error().why, Why::kEnded);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 10);
}

TEST_P(StockTaking, one_form_starts_one_take) {
  EXPECT_EQ(start("form"), start("form"));
  EXPECT_NE(start("another"), start("form"));
}

}  // namespace
}  // namespace hurtrock::inventory
