#include "catalog/options.hpp"

#include <gmock/gmock.h>

#include "catalog/catalogue_for_tests.hpp"
#include "catalog/related.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A guitar that is sold in black for both hands (sold out for the left one) and in red for the right hand only.
class ProductOptions : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    db_ = db::testing::migrated_database(db::Dialect::kSqlite);
    db_->write([&](db::Tx& tx) {
      category_ = insert_category(tx, {.slug = "gitar"});
      brand_ = insert_brand(tx, "gibson", "Gibson");
      const auto guitar = insert_product(tx, {.slug = "gitar", .brand = brand_, .category = category_});
      black_right_ = add(tx, guitar, {.sku = "BR", .position = 0}, {"Hitam", "Kanan"});
      red_right_ = add(tx, guitar, {.sku = "RR", .position = 1}, {"Merah", "Kanan"});
      black_left_ =
          add(tx, guitar, {.sku = "BL", .price = Money{1'200'000}, .on_hand = 0, .position = 2}, {"Hitam", "Kidal"});
    });
  }

  static VariantId add(db::Tx& tx, ProductId product, const VariantRow& row, const std::vector<std::string>& values) {
    const VariantId id = insert_variant(tx, product, row);
    const char* names[] = {"Warna", "Orientasi"};
    for (std::size_t i = 0; i < values.size(); ++i)
      tx.execute(
          "INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) "
          "VALUES ($1, $2, $3, $3, $4, $4)",
          id, static_cast<std::int64_t>(i), names[i], values[i]);
    return id;
  }

  std::vector<OptionGroup> groups(std::string_view slug, VariantId chosen) {
    const auto snapshot = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
    const auto& product = snapshot->products()[static_cast<std::size_t>(*snapshot->find_product(slug))];
    const auto variants = product.variants;
    return option_groups(*snapshot, product, *std::ranges::find(variants, chosen, &SnapshotVariant::id),
                         i18n::Language::kIndonesian, "/product/x");
  }
  static std::vector<std::string> labels(const OptionGroup& group) {
    std::vector<std::string> labels;
    for (const OptionValue& value : group.values) labels.push_back(value.label);
    return labels;
  }
  static std::string url(VariantId id) { return "/product/x?variant=" + std::to_string(id.value()); }

  std::unique_ptr<db::Database> db_;
  CategoryId category_;
  BrandId brand_;
  VariantId black_right_, red_right_, black_left_;
};

TEST_F(ProductOptions, every_option_has_all_its_values_in_the_shops_order) {
  const auto all = groups("gitar", black_right_);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "Warna");
  EXPECT_EQ(all[0].chosen, "Hitam");
  EXPECT_THAT(labels(all[0]), ElementsAre("Hitam", "Merah"));
  EXPECT_THAT(labels(all[1]), ElementsAre("Kanan", "Kidal"));
}

TEST_F(ProductOptions, a_value_leads_to_the_variant_that_differs_in_nothing_else) {
  const auto all = groups("gitar", black_right_);
  EXPECT_EQ(all[0].values[1].url, url(red_right_));
  EXPECT_EQ(all[1].values[1].url, url(black_left_));
  EXPECT_FALSE(all[1].values[1].elsewhere);
  EXPECT_TRUE(all[0].values[0].selected);
}

TEST_F(ProductOptions, a_combination_that_is_sold_out_says_so_and_what_it_costs) {
  const auto all = groups("gitar", black_right_);
  EXPECT_EQ(all[1].values[1].stock.state, layout::StockState::kSoldOut);
  EXPECT_EQ(all[1].values[1].price, format_rupiah(Money{1'200'000}));
}

TEST_F(ProductOptions, a_combination_that_does_not_exist_leads_to_the_nearest_that_does) {
  const auto all = groups("gitar", red_right_);
  EXPECT_TRUE(all[1].values[1].elsewhere);
  EXPECT_EQ(all[1].values[1].url, url(black_left_));
}

TEST_F(ProductOptions, a_plain_product_has_nothing_to_choose) {
  const auto only = db_->write([&](db::Tx& tx) {
    return insert_variant(tx, insert_product(tx, {.slug = "polos", .brand = brand_, .category = category_}),
                          {.sku = "POLOS"});
  });
  EXPECT_THAT(groups("polos", only), IsEmpty());
}

TEST_F(ProductOptions, variants_without_options_are_told_apart_by_their_sku) {
  VariantId first;
  db_->write([&](db::Tx& tx) {
    const auto product = insert_product(tx, {.slug = "impor", .brand = brand_, .category = category_});
    first = insert_variant(tx, product, {.sku = "A-1", .position = 0});
    insert_variant(tx, product, {.sku = "A-2", .position = 1});
  });
  const auto all = groups("impor", first);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(labels(all[0]), ElementsAre("A-1", "A-2"));
  EXPECT_TRUE(all[0].values[0].selected);
}

TEST(RelatedProducts, are_of_the_category_at_a_similar_price_and_sold_out_ones_come_last) {
  crypto::start();
  const auto db = db::testing::migrated_database(db::Dialect::kSqlite);
  db->write([](db::Tx& tx) {
    const auto brand = insert_brand(tx, "gibson", "Gibson");
    const auto guitars = insert_category(tx, {.slug = "gitar"});
    const auto seven = insert_category(tx, {.slug = "gitar-7", .parent = guitars});
    const auto drums = insert_category(tx, {.slug = "drum"});
    const auto add = [&](const char* slug, CategoryId category, std::int64_t price, std::int64_t on_hand = 5) {
      insert_variant(tx, insert_product(tx, {.slug = slug, .brand = brand, .category = category}),
                     {.sku = slug, .price = Money{price}, .on_hand = on_hand});
    };
    add("this", seven, 10'000'000);
    add("dear", seven, 40'000'000);
    add("near", seven, 11'000'000);
    add("gone", seven, 10'100'000, 0);
    add("six-strings", guitars, 9'000'000);
    add("drum", drums, 10'000'000);
  });
  const auto snapshot = db->read([](db::Tx& tx) { return build_snapshot(tx); });
  const auto slugs = [&](std::size_t limit) {
    std::vector<std::string_view> found;
    for (const int index : related_to(*snapshot, *snapshot->find_product("this"), limit))
      found.push_back(snapshot->products()[static_cast<std::size_t>(index)].slug);
    return found;
  };
  EXPECT_THAT(slugs(2), ElementsAre("near", "dear"));
  EXPECT_THAT(slugs(9), ElementsAre("near", "dear", "six-strings", "gone"));
}

}  // namespace
}  // namespace hurtrock::catalog
