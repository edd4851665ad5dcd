#include "catalog/search/search.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "catalog/catalogue_for_tests.hpp"
#include "catalog/query.hpp"
#include "catalog/search/search_fixture.hpp"

namespace hurtrock::catalog::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class SearchTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      guitars_ = insert_category(tx, {.slug = "gitar", .name_id = "Gitar", .name_en = "Guitars"});
      pedals_ = insert_category(tx, {.slug = "efek", .name_id = "Efek", .name_en = "Effects"});
      ibanez_ = insert_brand(tx, "ibanez", "Ibanez");
      gibson_ = insert_brand(tx, "gibson", "Gibson");
      rg_ = add(tx, "Ibanez RG550", ibanez_, guitars_);
      sg_ = add(tx, "Gibson SG Standard", gibson_, guitars_);
      add(tx, "Ibanez Tube Screamer", ibanez_, pedals_);
    });
    start();
  }

  ProductId add(db::Tx& tx, const std::string& name, BrandId brand, CategoryId category) {
    const std::string number = std::to_string(++added_);
    const auto product = insert_product(tx, {.slug = "p" + number,
                                             .name = name,
                                             .model = name.substr(name.find(' ') + 1),
                                             .brand = brand,
                                             .category = category});
    insert_variant(tx, product, {.sku = "SKU-" + number});
    return product;
  }

  /// As after the start of a process that has found time for the index.
  void start() {
    search_.emplace(*db_, clock_, folder_.path());
    follow();
  }
  void follow() {
    snapshot_ = snapshot_of(*db_);
    search_->refresh(snapshot_);
  }
  TextMatch match(const std::string& text) { return search_->match(*snapshot_, text).value_or(TextMatch{}); }
  std::vector<std::string> find(const std::string& text) { return names(*snapshot_, match(text).best_first); }

  void rename(ProductId product, const std::string& name) {
    db_->write([&](db::Tx& tx) { tx.execute("UPDATE products SET name = $1 WHERE id = $2", name, product); });
  }
  void damage_index() {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_.path()))
      if (file.path().extension() == ".glass") std::ofstream(file.path()) << std::string(20'000, 'x');
  }

  ScratchFolder folder_;
  FakeClock clock_{kToday};
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  CategoryId guitars_, pedals_;
  BrandId ibanez_, gibson_;
  ProductId rg_, sg_;
  int added_ = 0;
  std::shared_ptr<const Snapshot> snapshot_;
  std::optional<Search> search_;
};
INSTANTIATE_TEST_SUITE_P(, SearchTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SearchTest, a_product_is_found_by_every_part_of_it) {
  for (const char* text :
       {"RG550", "rg 550", "rg-550", "ibanez rg550", "SKU-1", "ibanez gitar", "guitars rg550", "rg5"})
    EXPECT_THAT(find(text), testing::Contains("Ibanez RG550")) << text;
  EXPECT_THAT(find("ibanez gibson"), IsEmpty());
}

TEST_P(SearchTest, what_is_called_exactly_so_comes_first) {
  db_->write([&](db::Tx& tx) { add(tx, "Gibson Ibanez Tribute Ibanez", gibson_, guitars_); });
  follow();
  EXPECT_EQ(find("ibanez").back(), "Gibson Ibanez Tribute Ibanez");
  EXPECT_EQ(find("SKU-2").front(), "Gibson SG Standard");
}

TEST_P(SearchTest, a_misspelt_word_finds_what_was_meant_and_says_so) {
  EXPECT_THAT(find("gibsen"), ElementsAre("Gibson SG Standard"));
  EXPECT_EQ(match("Gibsen SG").did_you_mean, "gibson sg");
  EXPECT_EQ(match("gibson").did_you_mean, "");
  EXPECT_EQ(match("zzzzqqqq").did_you_mean, "");
}

TEST_P(SearchTest, a_text_that_finds_nothing_is_offered_with_fewer_words) {
  const auto nothing = match("ibanez sg");
  EXPECT_THAT(nothing.best_first, IsEmpty());
  EXPECT_THAT(nothing.fewer_words, UnorderedElementsAre("ibanez", "sg"));
}

TEST_P(SearchTest, words_that_mean_the_same_find_the_same) {
  EXPECT_THAT(find("pedal"), ElementsAre("Ibanez Tube Screamer"));
  EXPECT_EQ(find("guitar"), find("gitar"));
}

TEST_P(SearchTest, a_synonym_that_staff_add_is_noticed) {
  EXPECT_THAT(find("overdrive"), IsEmpty());
  const std::int64_t version = search_->version();
  db_->write([](db::Tx& tx) { tx.execute("INSERT INTO search_synonyms (terms) VALUES ('overdrive, tube screamer')"); });
  follow();
  EXPECT_THAT(find("overdrive"), ElementsAre("Ibanez Tube Screamer"));
  EXPECT_GT(search_->version(), version) << "pages must be made anew";
}

TEST_P(SearchTest, an_edit_is_found_at_the_next_look) {
  const std::int64_t version = search_->version();
  rename(rg_, "Ibanez Artcore");
  db_->write([&](db::Tx& tx) { add(tx, "Gibson Explorer", gibson_, guitars_); });
  follow();
  EXPECT_THAT(find("artcore"), ElementsAre("Ibanez Artcore"));
  EXPECT_THAT(find("explorer"), ElementsAre("Gibson Explorer"));
  EXPECT_GT(search_->version(), version);
}

TEST_P(SearchTest, a_hidden_product_is_gone_with_the_snapshot_before_the_index_knows) {
  db_->write([&](db::Tx& tx) { tx.execute("UPDATE products SET state = 'hidden' WHERE id = $1", sg_); });
  snapshot_ = snapshot_of(*db_);
  EXPECT_THAT(find("gibson"), IsEmpty());
  EXPECT_EQ(match("gibson").products.count(), 0U);
}

