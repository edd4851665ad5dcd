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

  Report report(std::string_view query, std::int64_t limit = 100) {
    const auto wanted = ReportQuery::read(*http::Fields::decode(query), clock_.now());
    const auto& texts = i18n::Texts::of(i18n::Language::kIndonesian);
    return db_->read([&](db::Tx& tx) { return make_report(tx, shop_.reports, wanted, texts, limit, clock_.now()); });
  }
  /// The rows as text, cells joined by " | ".
  std::vector<std::string> rows(std::string_view query, std::int64_t limit = 100) {
    const Report made = report(query, limit);
    is_cut_ = made.is_cut;
    std::vector<std::string> lines;
    for (const auto& row : made.rows) {
      EXPECT_EQ(row.size(), made.columns.size());
      lines.push_back(line_of(row));
    }
    return lines;
  }
  static std::string line_of(const std::vector<ReportCell>& row) {
    std::string line;
    for (const auto& cell : row) line += (line.empty() ? "" : " | ") + std::visit(Plain{}, cell.value);
    return line;
  }
  /// The rows of the file, as rows() has those of the page.
  std::vector<std::string> exported(std::string_view query, std::int64_t limit, std::int64_t per_page) {
    const auto wanted = ReportQuery::read(*http::Fields::decode(query), clock_.now());
    const auto& texts = i18n::Texts::of(i18n::Language::kIndonesian);
    const auto table = report_table(shop_.reports, wanted, texts, limit, clock_.now(), per_page);
    std::vector<std::string> lines;
    db_->read([&](db::Tx& tx) {
      lines.clear();
      table.rows(tx, [&](std::span<const spreadsheet::Cell> cells) {
        EXPECT_EQ(cells.size(), table.titles.size());
        std::vector<ReportCell> row;
        for (const auto& cell : cells) row.push_back({cell, {}});
        lines.push_back(line_of(row));
      });
    });
    return lines;
  }
  void search_for(std::string_view term, int searches, int in_vain) {
    db_->write([&](db::Tx& tx) {
      tx.execute("INSERT INTO search_terms (day, term, searches, without_result) VALUES ($1, $2, $3, $4)",
                 to_micros(start_of_wib_day(kNoon)), term, searches, in_vain);
    });
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
    for (const auto* nothing : {"products&brand=x", "products&category=0", "products&brand=999"})
      EXPECT_THAT(rows(on + nothing), ::testing::IsEmpty()) << nothing;
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
  EXPECT_THAT(rows("kind=time&from=2026-11-22&to=2026-11-23"),
              ElementsAre("22 Nov 2026 | 1 | 1 | 15474000 | 0 | 15474000 | 0",
                          "23 Nov 2026 | 1 | 1 | 15474000 | 0 | 15474000 | 0"));
  EXPECT_THAT(rows("kind=customers&step=week&from=2026-11-21&to=2026-12-02"),
              ElementsAre("21 Nov 2026 – 22 Nov 2026 | 1 | 0 | 1", "23 Nov 2026 – 29 Nov 2026 | 0 | 1 | 1",
                          "30 Nov 2026 – 1 Des 2026 | 0 | 1 | 1"));
  EXPECT_THAT(rows("kind=customers&step=month&from=2026-11-01&to=2026-12-31"),
              ElementsAre("Nov 2026 | 1 | 1 | 2", "1 Des 2026 | 0 | 1 | 1"));
}

