#include "catalog/products.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "catalog/catalogue_for_tests.hpp"
#include "catalog/slugs.hpp"
#include "catalog/snapshot_builder.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Products : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      category_ = insert_category(tx, {.slug = "gitar"});
      insert_brand(tx, "ibanez", "Ibanez");
      frets_ = insert_spec_definition(tx, "frets", true, true);
      wood_ = insert_spec_definition(tx, "wood", false, true);
    });
  }

  static VariantDraft variant(const std::string& sku, const std::string& finish = "") {
    VariantDraft draft{
        .sku = sku, .price = Money{15'000'000}, .weight_g = 4000, .length_mm = 1100, .width_mm = 400, .height_mm = 150};
    if (!finish.empty()) draft.options = {{"Warna", "Finish", finish, finish}};
    return draft;
  }
  ProductDraft draft(const std::string& name, std::vector<VariantDraft> variants) const {
    return {.name = name,
            .brand = "Ibanez",
            .category = category_,
            .description_id = "Gitar",
            .description_en = "Guitar",
            .state = ProductState::kActive,
            .variants = std::move(variants)};
  }
  std::expected<SavedProduct, Refusals> create(const ProductDraft& draft) {
    return db_->write([&](db::Tx& tx) { return create_product(tx, draft, kToday); });
  }
  std::expected<SavedProduct, Refusals> update(ProductId product, std::int64_t seen, const ProductDraft& draft) {
    return db_->write([&](db::Tx& tx) { return update_product(tx, product, seen, draft, kToday + 1h); });
  }
  ProductRecord record(ProductId product) {
    return db_->read([&](db::Tx& tx) { return *find_product_record(tx, product); });
  }
  static std::vector<NotSaved> reasons(const std::expected<SavedProduct, Refusals>& saved) {
    std::vector<NotSaved> why;
    if (!saved)
      for (const Refused& refused : saved.error()) why.push_back(refused.why);
    return why;
  }
  std::int64_t version() {
    return db_->read([](db::Tx& tx) { return catalogue_version(tx); });
  }
  template <class T>
  T one(const std::string& sql) {
    return db_->read([&](db::Tx& tx) { return tx.one<T>(sql); });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  CategoryId category_;
  std::int64_t frets_ = 0, wood_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, Products, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Products, a_product_reads_as_it_was_written) {
  ProductDraft wanted = draft("Ibanez RG550", {variant("RG-R", "Merah"), variant("RG-H", "Hitam")});
  wanted.model = "RG550";
  wanted.featured = true;
  wanted.variants[0].compare_at = Money{17'000'000};
  wanted.variants[1].active = false;
  wanted.specs = {{frets_, 24'000, "", ""}, {wood_, std::nullopt, "Basswood", "Basswood"}};
  const std::int64_t before = version();
  const auto saved = create(wanted);
  ASSERT_TRUE(saved);
  EXPECT_EQ(version(), before + 1);
  const ProductDraft read = record(saved->id).product;
  EXPECT_EQ(read.name, "Ibanez RG550");
  EXPECT_EQ(read.slug, "ibanez-rg550");
  EXPECT_EQ(read.brand, "Ibanez");
  EXPECT_TRUE(read.featured);
  ASSERT_EQ(read.variants.size(), 2U);
  EXPECT_EQ(read.variants[0].sku, "RG-R");
  EXPECT_EQ(read.variants[0].compare_at, Money{17'000'000});
  EXPECT_THAT(read.variants[0].options, ElementsAre(OptionDraft{"Warna", "Finish", "Merah", "Merah"}));
  EXPECT_FALSE(read.variants[1].active);
  ASSERT_EQ(read.specs.size(), 2U);
  EXPECT_EQ(read.specs[0].number_milli, 24'000);
  EXPECT_EQ(read.specs[1].text_id, "Basswood");
}

TEST_P(Products, what_search_engines_are_told_is_kept_and_reaches_the_shop) {
  ProductDraft wanted = draft("Ibanez RG550", {variant("RG-R")});
  wanted.seo_title_id = "Gitar Ibanez RG550 asli";
  wanted.seo_title_en = "Genuine Ibanez RG550 guitar";
  wanted.seo_description_id = "Garansi resmi.";
  const auto saved = create(wanted);
  ASSERT_TRUE(saved);
  ProductDraft told = record(saved->id).product;
  EXPECT_EQ(told.seo_title_id, "Gitar Ibanez RG550 asli");
  told.seo_description_en = "Official warranty.";
  ASSERT_TRUE(update(saved->id, 1, told));
  EXPECT_EQ(record(saved->id).product.seo_title_en, "Genuine Ibanez RG550 guitar");
  db_->write([](db::Tx& tx) {
    tx.execute("INSERT INTO stock_levels (variant_id, changed_at) SELECT id, created_at FROM variants");
  });
  const auto snapshot = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  const auto index = snapshot->find_product(saved->id);
  ASSERT_TRUE(index);
  const auto& product = snapshot->products()[static_cast<std::size_t>(*index)];
  EXPECT_EQ(product.seo_title.in(i18n::Language::kIndonesian), "Gitar Ibanez RG550 asli");
  EXPECT_EQ(product.seo_description.id, "Garansi resmi.");
  EXPECT_EQ(product.seo_description.en, "Official warranty.");
}

TEST_P(Products, a_brand_is_known_by_its_name_however_it_is_written) {
  ASSERT_TRUE(create(draft("Satu", {variant("S-1")})));
  ProductDraft other = draft("Dua", {variant("S-2")});
  other.brand = "IBANEZ";
  ASSERT_TRUE(create(other));
  other = draft("Tiga", {variant("S-3")});
  other.brand = "Radix";
  const auto third = create(other);
  ASSERT_TRUE(third);
  EXPECT_EQ(record(third->id).product.brand, "Radix");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM brands"), 2);
}

TEST_P(Products, products_of_one_name_get_different_slugs) {
  EXPECT_EQ(record(create(draft("RG 550", {variant("A")}))->id).product.slug, "rg-550");
  EXPECT_EQ(record(create(draft("RG 550", {variant("B")}))->id).product.slug, "rg-550-2");
}

TEST_P(Products, the_second_editor_changes_nothing) {
  const auto saved = create(draft("RG 550", {variant("A")}));
  const std::int64_t seen = record(saved->id).version;
  ProductDraft first = record(saved->id).product, second = first;
  first.name = "RG 550 Genesis";
  second.variants[0].price = Money{1};
  EXPECT_TRUE(update(saved->id, seen, first));
  EXPECT_THAT(reasons(update(saved->id, seen, second)), ElementsAre(NotSaved::kChanged));
  EXPECT_EQ(record(saved->id).product.name, "RG 550 Genesis");
  EXPECT_EQ(record(saved->id).product.variants[0].price, Money{15'000'000});
}

TEST_P(Products, everything_that_is_wrong_is_said_at_once) {
  ASSERT_TRUE(create(draft("RG 550", {variant("A"), variant("B")})));
  ProductDraft wrong = draft("Lain", {variant("C"), variant("A"), variant("B")});
  wrong.slug = "rg-550";
  wrong.category = CategoryId{999};
  wrong.supplier = SupplierId{999};
  wrong.specs = {{frets_, std::nullopt, "banyak", "many"}};
  const auto refused = create(wrong);
  EXPECT_THAT(reasons(refused), ElementsAre(NotSaved::kSlugTaken, NotSaved::kNoSuchCategory, NotSaved::kNoSuchSupplier,
                                            NotSaved::kSkuTaken, NotSaved::kSkuTaken, NotSaved::kNoSuchSpec));
  EXPECT_EQ(refused.error()[3].index, 1U);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM products"), 1);
}

TEST_P(Products, of_two_that_want_one_sku_at_once_exactly_one_gets_it) {
  for (int round = 0; round < 10; ++round) {
    const std::string sku = "RACE-" + std::to_string(round);
    std::vector<std::vector<NotSaved>> outcomes(2);
    std::vector<std::thread> editors;
    for (std::size_t i = 0; i < 2; ++i)
      editors.emplace_back([&, i] { outcomes[i] = reasons(create(draft("Balapan", {variant(sku)}))); });
    for (auto& editor : editors) editor.join();
    EXPECT_THAT(outcomes, ::testing::UnorderedElementsAre(IsEmpty(), ElementsAre(NotSaved::kSkuTaken)));
    EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM variants WHERE sku = '" + sku + "'"), 1);
  }
}

TEST_P(Products, a_variant_of_another_product_cannot_be_taken_over) {
  const auto one = create(draft("Satu", {variant("A")}));
  const auto two = create(draft("Dua", {variant("B")}));
  ProductDraft stolen = record(two->id).product;
  stolen.variants.push_back(record(one->id).product.variants[0]);
  EXPECT_THAT(reasons(update(two->id, record(two->id).version, stolen)), ElementsAre(NotSaved::kNoSuchVariant));
}

TEST_P(Products, a_variant_that_the_draft_does_not_name_stays_behind_the_others) {
  const auto saved = create(draft("RG 550", {variant("A", "Merah"), variant("B", "Hitam")}));
  ProductDraft changed = record(saved->id).product;
  changed.variants.erase(changed.variants.begin());
  changed.variants.push_back(variant("C", "Putih"));
  ASSERT_TRUE(update(saved->id, record(saved->id).version, changed));
  std::vector<std::string> skus;
  for (const auto& each : record(saved->id).product.variants) skus.push_back(each.sku);
  EXPECT_THAT(skus, ElementsAre("B", "C", "A"));
}

TEST_P(Products, a_former_slug_goes_on_being_the_products_own) {
  const auto saved = create(draft("RG 550", {variant("A")}));
  ProductDraft renamed = record(saved->id).product;
  renamed.slug = "rg-baru";
  ASSERT_TRUE(update(saved->id, record(saved->id).version, renamed));
  ProductDraft other = draft("Lain", {variant("B")});
  other.slug = "rg-550";
  EXPECT_THAT(reasons(create(other)), ElementsAre(NotSaved::kSlugTaken));
  renamed.slug = "rg-550";
  EXPECT_TRUE(update(saved->id, record(saved->id).version, renamed));
}

TEST_P(Products, an_archived_product_comes_back_hidden) {
  const auto saved = create(draft("RG 550", {variant("A")}));
  const auto change = [&](auto&& function) {
    const std::int64_t seen = record(saved->id).version;
    return db_->write([&](db::Tx& tx) { return function(tx, saved->id, seen, kToday); });
  };
  EXPECT_TRUE(change(archive_product));
  EXPECT_EQ(record(saved->id).product.state, ProductState::kArchived);
  EXPECT_THAT(reasons(update(saved->id, record(saved->id).version, draft("X", {variant("A")}))),
              ElementsAre(NotSaved::kChanged));
  EXPECT_TRUE(change(restore_product));
  EXPECT_EQ(record(saved->id).product.state, ProductState::kHidden);
}

TEST_P(Products, what_usually_specifies_a_category_is_offered) {
  ProductDraft specified = draft("RG 550", {variant("A")});
  specified.specs = {{wood_, std::nullopt, "Mahoni", "Mahogany"}};
  ASSERT_TRUE(create(specified));
  EXPECT_THAT(db_->read([&](db::Tx& tx) { return usual_specs(tx, category_); }), ElementsAre(wood_));
  EXPECT_THAT(db_->read([&](db::Tx& tx) { return usual_specs(tx, CategoryId{999}); }), IsEmpty());
}

}  // namespace
}  // namespace hurtrock::catalog
