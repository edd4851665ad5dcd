#include "admin/goods_history.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <random>

#include "admin/reports_store.hpp"
#include "admin/shop_fixture.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/settle_refund.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono;
using store::GoodsBy;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Time kFirstSaleDay = from_micros(1'795'280'400'000'000);  // 2026-11-22 in WIB
constexpr int kDaysOfSales = 12, kProductsSold = 6;

/// The history asked for days by their numbers; every day has sold one piece of product 7 for its number in rupiah.
class HistoryOfDays : public ::testing::Test {
 protected:
  static GoodsHistory::Day day(int number, int counted_at = 0) {
    return {kFirstSaleDay + days{number}, kFirstSaleDay + seconds{counted_at}};
  }
  std::vector<std::int64_t> loaded_for(const std::vector<GoodsHistory::Day>& wanted) {
    std::vector<std::int64_t> loaded;
    held_ = history_.hold(wanted, [&](Time of) {
      loaded.push_back((of - kFirstSaleDay) / days{1});
      return std::vector<GoodsHistory::Sold>{{7, {1, loaded.back()}}};
    });
    return loaded;
  }

  GoodsHistory history_{3};
  std::shared_ptr<const GoodsHistory::Held> held_;
};

TEST_F(HistoryOfDays, LoadsADayOnceAndAgainWhenItWasCountedAnew) {
  EXPECT_THAT(loaded_for({day(1), day(2)}), ElementsAre(2, 1));
  EXPECT_THAT(loaded_for({day(2)}), IsEmpty());
  EXPECT_THAT(loaded_for({day(2), day(3)}), ElementsAre(3));
  EXPECT_THAT(loaded_for({day(2, 5), day(3)}), ElementsAre(2));
  const auto sums = held_->sums({day(2, 5), day(3)}, day(3).day);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].product, 7);
  EXPECT_EQ(sums[0].now.amount, 3);
  EXPECT_EQ(sums[0].before.amount, 2);
}

TEST_F(HistoryOfDays, HoldsTheNewestWhenThereIsNoRoomForAll) {
  EXPECT_THAT(loaded_for({day(1), day(2), day(3), day(4), day(5)}), ElementsAre(5, 4, 3, 2));
  EXPECT_EQ(held_, nullptr);
  EXPECT_THAT(loaded_for({day(3), day(4), day(5)}), IsEmpty());
  EXPECT_NE(held_, nullptr);
  EXPECT_THAT(loaded_for({day(2), day(3)}), IsEmpty()) << "it is known that this does not fit";
  EXPECT_EQ(held_, nullptr);
  EXPECT_THAT(loaded_for({day(5), day(6)}), ElementsAre(6));
  EXPECT_NE(held_, nullptr);
  EXPECT_THAT(loaded_for({day(3)}), IsEmpty());
  EXPECT_EQ(held_, nullptr) << "it made room for a new day";
}

TEST_F(HistoryOfDays, LeavesWhatIsHeldAsItIsToWhoeverReadsIt) {
  loaded_for({day(1)});
  const auto before = held_;
  loaded_for({day(1, 5), day(2)});
  EXPECT_EQ(before->sums({day(1)}, day(1).day).at(0).now.pieces, 1);
}

class GoodsOfDays : public testing::ShopTest {
 protected:
  void SetUp() override {
    db_->write([](db::Tx& tx) {
      tx.run_script(
          "INSERT INTO brands (id, slug, name) VALUES (2, 'fender', 'Fender'), (3, 'yamaha', 'Yamaha');"
          "INSERT INTO categories (id, slug, name_id, name_en) VALUES (2, 'bas', 'Bas', 'Basses');"
          "UPDATE stock_levels SET on_hand = 1000");
      for (int product = 3; product <= kProductsSold; ++product)
        tx.execute(
            "INSERT INTO products (id, slug, name, model, brand_id, category_id, description_id, description_en, "
            "created_at, updated_at) VALUES ($1, $2, $3, '', $4, $5, '', '', 0, 0)",
            product, fmt::format("p{}", product), fmt::format("Produk {}", product), 1 + product % 3, 1 + product % 2);
    });
    for (int day = 0; day < kDaysOfSales; ++day) sell_and_take_back();
  }

