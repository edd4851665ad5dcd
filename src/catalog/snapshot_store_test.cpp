#include <gmock/gmock.h>

#include "catalog/catalogue_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SnapshotTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      guitars_ = insert_category(tx, {.slug = "gitar", .name_id = "Gitar", .name_en = "Guitars"});
      electric_ =
          insert_category(tx, {.slug = "elektrik", .name_id = "Elektrik", .name_en = "Electric", .parent = guitars_});
      ibanez_ = insert_brand(tx, "ibanez", "Ibanez");
    });
  }

  template <class Body>
  auto write(Body&& body) {
    return db_->write(std::forward<Body>(body));
  }
  std::shared_ptr<const Snapshot> build() {
    return db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }
  ProductId product(const std::string& slug, Time created_at = kToday, const std::string& state = "active",
                    std::optional<CategoryId> category = std::nullopt) {
    return write([&](db::Tx& tx) {
      return insert_product(tx, {.slug = slug,
                                 .brand = ibanez_,
                                 .category = category.value_or(electric_),
                                 .state = state,
                                 .created_at = created_at});
    });
  }
  VariantId variant(ProductId product, const VariantRow& row) {
    return write([&](db::Tx& tx) { return insert_variant(tx, product, row); });
  }
  static std::vector<std::string> slugs(const Snapshot& snapshot) {
    std::vector<std::string> list;
    for (const auto& product : snapshot.products()) list.emplace_back(product.slug);
    return list;
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  CategoryId guitars_, electric_;
  BrandId ibanez_;
};
INSTANTIATE_TEST_SUITE_P(, SnapshotTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SnapshotTest, a_product_comes_with_all_its_parts_in_order) {
  const ProductId id = product("rg-550");
  const VariantId second = variant(id, {.sku = "RG-R", .price = Money{9'500'000}, .position = 2});
  const VariantId first = variant(id, {.sku = "RG-L", .price = Money{9'900'000}, .position = 1});
  write([&](db::Tx& tx) {
    tx.execute(
        "INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) VALUES "
        "($1, 2, 'Arah', 'Orientation', 'Kidal', 'Left-handed'), ($1, 1, 'Warna', 'Finish', 'Merah', 'Red')",
        first);
    tx.execute(
        "INSERT INTO product_images (product_id, variant_id, file, width, height, alt_id, alt_en, position, "
        "is_thumbnail) "
        "VALUES ($1, $2, 'b.webp', 800, 600, 'Belakang', 'Back', 2, 0), ($1, NULL, 'a.webp', 400, 300, 'Depan', "
        "'Front', 1, 1)",
        id, first);
    tx.execute(
        "INSERT INTO spec_definitions (id, spec_key, name_id, name_en, kind, unit) VALUES "
        "(1, 'scale', 'Skala', 'Scale', 'number', 'mm'), (2, 'wood', 'Kayu', 'Wood', 'text', NULL)");
    tx.execute(
        "INSERT INTO product_specs (product_id, definition_id, position, number_milli, text_id, text_en) VALUES "
        "($1, 2, 1, NULL, 'Mahoni', 'Mahogany'), ($1, 1, 2, 648000, NULL, NULL)",
        id);
  });

  const auto snapshot = build();
  ASSERT_EQ(snapshot->products().size(), 1U);
  const SnapshotProduct& found = snapshot->products()[0];
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(snapshot->brands()[static_cast<std::size_t>(found.brand)].name, "Ibanez");
  EXPECT_EQ(snapshot->categories()[static_cast<std::size_t>(found.category)].slug, "elektrik");
  EXPECT_EQ(found.lowest_price, Money{9'500'000});
  EXPECT_EQ(found.highest_price, Money{9'900'000});

  const auto variants = found.variants;
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].id, first);
  EXPECT_EQ(variants[1].id, second);
  EXPECT_EQ(variants[0].weight_g, 3500);
  ASSERT_EQ(variants[0].options.size(), 2U);
  EXPECT_EQ(variants[0].options[0].value.id, "Merah");
  EXPECT_EQ(variants[0].options[1].value.en, "Left-handed");
  EXPECT_THAT(variants[1].options, IsEmpty());

  const auto images = found.images;
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].file, "a.webp");
  EXPECT_TRUE(images[0].thumbnail);
  EXPECT_EQ(images[1].variant, first);

  const auto specs = found.specs;
  ASSERT_EQ(specs.size(), 2U);
  EXPECT_EQ(specs[0].text.en, "Mahogany");
  EXPECT_EQ(specs[1].number_milli, 648'000);
  EXPECT_EQ(specs[1].unit, "mm");
}

TEST_P(SnapshotTest, only_what_can_be_sold_is_listed) {
  const auto closed = write([&](db::Tx& tx) { return insert_category(tx, {.slug = "tutup", .active = false}); });
  variant(product("sold"), {.sku = "A"});
  variant(product("hidden", kToday, "hidden"), {.sku = "B"});
  variant(product("archived", kToday, "archived"), {.sku = "C"});
  variant(product("old-variant"), {.sku = "D", .state = "archived"});
  product("no-variant");
  variant(product("closed-category", kToday, "active", closed), {.sku = "E"});
  const auto snapshot = build();
  EXPECT_THAT(slugs(*snapshot), ElementsAre("sold"));
  EXPECT_EQ(snapshot->find_product("hidden"), std::nullopt);
  EXPECT_EQ(snapshot->find_category("tutup"), std::nullopt);
}

