#include "admin/report.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "admin/count_days.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono;
using ::testing::ElementsAre;

class Reports : public testing::ShopTest {
 protected:
  Reports() {
    db_->write([](db::Tx& tx) {
      tx.run_script(
          "INSERT INTO brands (id, slug, name) VALUES (2, 'ernie-ball', 'Ernie Ball');"
          "INSERT INTO categories (id, slug, name_id, name_en) VALUES (2, 'senar', 'Senar', 'Strings');"
          "UPDATE products SET brand_id = 2, category_id = 2 WHERE id = 2;"
          "UPDATE stock_levels SET on_hand = 100");
    });
  }

  /// The rows as text, cells joined by " | ".
  std::vector<std::string> rows(std::string_view query, std::int64_t limit = 100) {
    const auto wanted = ReportQuery::read(*http::Fields::decode(query), clock_.now());
    const auto& texts = i18n::Texts::of(i18n::Language::kIndonesian);
    const Report report = db_->read([&](db::Tx& tx) { return make_report(tx, wanted, texts, limit); });
    is_cut_ = report.is_cut;
    std::vector<std::string> lines;
    for (const auto& row : report.rows) {
      EXPECT_EQ(row.size(), report.columns.size());
      std::string line;
      for (const auto& cell : row) line += (line.empty() ? "" : " | ") + std::visit(Plain{}, cell.value);
      lines.push_back(std::move(line));
    }
    return lines;
  }
  void to_next_day() { clock_.advance(days{1}); }

  bool is_cut_ = false;

 private:
  struct Plain {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(Money money) const { return std::to_string(money.rupiah()); }
  };
};
INSTANTIATE_TEST_SUITE_P(, Reports, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Reports, TellWhatWasPaidByCategoryBrandAndProductBesideTheDaysBefore) {
  place_paid();
  to_next_day();
  place_paid();
  place_paid();
  for (const bool counted : {false, true}) {
    if (counted) {
      clock_.advance(days{1} + hours{13});
      count_finished_days(*db_, clock_);
    }
    const std::string on = "from=2026-11-23&to=2026-11-23&kind=";
    EXPECT_THAT(rows(on + "categories"),
                ElementsAre("Gitar | 2 | 30000000 | 1 | 15000000", "Senar | 6 | 900000 | 3 | 450000"));
    EXPECT_THAT(rows(on + "brands"),
                ElementsAre("Ibanez | 2 | 30000000 | 1 | 15000000", "Ernie Ball | 6 | 900000 | 3 | 450000"));
    EXPECT_THAT(rows(on + "products&brand=2"), ElementsAre("Senar Slinky | 6 | 900000 | 3 | 450000"));
    EXPECT_THAT(rows(on + "products&category=1"), ElementsAre("Ibanez RG550 | 2 | 30000000 | 1 | 15000000"));
  }
}

TEST_P(Reports, TellRevenueByWayToPayAndProvince) {
  place_paid();
  to_next_day();
  place_paid();
  EXPECT_THAT(rows("kind=methods&from=2026-11-23&to=2026-11-23"),
              ElementsAre("Midtrans | 1 | 15474000 | 0 | 15474000 | 1 | 15474000"));
  EXPECT_THAT(rows("kind=provinces&from=2026-11-22&to=2026-11-23"),
              ElementsAre("– | 2 | 30948000 | 0 | 30948000 | 0 | 0"));
}

TEST_P(Reports, TellSalesByDayWeekAndMonth) {
  place_paid();  // a Sunday
  to_next_day();
  place_paid();
  clock_.advance(days{8});  // the first of December
  place_paid();
  EXPECT_THAT(
      rows("kind=time&from=2026-11-22&to=2026-11-23"),
      ElementsAre("22 Nov 2026 | 1 | 1 | 15474000 | 0 | 15474000", "23 Nov 2026 | 1 | 1 | 15474000 | 0 | 15474000"));
  EXPECT_THAT(rows("kind=customers&step=week&from=2026-11-21&to=2026-12-02"),
              ElementsAre("21 Nov 2026 – 22 Nov 2026 | 1 | 0 | 1", "23 Nov 2026 – 29 Nov 2026 | 0 | 1 | 1",
                          "30 Nov 2026 – 2 Des 2026 | 0 | 1 | 1"));
  EXPECT_THAT(rows("kind=customers&step=month&from=2026-11-01&to=2026-12-31"),
              ElementsAre("1 Nov 2026 – 30 Nov 2026 | 1 | 1 | 2", "1 Des 2026 – 31 Des 2026 | 0 | 1 | 1"));
}

TEST_P(Reports, TellWhatWasSearchedForAndWhatInVain) {
  db_->write([](db::Tx& tx) {
    const std::int64_t day = to_micros(start_of_wib_day(kNoon)), before = day - 86'400'000'000;
    for (const auto& [at, term, searches, in_vain] : {std::tuple{day, "gitar", 5, 0},
                                                      {before, "gitar", 2, 0},
                                                      {day, "theremin", 3, 3},
                                                      {day - 9 * 86'400'000'000, "x", 9, 9}})
      tx.execute("INSERT INTO search_terms (day, term, searches, without_result) VALUES ($1, $2, $3, $4)", at, term,
                 searches, in_vain);
  });
  const std::string on = "from=2026-11-21&to=2026-11-22&kind=";
  EXPECT_THAT(rows(on + "searches"), ElementsAre("gitar | 7 | 0", "theremin | 3 | 3"));
  EXPECT_THAT(rows(on + "vain"), ElementsAre("theremin | 3 | 3"));
}

TEST_P(Reports, TellWhatTheStockIsWorthAndHowLongItLasts) {
  place_paid();
  EXPECT_THAT(rows("kind=stock&from=2026-11-21&to=2026-11-22"),
              ElementsAre("Gitar | 99 | 1485000000 | 0 | 0 | 1 | 198", "Senar | 97 | 14550000 | 0 | 0 | 3 | 64"));
}

TEST_P(Reports, SayThatThereAreMoreRows) {
  place_paid();
  EXPECT_EQ(rows("kind=products&from=2026-11-22&to=2026-11-22", 1).size(), 1U);
  EXPECT_TRUE(is_cut_);
  EXPECT_EQ(rows("kind=products&from=2026-11-22&to=2026-11-22", 2).size(), 2U);
  EXPECT_FALSE(is_cut_);
}

TEST(ReportQuery, ComesBackFromItsOwnAddress) {
  const auto read = [](std::string_view query) {
    return ReportQuery::read(*http::Fields::decode(query), from_micros(0));
  };
  for (const std::string query :
       {"kind=products&from=2026-11-01&to=2026-11-22&category=3", "kind=time&from=2026-11-01&to=2026-11-22&step=week"})
    EXPECT_EQ(read(query).query(), query);
  EXPECT_EQ(read("kind=x&from=2026-11-22&to=2026-11-01&step=year").query(), "kind=time&from=1969-12-03&to=1970-01-01");
}

}  // namespace
}  // namespace hurtrock::admin
