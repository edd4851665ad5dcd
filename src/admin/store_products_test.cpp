#include <gmock/gmock.h>

#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreProductsTest : public testing::ShopTest {
 protected:
  std::vector<std::string> found(std::string_view search, std::optional<ProductId> older_than = std::nullopt,
                                 std::int64_t limit = 10) {
    std::vector<std::string> names;
    for (const auto& row :
         db_->read([&](db::Tx& tx) { return store::products_matching(tx, search, older_than, limit); }))
      names.push_back(row.name);
    return names;
  }
  void run(const char* script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
};
INSTANTIATE_TEST_SUITE_P(, StoreProductsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StoreProductsTest, the_newest_product_comes_first) {
  EXPECT_THAT(found(""), ElementsAre("Senar Slinky", "Ibanez RG550"));
  EXPECT_THAT(found("", ProductId{2}), ElementsAre("Ibanez RG550"));
  EXPECT_THAT(found("", std::nullopt, 1), ElementsAre("Senar Slinky"));
}

TEST_P(StoreProductsTest, a_product_is_found_by_part_of_its_name_its_brand_or_its_whole_sku) {
  EXPECT_THAT(found("rg5"), ElementsAre("Ibanez RG550"));
  EXPECT_THAT(found("IBANEZ"), ElementsAre("Senar Slinky", "Ibanez RG550"));
  EXPECT_THAT(found("slk-10"), ElementsAre("Senar Slinky"));
  EXPECT_THAT(found("slk"), IsEmpty());
  EXPECT_THAT(found("%"), IsEmpty());
}

TEST_P(StoreProductsTest, archived_products_are_not_listed) {
  run("UPDATE products SET state = 'archived' WHERE id = 2");
  EXPECT_THAT(found(""), ElementsAre("Ibanez RG550"));
}

TEST_P(StoreProductsTest, pictures_are_counted_and_the_main_one_is_named) {
  run("INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en, position, is_thumbnail, state, "
      "widths) VALUES (1, 'a-320.webp', 320, 240, '', '', 1, 0, 'ready', '160 320'), "
      "(1, 'b-320.webp', 320, 240, '', '', 2, 1, 'ready', '160 320'), (1, '', 9, 9, '', '', 3, 0, 'failed', '')");
  const auto rows = db_->read([](db::Tx& tx) { return store::products_matching(tx, "rg550", std::nullopt, 10); });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].picture, "b-320.webp 160 320");
  EXPECT_EQ(rows[0].pictures, 3);
  EXPECT_EQ(rows[0].failed_pictures, 1);
}

}  // namespace
}  // namespace hurtrock::admin
