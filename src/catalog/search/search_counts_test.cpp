#include "catalog/search/search_counts.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "catalog/search/store.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::catalog::search {
namespace {

using namespace std::chrono_literals;

constexpr Time kNoon = from_micros(1'795'000'000'000'000);

class SearchCountsTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void save() {
    db_->write([&](db::Tx& tx) { add_counts(tx, counts_.take()); });
  }
  using Row = std::tuple<std::string, std::int64_t, std::int64_t>;
  std::vector<Row> rows() {
    return db_->read([](db::Tx& tx) {
      return tx.all<std::string, std::int64_t, std::int64_t>(
          "SELECT term, searches, without_result FROM search_terms ORDER BY day, term");
    });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  SearchCounts counts_;
};
INSTANTIATE_TEST_SUITE_P(, SearchCountsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SearchCountsTest, the_same_text_is_counted_together_however_it_is_typed) {
  counts_.add("Gitar  Ibanez", 5, kNoon);
  counts_.add(" gitar ibanez ", 0, kNoon);
  save();
  counts_.add("GITAR IBANEZ", 4, kNoon);
  save();
  EXPECT_THAT(rows(), testing::ElementsAre(Row{"gitar ibanez", 3, 1}));
}

TEST_P(SearchCountsTest, every_day_of_the_shop_is_counted_by_itself) {
  counts_.add("gitar", 1, start_of_wib_day(kNoon) - 1us);
  counts_.add("gitar", 1, start_of_wib_day(kNoon));
  save();
  EXPECT_EQ(rows().size(), 2U);
  db_->write([](db::Tx& tx) { forget_counts_before(tx, start_of_wib_day(kNoon)); });
  EXPECT_EQ(rows().size(), 1U);
}

TEST_P(SearchCountsTest, what_looks_personal_is_not_written_down) {
  counts_.add("budi@contoh.example", 0, kNoon);
  counts_.add("0812-3456-7890", 0, kNoon);
  counts_.add("", 0, kNoon);
  EXPECT_TRUE(counts_.take().empty());
}

TEST_P(SearchCountsTest, nonsense_without_end_is_bounded) {
  for (std::size_t i = 0; i < 2 * SearchCounts::kMostTexts; ++i) counts_.add("text " + std::to_string(i), 0, kNoon);
  EXPECT_EQ(counts_.take().size(), SearchCounts::kMostTexts);
}

TEST_P(SearchCountsTest, what_could_not_be_written_down_is_not_lost) {
  counts_.add("gitar", 1, kNoon);
  auto taken = counts_.take();
  counts_.add("gitar", 0, kNoon);
  counts_.put_back(std::move(taken));
  save();
  EXPECT_THAT(rows(), testing::ElementsAre(Row{"gitar", 2, 1}));
}

TEST_P(SearchCountsTest, a_new_database_knows_synonyms) {
  const auto sets = db_->read([](db::Tx& tx) { return synonym_sets(tx); });
  EXPECT_THAT(sets, testing::Contains(testing::HasSubstr("efek, pedal")));
  EXPECT_THAT(sets, testing::Contains(testing::HasSubstr("senar, string")));
}

}  // namespace
}  // namespace hurtrock::catalog::search
