#include "catalog/catalogue.hpp"

#include <gmock/gmock.h>

#include "catalog/catalogue_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;

class CatalogueTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      category_ = insert_category(tx, {.slug = "gitar"});
      brand_ = insert_brand(tx, "ibanez", "Ibanez");
      const auto product = insert_product(tx, {.slug = "rg-550", .brand = brand_, .category = category_});
      variant_ = insert_variant(tx, product, {.sku = "A", .on_hand = 50, .low_stock_threshold = 3});
    });
    catalogue_.emplace(*db_, clock_);
  }

  void add_product(bool raise_version) {
    db_->write([&](db::Tx& tx) {
      const auto product = insert_product(tx, {.slug = "rg-421", .brand = brand_, .category = category_});
      insert_variant(tx, product, {.sku = "B"});
      if (raise_version) raise_catalogue_version(tx);
    });
  }
  void set_on_hand(std::int64_t units, Time changed_at) {
    db_->write([&](db::Tx& tx) {
      tx.execute("UPDATE stock_levels SET on_hand = $1, changed_at = $2 WHERE variant_id = $3", units, changed_at,
                 variant_);
    });
  }
  std::int64_t available() {
    const auto snapshot = catalogue_->snapshot();
    return snapshot->available(snapshot->products().back());
  }
  /// How much the page version grew while the stock became `units` and was noticed.
  std::int64_t growth_with(std::int64_t units) {
    const std::int64_t before = catalogue_->page_version();
    clock_.advance(1s);
    set_on_hand(units, clock_.now());
    catalogue_->refresh();
    EXPECT_EQ(available(), units);
    return catalogue_->page_version() - before;
  }

  FakeClock clock_{kToday + 1h};
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  CategoryId category_;
  BrandId brand_;
  VariantId variant_;
  std::optional<Catalogue> catalogue_;
};
INSTANTIATE_TEST_SUITE_P(, CatalogueTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(CatalogueTest, a_raised_version_brings_a_new_snapshot) {
  const std::int64_t before = catalogue_->page_version();
  add_product(true);
  EXPECT_EQ(catalogue_->snapshot()->products().size(), 1U);
  catalogue_->refresh();
  EXPECT_EQ(catalogue_->snapshot()->products().size(), 2U);
  EXPECT_GT(catalogue_->page_version(), before);
}

TEST_P(CatalogueTest, nothing_is_read_again_while_the_version_stays) {
  const auto before = catalogue_->snapshot();
  const std::int64_t version = catalogue_->page_version();
  add_product(false);
  catalogue_->refresh();
  EXPECT_EQ(catalogue_->snapshot(), before);
  EXPECT_EQ(catalogue_->page_version(), version);
}

TEST_P(CatalogueTest, a_reader_keeps_its_snapshot_while_a_new_one_comes) {
  const auto held = catalogue_->snapshot();
  add_product(true);
  catalogue_->refresh();
  EXPECT_EQ(held->products().size(), 1U);
  EXPECT_EQ(held->products()[0].slug, "rg-550");
}

TEST_P(CatalogueTest, a_snapshot_that_could_not_be_read_is_tried_again) {
  add_product(true);
  const auto rename = [&](const char* from, const char* to) {
    db_->write([&](db::Tx& tx) { tx.run_script(std::string("ALTER TABLE ") + from + " RENAME TO " + to); });
  };
  rename("product_specs", "out_of_reach");
  EXPECT_THROW(catalogue_->refresh(), db::Error);
  EXPECT_EQ(catalogue_->snapshot()->products().size(), 1U) << "the old one serves on";
  rename("out_of_reach", "product_specs");
  catalogue_->refresh();
  EXPECT_EQ(catalogue_->snapshot()->products().size(), 2U);
}

TEST_P(CatalogueTest, stock_is_followed_without_a_new_snapshot) {
  const auto snapshot = catalogue_->snapshot();
  EXPECT_EQ(available(), 50);
  growth_with(7);
  EXPECT_EQ(catalogue_->snapshot(), snapshot);
}

TEST_P(CatalogueTest, pages_are_made_anew_only_when_they_would_say_something_else) {
  EXPECT_EQ(growth_with(40), 0) << "plenty and plenty";
  EXPECT_EQ(growth_with(4), 0) << "still above the threshold";
  EXPECT_EQ(growth_with(3), 1) << "only 3 left";
  EXPECT_EQ(growth_with(2), 1) << "only 2 left";
  EXPECT_EQ(growth_with(2), 0);
  EXPECT_EQ(growth_with(0), 1) << "sold out";
  EXPECT_EQ(growth_with(90), 1) << "back in stock";
}

TEST_P(CatalogueTest, a_change_whose_transaction_was_slow_is_still_noticed) {
  clock_.advance(10min);
  catalogue_->refresh();
  // Its time was taken half a minute before it became visible.
  set_on_hand(1, clock_.now() - 30s);
  catalogue_->refresh();
  EXPECT_EQ(available(), 1);
}

}  // namespace
}  // namespace hurtrock::catalog
