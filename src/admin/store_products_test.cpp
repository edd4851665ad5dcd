#include <gmock/gmock.h>

#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreProductsTest : public testing::ShopTest {
 protected:
  std::vector<std::string> found(const ProductFilter& filter, std::int64_t limit = 10) {
    std::vector<std::string> names;
    for (const auto& row : rows(filter, limit)) names.push_back(row.name);
    EXPECT_EQ(db_->read([&](db::Tx& tx) { return store::count_matching(tx, filter); }).value,
              std::ssize(rows(without_place(filter), 100)));
    return names;
  }
  std::vector<store::ProductRow> rows(const ProductFilter& filter, std::int64_t limit = 10) {
    return db_->read([&](db::Tx& tx) { return store::products_matching(tx, filter, limit); });
  }
  static ProductFilter without_place(ProductFilter filter) {
    filter.after.reset();
    return filter;
  }
  static ProductFilter asked(std::string_view query) { return ProductFilter::read(*http::Fields::decode(query)); }
  void run(const char* script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
};
INSTANTIATE_TEST_SUITE_P(, StoreProductsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StoreProductsTest, the_newest_product_comes_first) {
  EXPECT_THAT(found(asked("")), ElementsAre("Senar Slinky", "Ibanez RG550"));
  EXPECT_THAT(found(asked(""), 1), ElementsAre("Senar Slinky"));
}

TEST_P(StoreProductsTest, a_product_is_found_by_part_of_its_name_its_brand_or_its_whole_sku) {
  EXPECT_THAT(found(asked("q=rg5")), ElementsAre("Ibanez RG550"));
  EXPECT_THAT(found(asked("q=IBANEZ")), ElementsAre("Senar Slinky", "Ibanez RG550"));
  EXPECT_THAT(found(asked("q=slk-10")), ElementsAre("Senar Slinky"));
  EXPECT_THAT(found(asked("q=slk")), IsEmpty());
  EXPECT_THAT(found(asked("q=%25")), IsEmpty());
}

TEST_P(StoreProductsTest, products_come_in_the_order_they_are_asked_for_without_those_that_are_gone) {
  const ProductId asked_for[] = {ProductId{2}, ProductId{99}, ProductId{1}};
  std::vector<std::string> names;
  for (const auto& row : db_->read([&](db::Tx& tx) { return store::products_with(tx, asked_for); }))
    names.push_back(row.name);
  EXPECT_THAT(names, ElementsAre("Senar Slinky", "Ibanez RG550"));
}

TEST_P(StoreProductsTest, what_is_hidden_is_found_by_part_of_its_name) {
  const auto named = [&](std::string_view text) {
    return db_->read([&](db::Tx& tx) { return store::hidden_products_named(tx, text, 10); });
  };
  EXPECT_THAT(named("slinky"), IsEmpty());
  run("UPDATE products SET state = 'hidden' WHERE id = 2");
  EXPECT_THAT(named("SLINKY"), ElementsAre(ProductId{2}));
  EXPECT_THAT(named("%"), IsEmpty());
  run("UPDATE products SET state = 'archived' WHERE id = 2");
  EXPECT_THAT(named("slinky"), IsEmpty());
}

TEST_P(StoreProductsTest, a_sku_leads_to_its_product_and_part_of_one_does_not) {
  run("UPDATE products SET state = 'archived' WHERE id = 2");
  const auto with_sku = [&](std::string_view typed) {
    return db_->read([&](db::Tx& tx) { return store::product_with_sku(tx, typed); });
  };
  EXPECT_EQ(with_sku("slk-10"), ProductId{2});
  EXPECT_EQ(with_sku("RG550-RF"), ProductId{1});
  EXPECT_EQ(with_sku("RG550"), std::nullopt);
}

TEST_P(StoreProductsTest, archived_products_are_listed_only_when_asked_for) {
  run("UPDATE products SET state = 'archived' WHERE id = 2");
  EXPECT_THAT(found(asked("")), ElementsAre("Ibanez RG550"));
  EXPECT_THAT(found(asked("state=archived")), ElementsAre("Senar Slinky"));
}

TEST_P(StoreProductsTest, a_category_holds_what_is_below_it) {
  run("INSERT INTO categories (id, parent_id, slug, name_id, name_en) VALUES (2, 1, 'senar', 'Senar', 'Strings'), "
      "(3, NULL, 'drum', 'Drum', 'Drums'); UPDATE products SET category_id = 2 WHERE id = 2");
  EXPECT_THAT(found(asked("category=1")), ElementsAre("Senar Slinky", "Ibanez RG550"));
  EXPECT_THAT(found(asked("category=2")), ElementsAre("Senar Slinky"));
  EXPECT_THAT(found(asked("category=3")), IsEmpty());
}