TEST_P(Reports, SetEveryDayAndWeekBesideThatOfAsManyDaysBefore) {
  place_paid();
  to_next_day();
  place_paid();
  to_next_day();
  place_paid();
  place_paid();
  EXPECT_THAT(rows("kind=time&from=2026-11-23&to=2026-11-24"),
              ElementsAre("23 Nov 2026 | 1 | 1 | 15474000 | 0 | 15474000 | 0",
                          "24 Nov 2026 | 2 | 2 | 30948000 | 0 | 30948000 | 15474000"));
  const Report weeks = report("kind=time&step=week&from=2026-11-23&to=2026-11-24");
  ASSERT_EQ(weeks.rows.size(), 1U);
  EXPECT_EQ(line_of(weeks.rows[0]), "23 Nov 2026 – 24 Nov 2026 | 3 | 3 | 46422000 | 0 | 46422000 | 15474000");
  EXPECT_EQ(weeks.rows[0][0].url, "/admin/analytics?kind=time&from=2026-11-23&to=2026-11-24");
  EXPECT_EQ(weeks.rows[0][6].url, "/admin/payments/ledger?account=orders&from=2026-11-21&to=2026-11-22");
  ASSERT_TRUE(weeks.sales);
  EXPECT_EQ(weeks.sales->now.paid, 3);
  EXPECT_EQ(weeks.sales->before.paid, 1);
}

TEST_P(Reports, AddUpTheColumnsWhoseSumMeansSomething) {
  place_paid();
  const Report stock = report("kind=stock&from=2026-11-21&to=2026-11-22");
  EXPECT_EQ(line_of(stock.totals), "Jumlah | 196 | 1499550000 | 0 | 0 | 4 | ");
  const Report brands = report("kind=brands&from=2026-11-22&to=2026-11-22");
  EXPECT_EQ(line_of(brands.totals), "Jumlah | 4 | 15450000 | 0 | 0");
  EXPECT_EQ(brands.totals[1].url, "/admin/orders?day=paid&from=2026-11-22&to=2026-11-22");
  EXPECT_TRUE(report("kind=methods&from=2026-11-22&to=2026-11-22").totals.empty()) << "one row is its own sum";
}

TEST_P(Reports, TellInTheirFilesThatRowsAreMissing) {
  search_for("gitar", 7, 0);
  search_for("senar", 5, 1);
  search_for("theremin", 3, 3);
  const std::string on = "kind=searches&from=2026-11-22&to=2026-11-22";
  for (const std::int64_t per_page : {1, 2, 500}) {
    EXPECT_THAT(exported(on, 2, per_page),
                ElementsAre("gitar | 7 | 0", "senar | 5 | 1",
                            "Hanya 2 baris pertama. Persempit tanggalnya untuk yang lain. |  | "));
    EXPECT_THAT(exported(on, 3, per_page), ElementsAre("gitar | 7 | 0", "senar | 5 | 1", "theremin | 3 | 3"));
  }
}

TEST_P(Reports, AreTheSameInFilesWhateverTheirPages) {
  place_paid();
  // Of one number, so that only what stands behind it tells them apart.
  for (const std::string_view term : {"ukulele", "banjo", "cajón", "Banjo", "a'b"}) search_for(term, 4, 4);
  search_for("gitar", 7, 1);
  search_for("senar", 1, 0);
  for (const bool counted : {false, true}) {
    if (counted) {
      clock_.advance(days{1} + hours{13});
      count_finished_days(*db_, clock_);
    }
    for (const std::string_view kind : {"time", "categories", "brands", "products", "methods", "provinces", "customers",
                                        "searches", "vain", "stock"}) {
      const std::string on = fmt::format("kind={}&from=2026-11-20&to=2026-11-22", kind);
      const auto shown = rows(on);
      EXPECT_FALSE(shown.empty()) << kind;
      for (const std::int64_t per_page : {1, 2, 3, 500}) EXPECT_EQ(exported(on, 100, per_page), shown) << kind;
    }
  }
}

TEST_P(Reports, CallTheSumOfSomeRowsThat) {
  search_for("gitar", 7, 0);
  search_for("senar", 5, 1);
  search_for("theremin", 3, 3);
  const Report searches = report("kind=searches&from=2026-11-22&to=2026-11-22", 2);
  EXPECT_EQ(line_of(searches.totals), "Jumlah 2 baris ini | 12 | 1");
}