  /// Some orders of a day, of any products; the money of some packs goes back on the same day or another.
  void sell_and_take_back() {
    for (auto orders_left = below(3); orders_left >= 0; --orders_left) {
      const std::string number = place_paid();
      db_->write([&](db::Tx& tx) {
        for (const auto& line : orders::lines_of(tx, orders::find(tx, number)->id))
          tx.execute("UPDATE order_lines SET product_id = $1 WHERE id = $2", 1 + below(kProductsSold), line.id);
      });
      if (below(2) == 0) owed_.push_back(number);
    }
    while (!owed_.empty() && below(3) > 0) {
      take_back(owed_.back());
      owed_.pop_back();
    }
    clock_.advance(days{1});
  }
  void take_back(const std::string& number) {
    const RefundId refund = db_->write([&](db::Tx& tx) {
      const auto order = orders::lock(tx, orders::find(tx, number)->id);
      const auto of_order = orders::lines_of(tx, order.id);
      const auto which = static_cast<std::size_t>(below(2));
      checkout::RefundWish wish{.reason = "Cacat", .request_key = "k-" + number};
      wish.pieces.push_back({.line = of_order[which].id, .quantity = 1});
      return checkout::refund_order(tx, order, wish, orders::Actor::staff(ani_.id), clock_.now())->id;
    });
    db_->write([&](db::Tx& tx) {
      orders::lock(tx, orders::find(tx, number)->id);
      EXPECT_TRUE(checkout::refund_succeeded(tx, checkout_, *payments::find_refund(tx, refund),
                                             orders::Actor::gateway(), "", clock_.now()));
    });
  }
  bool count_a_day() {
    return db_->write([&](db::Tx& tx) { return store::count_a_day(tx, clock_.now()); });
  }
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  static std::string told(const std::vector<store::GoodsRow>& rows) {
    std::string lines;
    for (const auto& row : rows)
      lines += fmt::format("{} {} {} {} {} {}\n", row.id, row.name, row.now.pieces, row.now.amount.rupiah(),
                           row.before.pieces, row.before.amount.rupiah());
    return lines;
  }
  /// Behind any of these rows, or beside it; or from the beginning.
  store::GoodsPlace any_place(const std::vector<store::GoodsRow>& rows) {
    if (rows.empty() || below(2) == 0) return {};
    const auto& row = rows.at(static_cast<std::size_t>(below(static_cast<int>(rows.size()))));
    return {row.now.amount + Money{below(3) - 1}, row.id + below(3) - 1};
  }
  /// Of any days, filters, limits and pages.
  void expect_what_the_database_says(GoodsHistory& history, int questions = 40) {
    for (; questions > 0; --questions) {
      const Time from = kFirstSaleDay + days{below(kDaysOfSales + 4) - 2};
      const Days wanted{from, from + days{1 + below(kDaysOfSales)}};
      const GoodsBy by =
          std::array{GoodsBy::kProduct, GoodsBy::kBrand, GoodsBy::kCategory}.at(static_cast<std::size_t>(below(3)));
      const auto category = below(3) == 0 ? std::optional{CategoryId{1 + below(3)}} : std::nullopt;
      const auto brand = below(3) == 0 ? std::optional{BrandId{1 + below(4)}} : std::nullopt;
      const auto language = below(2) == 0 ? i18n::Language::kIndonesian : i18n::Language::kEnglish;
      const std::int64_t limit = below(2) == 0 ? INT64_MAX : below(4);
      db_->read([&](db::Tx& tx) {
        const auto after = any_place(store::goods_by(tx, by, wanted, category, brand, language, INT64_MAX));
        EXPECT_EQ(told(store::goods_by(tx, history, by, wanted, category, brand, language, limit, after)),
                  told(store::goods_by(tx, by, wanted, category, brand, language, limit, after)))
            << iso_day(wanted.from) << ", " << wanted.count() << " days, by " << static_cast<int>(by) << ", limit "
            << limit << ", after " << after.amount.rupiah() << " of " << after.id;
      });
    }
  }

