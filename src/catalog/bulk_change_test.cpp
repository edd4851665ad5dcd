#include "catalog/bulk_change.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <expected>

#include "catalog/catalogue_for_tests.hpp"

namespace hurtrock::catalog {
namespace {

using Kind = BulkChange::Kind;
using Why = BulkRefusal::Why;

std::int64_t percent(std::int64_t price, std::int64_t milli_percent, std::int64_t rounding = 1) {
  const auto changed =
      changed_price(Money{price}, {.kind = Kind::kPercent, .milli_percent = milli_percent, .rounding = rounding});
  return changed ? changed->rupiah() : 0;
}

TEST(BulkChange, prices_change_by_per_cent_and_are_rounded_once) {
  EXPECT_EQ(percent(1'000'000, 10'000), 1'100'000);
  EXPECT_EQ(percent(1'000'000, -7'500), 925'000);
  EXPECT_EQ(percent(1'999'000, 5'000, 10'000), 2'100'000);
  EXPECT_EQ(percent(1'234'567, 10'000, 1'000), 1'358'000);
  EXPECT_EQ(percent(100'000'000'000, 0), 100'000'000'000);
}

TEST(BulkChange, what_would_be_no_price_is_refused) {
  EXPECT_EQ(percent(100'000'000'000, 1), 0);
  EXPECT_EQ(percent(1'000, -90'000, 10'000), 0);
  EXPECT_FALSE(changed_price(Money{5'000}, {.kind = Kind::kAmount, .amount = Money{-5'000}}));
}

class BulkChanges : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      const auto category = insert_category(tx, {.slug = "gitar"});
      const auto brand = insert_brand(tx, "ibanez", "Ibanez");
      for (const std::string slug : {"a", "b"}) {
        ids_.push_back(insert_product(tx, {.slug = slug, .brand = brand, .category = category}));
        insert_variant(tx, ids_.back(), {.sku = slug});
      }
    });
  }
  std::expected<void, BulkRefusal> apply(const BulkChange& change, std::int64_t version_of_second = 1) {
    const std::vector<SeenProduct> seen{{ids_[0], 1}, {ids_[1], version_of_second}};
    return db_->write([&](db::Tx& tx) -> std::expected<void, BulkRefusal> {
      const auto refused = change_products(tx, seen, change, kToday);
      return refused.empty() ? std::expected<void, BulkRefusal>{} : std::unexpected(refused.front());
    });
  }
  void insert_price(ProductId product, const std::string& sku, std::int64_t price) {
    db_->write([&](db::Tx& tx) { insert_variant(tx, product, {.sku = sku, .price = Money{price}}); });
  }
  std::int64_t one(const std::string& sql) {
    return db_->read([&](db::Tx& tx) { return tx.one<std::int64_t>(sql); });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  std::vector<ProductId> ids_;
};
INSTANTIATE_TEST_SUITE_P(, BulkChanges, db::testing::every_dialect(), db::testing::name_of);

TEST_P(BulkChanges, all_prices_change_together) {
  EXPECT_TRUE(apply({.kind = Kind::kPercent, .milli_percent = 10'000}));
  EXPECT_EQ(one("SELECT COUNT(*) FROM variants WHERE price = 1100000"), 2);
  EXPECT_EQ(one("SELECT COUNT(*) FROM products WHERE version = 2"), 2);
}

TEST_P(BulkChanges, one_product_that_has_changed_keeps_all_as_they_are) {
  const auto refused = apply({.kind = Kind::kAmount, .amount = Money{1'000}}, 7);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, Why::kChanged);
  EXPECT_EQ(refused.error().product, ids_[1]);
  EXPECT_EQ(one("SELECT COUNT(*) FROM variants WHERE price = 1000000"), 2);
}

TEST_P(BulkChanges, what_can_be_changed_is_changed_without_the_others) {
  db_->write([&](db::Tx& tx) { tx.execute("UPDATE variants SET price = 900000 WHERE sku = 'b'"); });
  const std::vector<SeenProduct> seen{{ids_[1], 1}, {ids_[0], 1}, {ProductId{999}, 1}};
  const auto refused = db_->write([&](db::Tx& tx) {
    return change_products(tx, seen, {.kind = Kind::kAmount, .amount = Money{-950'000}}, kToday);
  });
  ASSERT_EQ(refused.size(), 2);
  EXPECT_EQ(refused[0].product, ProductId{999});
  EXPECT_EQ(refused[0].why, Why::kChanged);
  EXPECT_EQ(refused[1].product, ids_[1]);
  EXPECT_EQ(refused[1].why, Why::kPrice);
  EXPECT_EQ(one("SELECT price FROM variants WHERE sku = 'a'"), 50'000);
  EXPECT_EQ(one("SELECT price FROM variants WHERE sku = 'b'"), 900'000);
  EXPECT_EQ(one("SELECT SUM(version) FROM products"), 3);
}

TEST_P(BulkChanges, any_number_of_products_is_looked_at_by_id_without_the_archive) {
  std::vector<ProductId> many;
  db_->write([&](db::Tx& tx) {
    for (int n = 0; n < 101; ++n)
      many.push_back(insert_product(tx, {.slug = "p" + std::to_string(n),
                                         .brand = tx.one<BrandId>("SELECT id FROM brands"),
                                         .category = tx.one<CategoryId>("SELECT id FROM categories"),
                                         .state = n == 7 ? "archived" : "hidden"}));
  });
  insert_price(many[0], "p-low", 1'000);
  insert_price(many[0], "p-high", 100'000'000'000);
  std::ranges::reverse(many);
  const auto found = db_->read([&](db::Tx& tx) { return bulk_candidates(tx, many); });
  ASSERT_EQ(found.size(), 100);
  EXPECT_TRUE(std::ranges::is_sorted(found, {}, &BulkCandidate::id));
  EXPECT_EQ(found[0].lowest_price, Money{1'000});
  EXPECT_EQ(found[1].lowest_price, std::nullopt);
  const auto in_the_way = [&](const BulkCandidate& product, std::int64_t more) {
    return obstacle(product, {.kind = Kind::kAmount, .amount = Money{more}});
  };
  EXPECT_EQ(in_the_way(found[0], -1'000), Why::kPrice);
  EXPECT_EQ(in_the_way(found[0], 1), Why::kPrice);
  EXPECT_EQ(in_the_way(found[0], -999), std::nullopt);
  EXPECT_EQ(in_the_way(found[1], -1'000), std::nullopt);
}

TEST_P(BulkChanges, a_compare_at_price_that_is_reached_goes) {
  db_->write([&](db::Tx& tx) { tx.execute("UPDATE variants SET compare_at_price = 1050000 WHERE sku = 'a'"); });
  db_->write([&](db::Tx& tx) { tx.execute("UPDATE variants SET compare_at_price = 1200000 WHERE sku = 'b'"); });
  EXPECT_TRUE(apply({.kind = Kind::kPercent, .milli_percent = 10'000}));
  EXPECT_EQ(one("SELECT COUNT(*) FROM variants WHERE compare_at_price IS NULL"), 1);
  EXPECT_EQ(one("SELECT COUNT(*) FROM variants WHERE compare_at_price = 1200000"), 1);
}

TEST_P(BulkChanges, what_has_no_description_is_not_shown) {
  db_->write([&](db::Tx& tx) { tx.execute("UPDATE products SET description_en = '' WHERE id = $1", ids_[1]); });
  const auto refused = apply({.kind = Kind::kActive});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, Why::kNotReady);
}

TEST_P(BulkChanges, a_category_that_is_gone_is_refused) {
  const auto refused = apply({.kind = Kind::kCategory, .category = CategoryId{999}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, Why::kNoSuchCategory);
}

}  // namespace
}  // namespace hurtrock::catalog