TEST_P(Reports, LeadFromFiguresOfTheDaysBeforeToTheirOrders) {
  place_paid();
  to_next_day();
  place_paid();
  const Report products = report("kind=products&from=2026-11-23&to=2026-11-23");
  EXPECT_EQ(products.rows[0][3].url, "/admin/orders?day=paid&from=2026-11-22&product=1&to=2026-11-22");
  const Report brands = report("kind=brands&from=2026-11-23&to=2026-11-23");
  EXPECT_EQ(brands.rows[0][3].url, "/admin/analytics?kind=products&from=2026-11-22&to=2026-11-22&brand=1");
  const Report methods = report("kind=methods&from=2026-11-23&to=2026-11-23");
  EXPECT_EQ(methods.rows[0][5].url, "/admin/orders?day=paid&from=2026-11-22&method=midtrans&to=2026-11-22");
  const Report provinces = report("kind=provinces&from=2026-11-23&to=2026-11-23");
  EXPECT_EQ(provinces.rows[0][1].url, "") << "no list of orders can be asked for those without a province";
}

TEST_P(Reports, AreDrawnWhereThereIsSomethingToCompare) {
  place_paid();
  search_for("theremin", 3, 3);
  search_for("tuba", 2, 2);
  EXPECT_EQ(longest_bar(report("kind=brands&from=2026-11-22&to=2026-11-22")), 15'000'000);
  EXPECT_EQ(longest_bar(report("kind=time&from=2026-11-21&to=2026-11-22")), 15'474'000);
  EXPECT_EQ(longest_bar(report("kind=customers&from=2026-11-21&to=2026-11-22")), 1);
  EXPECT_EQ(longest_bar(report("kind=searches&from=2026-11-21&to=2026-11-22")), 3);
  EXPECT_EQ(longest_bar(report("kind=vain&from=2026-11-21&to=2026-11-22")), 0);
  EXPECT_EQ(longest_bar(report("kind=methods&from=2026-11-22&to=2026-11-22")), 0) << "there is one row";
  EXPECT_EQ(longest_bar(report("kind=time&from=2026-11-01&to=2026-11-20")), 0) << "nothing was sold";
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

TEST_P(Reports, TellWhatTheStockHasCostAsFarAsTheLastOrdersToSuppliersSay) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO suppliers (id, name, created_at) VALUES (1, 'Sumber', 0);"
        "INSERT INTO variants (id, product_id, sku, price, weight_g, length_mm, width_mm, height_mm, created_at) "
        "VALUES "
        "(3, 1, 'RG550-BK', 16000000, 4000, 1100, 400, 150, 0), (4, 1, 'RG550-WH', 16000000, 4000, 1100, 400, 150, 0);"
        "INSERT INTO stock_levels (variant_id, on_hand, changed_at) VALUES (3, 2, 0), (4, 0, 0);"
        "INSERT INTO purchase_orders (id, number, supplier_id, state, request_key, created_by, created_at, ordered_at) "
        "VALUES (1, 'PO-1', 1, 'partially_received', 'a', 7, 0, 0), (2, 'PO-2', 1, 'partially_received', 'b', 7, 0, "
        "0), "
        "(3, 'PO-3', 1, 'ordered', 'c', 7, 0, 0);"
        "INSERT INTO purchase_order_lines (id, purchase_order_id, position, variant_id, sku, name, options, quantity, "
        "unit_cost, received) VALUES (1, 1, 1, 3, 'A', 'P', '', 3, 9000000, 1), (2, 2, 1, 3, 'A', 'P', '', 3, "
        "10000000, "
        "1), (3, 3, 1, 3, 'A', 'P', '', 3, 11000000, 0), (4, 2, 2, 4, 'B', 'P', '', 3, 12000000, 1), "
        "(5, 2, 3, 2, 'C', 'P', '', 3, 0, 1)");
  });
  EXPECT_THAT(
      rows("kind=stock&from=2026-11-21&to=2026-11-22"),
      ElementsAre("Gitar | 102 | 1532000000 | 2 | 20000000 | 0 | –", "Senar | 100 | 15000000 | 100 | 0 | 0 | –"));
}