TEST_P(SnapshotTest, an_archived_variant_does_not_set_the_price) {
  const ProductId id = product("rg-550");
  variant(id, {.sku = "A", .price = Money{100}, .state = "archived"});
  variant(id, {.sku = "B", .price = Money{500}});
  EXPECT_EQ(build()->products()[0].lowest_price, Money{500});
}

TEST_P(SnapshotTest, products_are_newest_first_and_of_one_moment_the_last_entered_first) {
  variant(product("older", kToday - 24h), {.sku = "A"});
  variant(product("first", kToday), {.sku = "B"});
  variant(product("second", kToday), {.sku = "C"});
  EXPECT_THAT(slugs(*build()), ElementsAre("second", "first", "older"));
}

TEST_P(SnapshotTest, categories_are_a_tree_in_the_shops_order) {
  const auto [bass, acoustic] = write([&](db::Tx& tx) {
    const auto a = insert_category(tx, {.slug = "bass", .position = 1});
    const auto b = insert_category(tx, {.slug = "akustik", .parent = guitars_, .position = 1});
    return std::pair{a, b};
  });
  const auto snapshot = build();
  const auto at = [&](int index) { return snapshot->categories()[static_cast<std::size_t>(index)]; };
  ASSERT_EQ(snapshot->departments().size(), 2U);
  const SnapshotCategory guitars = at(snapshot->departments()[0]);
  EXPECT_EQ(guitars.id, guitars_);
  EXPECT_EQ(guitars.depth, 0);
  EXPECT_EQ(at(snapshot->departments()[1]).id, bass);
  ASSERT_EQ(guitars.children.size(), 2U);
  EXPECT_EQ(at(guitars.children[0]).id, electric_);
  EXPECT_EQ(at(guitars.children[1]).id, acoustic);
  EXPECT_EQ(at(guitars.children[1]).depth, 1);
  EXPECT_EQ(at(at(guitars.children[1]).parent).id, guitars_);
}

TEST_P(SnapshotTest, what_stands_below_a_hidden_category_is_hidden) {
  const CategoryId below = write([&](db::Tx& tx) {
    const auto hidden = insert_category(tx, {.slug = "lama", .parent = guitars_, .active = false});
    return insert_category(tx, {.slug = "lebih-lama", .parent = hidden});
  });
  variant(product("antique", kToday, "active", below), {.sku = "A"});
  variant(product("rg-550"), {.sku = "B"});
  EXPECT_THAT(slugs(*build()), ElementsAre("rg-550"));
  EXPECT_EQ(build()->categories().size(), 2U);
}

TEST_P(SnapshotTest, categories_that_go_round_in_a_circle_hold_nothing_up) {
  write([&](db::Tx& tx) {
    const auto inner = insert_category(tx, {.slug = "dalam", .parent = electric_});
    tx.execute("UPDATE categories SET parent_id = $1 WHERE id = $2", inner, electric_);
  });
  EXPECT_THAT(build()->categories(), SizeIs(1));
}

TEST_P(SnapshotTest, a_category_holds_what_is_below_it) {
  variant(product("rg-550"), {.sku = "A"});
  variant(product("stand", kToday, "active", guitars_), {.sku = "B"});
  const auto snapshot = build();
  EXPECT_EQ(snapshot->in_category(*snapshot->find_category("gitar")).count(), 2U);
  EXPECT_EQ(snapshot->in_category(*snapshot->find_category("elektrik")).count(), 1U);
}

TEST_P(SnapshotTest, availability_is_on_hand_and_backorder_less_what_is_reserved) {
  const ProductId id = product("rg-550");
  variant(id, {.sku = "A", .on_hand = 5, .reserved = 2});
  variant(id, {.sku = "B", .on_hand = 3, .reserved = 3, .position = 1});
  variant(id, {.sku = "C", .on_hand = 0, .reserved = 1, .backorder_limit = 4, .position = 2});
  const auto snapshot = build();
  const auto variants = snapshot->products()[0].variants;
  EXPECT_EQ(snapshot->available(variants[0]), 3);
  EXPECT_EQ(snapshot->available(variants[1]), 0);
  EXPECT_EQ(snapshot->available(variants[2]), 3);
  EXPECT_EQ(snapshot->available(snapshot->products()[0]), 6);
}

TEST_P(SnapshotTest, everything_a_buyer_may_type_is_searched_in_small_letters) {
  variant(product("RG-550"), {.sku = "IBZ-0815"});
  EXPECT_EQ(build()->products()[0].search_text, "rg-550 ibanez m-1 ibz-0815 elektrik electric gitar guitars");
}

TEST_P(SnapshotTest, stock_that_changed_at_or_after_a_moment_is_found) {
  const VariantId a = variant(product("a"), {.sku = "A", .on_hand = 4, .reserved = 1});
  variant(product("b"), {.sku = "B"});
  write(
      [&](db::Tx& tx) { tx.execute("UPDATE stock_levels SET changed_at = $1 WHERE variant_id = $2", kToday + 1s, a); });
  const auto changes = [&](Time since) { return db_->read([&](db::Tx& tx) { return stock_changes(tx, since); }); };
  EXPECT_EQ(changes(kToday).size(), 2U);
  ASSERT_EQ(changes(kToday + 1s).size(), 1U);
  EXPECT_EQ(changes(kToday + 1s)[0].variant, a);
  EXPECT_EQ(changes(kToday + 1s)[0].available, 3);
  EXPECT_THAT(changes(kToday + 2s), IsEmpty());
}

}  // namespace
}  // namespace hurtrock::catalog
