#include <gmock/gmock.h>

#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"
#include "admin/take_page.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr VariantId kGuitar{1}, kStrings{2};

class StoreTakesTest : public testing::ShopTest {
 protected:
  std::int64_t on_the_shelf(VariantId variant) {
    return db_->read([&](db::Tx& tx) { return store::on_the_shelf(tx, variant); });
  }
  StockTakeId start(const inventory::Scope& scope = {}) {
    return db_->write([&](db::Tx& tx) {
      return inventory::start_stock_take(tx, scope, "", "key " + std::to_string(++keys_), ani_.id, clock_.now());
    });
  }
  void count(StockTakeId take, VariantId variant, std::int64_t pieces) {
    db_->write([&](db::Tx& tx) {
      EXPECT_TRUE(inventory::count(tx,
                                   {.take = take,
                                    .variant = variant,
                                    .pieces = pieces,
                                    .expected = store::on_the_shelf(tx, variant),
                                    .request_key = "key " + std::to_string(++keys_),
                                    .actor = ani_.id},
                                   clock_.now()));
    });
  }
  std::vector<std::string> missing(StockTakeId take) {
    std::vector<std::string> skus;
    db_->read([&](db::Tx& tx) {
      skus.clear();
      for (const auto& row : store::not_counted(tx, *inventory::find_stock_take(tx, take), 10)) skus.push_back(row.sku);
    });
    return skus;
  }
  int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, StoreTakesTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StoreTakesTest, what_is_sold_lies_on_the_shelf_until_it_is_shipped) {
  EXPECT_EQ(on_the_shelf(kStrings), 50);
  place("midtrans");
  EXPECT_EQ(on_the_shelf(kStrings), 50) << "promised";
  const std::string number = place_paid();
  EXPECT_EQ(one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = 2"), 47);
  EXPECT_EQ(on_the_shelf(kStrings), 50) << "paid";
  ASSERT_TRUE(process_order(shop_, ani_, seen(number)));
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 0, 2, "JX1234567890")));
  EXPECT_EQ(on_the_shelf(kStrings), 48) << "two of three have left";
  EXPECT_EQ(on_the_shelf(kGuitar), 5);
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 1, "JX1234567891")));
  EXPECT_EQ(on_the_shelf(kStrings), 47);
  EXPECT_EQ(on_the_shelf(kGuitar), 4);
}

TEST_P(StoreTakesTest, a_category_holds_what_is_below_it) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO categories (id, parent_id, slug, name_id, name_en) VALUES (2, 1, 'senar', 'Senar', 'Strings');"
        "UPDATE products SET category_id = 2 WHERE id = 2");
  });
  const auto within = [&](std::int64_t category, VariantId variant) {
    return db_->read(
        [&](db::Tx& tx) { return store::is_within(tx, {.category = CategoryId{category}, .supplier = {}}, variant); });
  };
  EXPECT_TRUE(within(1, kStrings));
  EXPECT_TRUE(within(2, kStrings));
  EXPECT_FALSE(within(2, kGuitar));
  EXPECT_THAT(missing(start({.category = CategoryId{2}, .supplier = {}})), ElementsAre("SLK-10"));
}

TEST_P(StoreTakesTest, what_differs_and_what_is_missing_is_known) {
  const StockTakeId take = start();
  count(take, kGuitar, 4);
  count(take, kGuitar, 2);
  const auto differences = db_->read([&](db::Tx& tx) { return store::differences_of(tx, take, 10); });
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].sku, "RG550-RF");
  EXPECT_EQ(differences[0].expected, 5);
  EXPECT_EQ(differences[0].counted, 6);
  EXPECT_THAT(missing(take), ElementsAre("SLK-10"));
  count(take, kStrings, 50);
  EXPECT_THAT(missing(take), IsEmpty());
  const auto totals = db_->read([&](db::Tx& tx) { return store::take_totals(tx, take); });
  EXPECT_EQ(totals.variants, 2);
  EXPECT_EQ(totals.pieces, 56);
  EXPECT_EQ(totals.different, 1);
  const auto counts = db_->read([&](db::Tx& tx) { return store::recent_counts(tx, take, 2); });
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].sku, "SLK-10");
  EXPECT_EQ(counts[1].pieces, 2);
  const auto listed = db_->read([&](db::Tx& tx) { return store::stock_takes(tx, 0, i18n::Language::kEnglish, 10); });
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].started_by, "Ani");
  EXPECT_EQ(listed[0].different, 1);
}

TEST_P(StoreTakesTest, the_list_names_what_is_counted) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO suppliers (id, name, created_at) VALUES (3, 'CV Senar', 0);"
        "INSERT INTO categories (id, slug, name_id, name_en) VALUES (2, 'senar', 'Senar', 'Strings');");
  });
  start();
  start({.category = CategoryId{2}, .supplier = {}});
  start({.category = {}, .supplier = SupplierId{3}});
  const auto names = [&](i18n::Language language) {
    std::vector<std::string> found;
    for (const auto& row : db_->read([&](db::Tx& tx) { return store::stock_takes(tx, 0, language, 10); }))
      found.push_back(row.scope_name);
    return found;
  };
  EXPECT_THAT(names(i18n::Language::kIndonesian), ElementsAre("CV Senar", "Senar", ""));
  EXPECT_THAT(names(i18n::Language::kEnglish), ElementsAre("CV Senar", "Strings", ""));

  const auto worded = [&](const inventory::Scope& scope) {
    return db_->read([&](db::Tx& tx) { return scope_text(tx, scope, i18n::Texts::of(i18n::Language::kEnglish)); });
  };
  EXPECT_EQ(worded({}), "Everything");
  EXPECT_EQ(worded({.category = CategoryId{2}, .supplier = {}}), "Strings");
  EXPECT_EQ(worded({.category = {}, .supplier = SupplierId{3}}), "CV Senar");
  EXPECT_EQ(worded({.category = CategoryId{9}, .supplier = {}}), "Removed by now");
  EXPECT_EQ(worded({.category = {}, .supplier = SupplierId{9}}), "Removed by now");
}

}  // namespace
}  // namespace hurtrock::admin