TEST_P(StoreProductsTest, stock_is_out_critical_or_low) {
  run("UPDATE stock_levels SET on_hand = 3, minimum_stock = 3, low_stock_threshold = 5 WHERE variant_id = 1");
  EXPECT_THAT(found(asked("stock=out")), IsEmpty());
  EXPECT_THAT(found(asked("stock=critical")), ElementsAre("Ibanez RG550"));
  run("UPDATE stock_levels SET reserved = 3 WHERE variant_id = 1");
  EXPECT_THAT(found(asked("stock=out")), ElementsAre("Ibanez RG550"));
  run("UPDATE stock_levels SET low_stock_threshold = 50 WHERE variant_id = 2");
  EXPECT_THAT(found(asked("stock=low")), ElementsAre("Senar Slinky", "Ibanez RG550"));
  run("UPDATE variants SET state = 'archived' WHERE id = 2");
  EXPECT_THAT(found(asked("stock=low")), ElementsAre("Ibanez RG550"));
}

TEST_P(StoreProductsTest, products_without_pictures_are_found) {
  run("INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en) VALUES (1, 'a', 9, 9, '', '')");
  EXPECT_THAT(found(asked("pictures=none")), ElementsAre("Senar Slinky"));
}

TEST_P(StoreProductsTest, every_order_goes_on_where_the_last_page_ended) {
  run("UPDATE products SET units_sold = 7, updated_at = 5 WHERE id = 1; UPDATE products SET name = 'Ibanez RG550' "
      "WHERE id = 2");
  const auto two_pages = [&](std::string_view sort) {
    const auto first = rows(asked("sort=" + std::string(sort)), 1).at(0);
    ProductFilter next = asked("sort=" + std::string(sort));
    next.after = ProductFilter::Cursor{.number = sort == "changed" ? to_micros(first.updated_at) : first.units_sold,
                                       .name = first.name,
                                       .id = first.id};
    // The place survives being an address.
    const std::string address = next.address_after(*next.after);
    next = asked(address.substr(address.find('?') + 1));
    std::vector<std::int64_t> ids{first.id.value()};
    for (const auto& row : rows(next)) ids.push_back(row.id.value());
    return ids;
  };
  EXPECT_THAT(two_pages("newest"), ElementsAre(2, 1));
  EXPECT_THAT(two_pages("name"), ElementsAre(1, 2));
  EXPECT_THAT(two_pages("changed"), ElementsAre(1, 2));
  EXPECT_THAT(two_pages("sold"), ElementsAre(1, 2));
}

TEST_P(StoreProductsTest, pictures_are_counted_and_the_main_one_is_named) {
  run("INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en, position, is_thumbnail, state, "
      "widths) VALUES (1, 'a-320.webp', 320, 240, '', '', 1, 0, 'ready', '160 320'), "
      "(1, 'b-320.webp', 320, 240, '', '', 2, 1, 'ready', '160 320'), (1, '', 9, 9, '', '', 3, 0, 'failed', '')");
  const auto rows = this->rows(asked("q=rg550"));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].picture, "b-320.webp 160 320");
  EXPECT_EQ(rows[0].pictures, 3);
  EXPECT_EQ(rows[0].failed_pictures, 1);
  EXPECT_EQ(rows[0].lowest_price, Money{15'000'000});
  EXPECT_EQ(rows[0].free, 5);
}

TEST(ProductFilter, comes_back_from_its_own_address) {
  const std::string address =
      "/admin/products?brand=3&category=2&pictures=none&q=rg&sort=name&state=hidden&stock=low&supplier=4";
  EXPECT_EQ(ProductFilter::read(*http::Fields::decode(address.substr(address.find('?') + 1))).address(), address);
}

TEST(ProductFilter, ignores_what_it_cannot_read) {
  EXPECT_EQ(ProductFilter::read(*http::Fields::decode("state=stolen&stock=1&sort=?&after=1&q=%01")).address(),
            "/admin/products");
}

TEST(ProductFilter, keeps_what_names_nothing) {
  const auto filter = ProductFilter::read(*http::Fields::decode("brand=x&supplier_name=y&category=2&state=stolen"));
  EXPECT_EQ(filter.address(), "/admin/products?brand_name=x&category=2&supplier_name=y");
  EXPECT_EQ(ProductFilter::read(*http::Fields::decode("brand_name=x&brand=3")).address(),
            "/admin/products?brand_name=x");
  EXPECT_TRUE(filter.is_narrowed());
}

}  // namespace
}  // namespace hurtrock::admin