 private:
  std::mt19937_64 random_{19};
  std::vector<std::string> owed_;
};
INSTANTIATE_TEST_SUITE_P(, GoodsOfDays, db::testing::every_dialect(), db::testing::name_of);

TEST_P(GoodsOfDays, AreThoseOfTheDatabaseHoweverManyDaysAreCounted) {
  GoodsHistory history;
  expect_what_the_database_says(history);
  int counted = 0;
  for (; count_a_day(); ++counted) expect_what_the_database_says(history);
  EXPECT_EQ(counted, kDaysOfSales);
}

TEST_P(GoodsOfDays, AreThoseOfTheDatabaseWhereTheHistoryHasNoRoom) {
  while (count_a_day()) {
  }
  for (const std::size_t room : {0U, 1U, 8U, 20U}) {
    GoodsHistory history(room);
    expect_what_the_database_says(history, 100);
  }
}

TEST_P(GoodsOfDays, GoOnBehindAPageWhetherTheHistoryOrTheDatabaseAddsUp) {
  for (int counted = 0; counted < kDaysOfSales / 2; ++counted) EXPECT_TRUE(count_a_day());
  const Days wanted{kFirstSaleDay + days{2}, kFirstSaleDay + days{kDaysOfSales}};
  GoodsHistory with_room, without(0);
  db_->read([&](db::Tx& tx) {
    constexpr auto kLanguage = i18n::Language::kEnglish;
    const auto all = store::goods_by(tx, GoodsBy::kProduct, wanted, {}, {}, kLanguage, INT64_MAX);
    EXPECT_GT(all.size(), 2U);
    std::vector<store::GoodsRow> read;
    store::GoodsPlace after;
    while (read.size() <= all.size()) {
      GoodsHistory& history = read.size() % 2 == 0 ? with_room : without;
      const auto page = store::goods_by(tx, history, GoodsBy::kProduct, wanted, {}, {}, kLanguage, 1, after);
      if (page.empty()) break;
      after = {page.back().now.amount, page.back().id};
      read.push_back(page.back());
    }
    EXPECT_EQ(told(read), told(all));
  });
}

TEST_P(GoodsOfDays, AreThoseOfTheDatabaseWhenTheyAddUpToNothingOrLess) {
  while (count_a_day()) {
  }
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "UPDATE product_days SET pieces_back = pieces, amount_back = amount WHERE product_id = 1;"
        "UPDATE product_days SET amount_back = amount + 1000 WHERE product_id IN (2, 3);"
        // A product that is there no more, and one that sold as much.
        "INSERT INTO product_days (day, product_id, pieces, amount, pieces_back, amount_back) "
        "SELECT day, 99, 1, 900000000, 0, 0 FROM counted_days;"
        "UPDATE product_days SET amount = 900000000 WHERE product_id = 6");
  });
  GoodsHistory history;
  expect_what_the_database_says(history, 200);
}

TEST_P(GoodsOfDays, AreThoseOfTheDatabaseAfterTheDaysHaveBeenCountedAnew) {
  while (count_a_day()) {
  }
  GoodsHistory history;
  expect_what_the_database_says(history);
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE orders SET paid_at = paid_at + $1", to_micros(Time{days{1}}));
    tx.run_script("DELETE FROM product_days; DELETE FROM sales_days; DELETE FROM counted_days");
  });
  clock_.advance(minutes{1});
  expect_what_the_database_says(history);
  while (count_a_day()) {
  }
  expect_what_the_database_says(history);
}

}  // namespace
}  // namespace hurtrock::admin
