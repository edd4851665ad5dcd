#include <gmock/gmock.h>

#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AnalyticsShown : public testing::ShopTest {
 protected:
  std::string page(std::string_view query) {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    const auto answer = show_analytics(request, shop_);
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }
};
INSTANTIATE_TEST_SUITE_P(, AnalyticsShown, db::testing::every_dialect(), db::testing::name_of);

TEST_P(AnalyticsShown, HandsTheChartTheRevenueOfEveryDayAndOfTheDaysBefore) {
  place_paid();
  clock_.advance(std::chrono::days{2});
  place_paid();
  place_paid();
  const std::string shown = page("kind=time&from=2026-11-23&to=2026-11-24");
  EXPECT_THAT(shown, HasSubstr("data-behaviour=\"time-chart\" data-currency=\"Rp\""));
  EXPECT_THAT(shown, HasSubstr("data-drawn=\"bar\">Revenue<"));
  EXPECT_THAT(shown, HasSubstr("data-drawn=\"line\">Revenue before<"));
  EXPECT_THAT(shown, HasSubstr("<data value=\"0\">Rp\u00a00</data>"));
  EXPECT_THAT(shown, HasSubstr("<data value=\"30948000\">Rp\u00a030.948.000</data>"));
  EXPECT_THAT(shown, HasSubstr("<data value=\"15474000\">Rp\u00a015.474.000</data>"));
  EXPECT_THAT(shown, HasSubstr("aria-label=\"Sales. Chart of 23 Nov 2026 – 24 Nov 2026: Revenue Rp\u00a030.948.000, "
                               "Revenue before Rp\u00a015.474.000. All figures are in the table below.\""));
  EXPECT_THAT(shown, HasSubstr("js/charts"));
  EXPECT_THAT(shown, Not(HasSubstr("<progress")));
}

TEST_P(AnalyticsShown, HandsTheChartOfCustomersCountsWithoutACurrency) {
  place_paid();
  place_paid();
  const std::string shown = page("kind=customers&from=2026-11-21&to=2026-11-22");
  EXPECT_THAT(shown, HasSubstr("data-behaviour=\"time-chart\">"));
  EXPECT_THAT(shown, HasSubstr("data-drawn=\"bar\">New customers<"));
  EXPECT_THAT(shown, HasSubstr("data-drawn=\"bar\">Orders of returning customers<"));
  EXPECT_THAT(shown, HasSubstr("<data value=\"1\">1</data>"));
}

TEST_P(AnalyticsShown, DrawsABarInEveryRowAsLongAsItsShareOfTheLongest) {
  place_paid();
  const std::string shown = page("kind=products&from=2026-11-22&to=2026-11-22");
  EXPECT_THAT(shown, HasSubstr("<progress class=\"report__bar\" value=\"15000000\" max=\"15000000\" aria-hidden"));
  EXPECT_THAT(shown, HasSubstr("<progress class=\"report__bar\" value=\"450000\" max=\"15000000\" aria-hidden"));
  EXPECT_THAT(shown, HasSubstr("Length of the bars: Goods."));
  EXPECT_THAT(shown, Not(HasSubstr("time-chart")));
}

TEST_P(AnalyticsShown, DrawsNothingOfDaysOnWhichNothingWasSold) {
  const std::string shown = page("kind=time&from=2026-11-01&to=2026-11-20");
  EXPECT_THAT(shown, Not(HasSubstr("chart__drawing")));
  EXPECT_THAT(shown, Not(HasSubstr("js/charts")));
}

TEST_P(AnalyticsShown, SpeaksOfTheDaysBeforeWhereTheyAreComparedOnly) {
  EXPECT_THAT(page("kind=brands&from=2026-11-22&to=2026-11-22"), HasSubstr("“Before” is 21 Nov 2026."));
  for (const auto* kind : {"searches", "vain", "stock"})
    EXPECT_THAT(page("from=2026-11-22&to=2026-11-22&kind=" + std::string(kind)), Not(HasSubstr("“Before”"))) << kind;
}

TEST_P(AnalyticsShown, SaysAsOfWhenTheStockIs) {
  EXPECT_THAT(page("kind=stock&from=2026-11-22&to=2026-11-22"),
              HasSubstr("What is in stock is as of 22 Nov 2026, 12:00 WIB"));
  EXPECT_THAT(page("kind=brands&from=2026-11-22&to=2026-11-22"), Not(HasSubstr("What is in stock is as of")));
}

TEST_P(AnalyticsShown, LeadsFromWhatWasSearchedForInVainToItsSynonyms) {
  db_->write([](db::Tx& tx) {
    tx.execute("INSERT INTO search_terms (day, term, searches, without_result) VALUES ($1, 'efek & pedal', 3, 3)",
               to_micros(start_of_wib_day(kNoon)));
  });
  constexpr auto* kLink = "href=\"/admin/synonyms/new?terms=efek+%26+pedal\"";
  EXPECT_THAT(page("kind=vain&from=2026-11-22&to=2026-11-22"), HasSubstr(kLink));
  EXPECT_THAT(page("kind=searches&from=2026-11-22&to=2026-11-22"), Not(HasSubstr(kLink)));
}

TEST_P(AnalyticsShown, SaysThatTheDaysTypedCannotBeUsed) {
  EXPECT_THAT(page("kind=time&from=2026-11-22&to=2026-11-01"), HasSubstr("Those dates cannot be used"));
  EXPECT_THAT(page("kind=time&from=2026-11-01&to=2026-11-22"), Not(HasSubstr("Those dates cannot be used")));
}

TEST_P(AnalyticsShown, AsksForNoTextThatThereIsNot) {
  place_paid();
  const auto before = i18n::Texts::unknown_keys();
  for (const auto* kind :
       {"time", "categories", "brands", "products", "methods", "provinces", "customers", "searches", "vain", "stock"})
    page("from=2026-11-21&to=2026-11-22&kind=" + std::string(kind));
  EXPECT_EQ(i18n::Texts::unknown_keys(), before);
}

}  // namespace
}  // namespace hurtrock::admin