TEST_P(Reports, CountTheStockAgainAfterHalfAMinute) {
  const auto pieces = [&] {
    const Report stock = report("kind=stock&from=2026-11-21&to=2026-11-22");
    return std::pair{number_of(stock.rows.at(0).at(1).value), stock.stock_as_of.value()};
  };
  const Time first = clock_.now();
  EXPECT_EQ(pieces(), std::pair(std::int64_t{100}, first));
  db_->write([](db::Tx& tx) { tx.run_script("UPDATE stock_levels SET on_hand = 90 WHERE variant_id = 1"); });
  clock_.advance(seconds{29});
  EXPECT_EQ(pieces(), std::pair(std::int64_t{100}, first));
  clock_.advance(seconds{1});
  EXPECT_EQ(pieces(), std::pair(std::int64_t{90}, clock_.now()));
}

TEST_P(Reports, SayThatThereAreMoreRows) {
  place_paid();
  EXPECT_EQ(rows("kind=products&from=2026-11-22&to=2026-11-22", 1).size(), 1U);
  EXPECT_TRUE(is_cut_);
  EXPECT_EQ(rows("kind=products&from=2026-11-22&to=2026-11-22", 2).size(), 2U);
  EXPECT_FALSE(is_cut_);
}

ReportQuery read_report(std::string_view query, Time now = from_micros(0)) {
  return ReportQuery::read(*http::Fields::decode(query), now);
}
constexpr Time kNoonOfReports = from_micros(1'795'323'600'000'000);  // 2026-11-22 12:00 in WIB

TEST(ReportQuery, ComesBackFromItsOwnAddress) {
  for (const std::string query :
       {"kind=products&from=2026-11-01&to=2026-11-22&category=3", "kind=time&from=2026-11-01&to=2026-11-22&step=week",
        "kind=time&from=2025-11-01&to=2026-11-22&step=day"})
    EXPECT_EQ(read_report(query).query(), query);
  EXPECT_EQ(read_report("kind=x&from=2026-11-22&to=2026-11-01&step=year").query(),
            "kind=time&from=1969-12-03&to=1970-01-01");
  EXPECT_EQ(read_report("kind=products&from=2026-11-01&to=2026-11-22&brand=x").query(),
            "kind=products&from=2026-11-01&to=2026-11-22&brand=x");
}

TEST(ReportQuery, TakesTheStepThatGivesRowsOnesEyeCanFollow) {
  const auto of = [](std::string_view days) { return read_report(days, kNoonOfReports); };
  EXPECT_EQ(of("from=2026-08-23&to=2026-11-22").step, Step::kDay);
  EXPECT_EQ(of("from=2025-11-23&to=2026-11-22").step, Step::kWeek);
  EXPECT_EQ(of("from=2024-11-23&to=2026-11-22").step, Step::kMonth);
  EXPECT_EQ(of("from=2024-11-23&to=2026-11-22").of_days(last_days(kNoonOfReports, 7)).step, Step::kDay);
  EXPECT_EQ(of("from=2026-11-01&to=2026-11-22&step=week").of_days(last_days(kNoonOfReports, 800)).step, Step::kWeek)
      << "what was chosen stays";
}

TEST(ReportQuery, LeavesOutDaysThatAreStillToCome) {
  EXPECT_EQ(read_report("from=2026-11-01&to=2026-12-31", kNoonOfReports).query(),
            "kind=time&from=2026-11-01&to=2026-11-22");
}

TEST(ReportQuery, KnowsThatDaysWereTypedInVain) {
  for (const auto* typed :
       {"from=2026-11-22&to=2026-11-01", "from=2026-11-22", "to=besok", "from=2001-01-01&to=2026-11-22"})
    EXPECT_TRUE(read_report(typed, kNoonOfReports).days_misread) << typed;
  for (const auto* typed : {"", "from=&to=", "from=2026-11-01&to=2026-11-22"})
    EXPECT_FALSE(read_report(typed, kNoonOfReports).days_misread) << typed;
}

}  // namespace
}  // namespace hurtrock::admin