TEST_P(SearchTest, a_word_that_no_product_has_any_more_is_suggested_no_more) {
  rename(sg_, "Gibson Firebird");
  follow();
  rename(sg_, "Gibson SG Standard");
  follow();
  EXPECT_EQ(match("firebirt").did_you_mean, "");
}

TEST_P(SearchTest, nothing_is_written_while_nothing_changes) {
  const std::int64_t version = search_->version();
  follow();
  follow();
  EXPECT_EQ(search_->version(), version);
}

TEST_P(SearchTest, there_is_no_answer_before_the_index_has_held_every_product) {
  Search fresh(*db_, clock_, folder_.path() / "fresh");
  EXPECT_FALSE(fresh.match(*snapshot_, "gibson"));
  fresh.refresh(snapshot_);
  EXPECT_TRUE(fresh.match(*snapshot_, "gibson"));
}

TEST_P(SearchTest, the_index_of_the_process_before_is_used_at_once) {
  search_.reset();
  search_.emplace(*db_, clock_, folder_.path());
  EXPECT_THAT(find("gibson"), ElementsAre("Gibson SG Standard"));
}

TEST_P(SearchTest, what_happened_while_the_shop_was_down_is_caught_up_with) {
  search_.reset();
  rename(rg_, "Ibanez Artcore");
  start();
  EXPECT_THAT(find("artcore"), ElementsAre("Ibanez Artcore"));
  EXPECT_THAT(find("sg"), ElementsAre("Gibson SG Standard"));
}

TEST_P(SearchTest, an_index_damaged_while_the_shop_was_down_is_built_anew) {
  search_.reset();
  damage_index();
  start();
  EXPECT_THAT(find("gibson"), ElementsAre("Gibson SG Standard"));
}

TEST_P(SearchTest, an_index_that_vanishes_is_built_anew) {
  std::filesystem::remove_all(folder_.path() / kIndexFolder);
  follow();
  follow();
  EXPECT_THAT(find("gibson"), ElementsAre("Gibson SG Standard"));
}

TEST_P(SearchTest, a_folder_that_cannot_be_written_is_tried_again_later) {
  std::ofstream(folder_.path() / "file") << "in the way";
  Search search(*db_, clock_, folder_.path() / "file");
  search.refresh(snapshot_);
  EXPECT_FALSE(search.match(*snapshot_, "gibson"));
  std::filesystem::remove(folder_.path() / "file");
  search.refresh(snapshot_);
  EXPECT_FALSE(search.match(*snapshot_, "gibson")) << "not at once";
  clock_.advance(std::chrono::minutes(1));
  search.refresh(snapshot_);
  EXPECT_TRUE(search.match(*snapshot_, "gibson"));
}

TEST_P(SearchTest, readers_go_on_while_the_index_is_written) {
  const auto snapshot = snapshot_;
  std::atomic<bool> done = false;
  std::atomic<int> answers = 0, failures = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!done) {
        const auto match = search_->match(*snapshot, "ibanez gitar");
        ++(match && match->best_first.size() == 1 ? answers : failures);
      }
    });
  for (int i = 0; i < 40; ++i) {
    rename(sg_, "Gibson SG " + std::to_string(i));
    follow();
  }
  done = true;
  readers.clear();
  EXPECT_GT(answers, 0);
  EXPECT_EQ(failures, 0);
}

TEST_P(SearchTest, one_of_two_processes_writes_and_both_read) {
  Search second(*db_, clock_, folder_.path());
  const auto found = [&](const std::string& text) {
    second.refresh(snapshot_);
    return second.match(*snapshot_, text).value_or(TextMatch{}).best_first.size();
  };
  EXPECT_EQ(found("gibson"), 1U);
  rename(sg_, "Gibson Firebird");
  follow();
  EXPECT_EQ(found("firebird"), 1U) << "written by the first";
  search_.reset();
  rename(sg_, "Gibson Explorer");
  snapshot_ = snapshot_of(*db_);
  EXPECT_EQ(found("explorer"), 1U) << "the first is gone, so the second writes";
}

TEST_P(SearchTest, an_answer_given_before_is_given_again_only_while_it_is_true) {
  EXPECT_THAT(find("explorer"), IsEmpty());
  rename(sg_, "Gibson Explorer");
  EXPECT_THAT(find("explorer"), IsEmpty()) << "nobody has looked yet";
  follow();
  EXPECT_THAT(find("explorer"), ElementsAre("Gibson Explorer"));
  EXPECT_THAT(find("explorer"), ElementsAre("Gibson Explorer"));
}

TEST(RecentMatches, are_bounded) {
  RecentMatches recent;
  for (int i = 0; i < 1'000; ++i) recent.keep({1, 1, std::to_string(i)}, {});
  int known = 0;
  for (int i = 0; i < 1'000; ++i) known += recent.find({1, 1, std::to_string(i)}) ? 1 : 0;
  EXPECT_EQ(static_cast<std::size_t>(known), RecentMatches::kMost);
  EXPECT_TRUE(recent.find({1, 1, "999"})) << "the newest are kept";
  EXPECT_FALSE(recent.find({1, 1, "0"}));
}

TEST_P(SearchTest, lists_count_what_the_index_found) {
  const Query query{.text = "ibanez"};
  const Found found = catalog::find(*snapshot_, query, match(query.text));
  EXPECT_EQ(found.total, 2);
  EXPECT_EQ(found.products.size(), 2U);
  EXPECT_EQ(found.categories.size(), 2U);
  ASSERT_EQ(found.brands.size(), 1U);
  EXPECT_EQ(found.brands[0].count, 2);
}

}  // namespace
}  // namespace hurtrock::catalog::search
