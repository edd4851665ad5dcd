#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "catalog/cards.hpp"
#include "catalog/catalogue_for_tests.hpp"
#include "compare/table.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::compare {
namespace {

using namespace catalog;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Five guitars: two alike but for their scale, one without specifications.
class Comparison : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    db_ = db::testing::migrated_database(db::Dialect::kSqlite);
    db_->write([&](db::Tx& tx) {
      const auto category = insert_category(tx, {.slug = "gitar", .name_id = "Gitar"});
      const auto brand = insert_brand(tx, "gibson", "Gibson");
      const auto scale = insert_spec_definition(tx, "scale", true, true);
      const auto wood = insert_spec_definition(tx, "wood", false, true);
      for (const char* slug : {"a", "b", "c", "d", "e"}) {
        const auto product = insert_product(tx, {.slug = slug, .brand = brand, .category = category});
        ids_[slug] = product;
        insert_variant(tx, product, {.sku = std::string("SKU-") + slug});
      }
      insert_number_spec(tx, ids_["a"], scale, 648'000);
      insert_text_spec(tx, ids_["a"], wood, "Mahoni", "Mahogany");
      insert_number_spec(tx, ids_["b"], scale, 628'500);
      insert_text_spec(tx, ids_["b"], wood, "Mahoni", "Mahogany");
    });
    snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }

  [[nodiscard]] Chosen chosen(const std::vector<std::string_view>& slugs) const {
    return from_slugs(*snapshot_, slugs).products;
  }
  [[nodiscard]] std::vector<Row> rows(const std::vector<std::string_view>& slugs) const {
    const Chosen products = chosen(slugs);
    std::vector<Column> columns;
    for (const int index : products)
      columns.push_back({0, {}, card_of(*snapshot_, index, i18n::Language::kIndonesian, kToday)});
    return rows_of(*snapshot_, products, columns, i18n::Texts::of(i18n::Language::kIndonesian));
  }
  static const Row& row(const std::vector<Row>& rows, std::string_view name) {
    return *std::ranges::find(rows, name, &Row::name);
  }
  [[nodiscard]] std::string id(const char* slug) { return std::to_string(ids_[slug].value()); }

  std::unique_ptr<db::Database> db_;
  std::map<std::string, ProductId> ids_;
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(Comparison, only_what_is_not_the_same_everywhere_differs) {
  const auto table = rows({"a", "b"});
  EXPECT_TRUE(row(table, "scale").differs);
  EXPECT_FALSE(row(table, "wood").differs);
  EXPECT_FALSE(table.front().differs) << "they cost the same";
}

TEST_F(Comparison, numbers_carry_their_unit_in_the_readers_language) {
  EXPECT_THAT(row(rows({"a", "b"}), "scale").values, ElementsAre("648\u00a0mm", "628,5\u00a0mm"));
}

TEST_F(Comparison, what_one_of_them_does_not_state_differs_and_is_empty) {
  const auto table = rows({"c", "a"});
  EXPECT_THAT(row(table, "wood").values, ElementsAre("", "Mahoni"));
  EXPECT_TRUE(row(table, "wood").differs);
}

TEST_F(Comparison, a_single_product_differs_from_nothing) {
  EXPECT_THAT(rows({"a"}), ::testing::Each(::testing::Field(&Row::differs, false)));
}

TEST_F(Comparison, nothing_chosen_has_no_rows) { EXPECT_THAT(rows({}), IsEmpty()); }

TEST_F(Comparison, prices_and_stock_that_differ_are_told) {
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE variants SET price = 900000 WHERE product_id = $1", ids_["b"]);
    tx.execute("UPDATE stock_levels SET on_hand = 0 WHERE variant_id = (SELECT id FROM variants WHERE product_id = $1)",
               ids_["b"]);
  });
  snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  const auto table = rows({"a", "b"});
  EXPECT_TRUE(std::ranges::find(table, RowKind::kPrice, &Row::kind)->differs);
  EXPECT_TRUE(std::ranges::find(table, RowKind::kStock, &Row::kind)->differs);
}

TEST_F(Comparison, how_many_there_are_is_no_difference_where_there_are_enough) {
  db_->write([&](db::Tx& tx) {
    tx.execute(
        "UPDATE stock_levels SET on_hand = 50 WHERE variant_id = (SELECT id FROM variants WHERE product_id = $1)",
        ids_["b"]);
  });
  snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  const auto table = rows({"a", "b"});
  EXPECT_FALSE(std::ranges::find(table, RowKind::kStock, &Row::kind)->differs);
}

TEST_F(Comparison, an_address_names_each_product_once_in_its_order) {
  EXPECT_EQ(address_of(*snapshot_, chosen({"b", "a", "b"})), "/compare?with=b&with=a");
  EXPECT_EQ(address_of(*snapshot_, {}), "/compare");
}

TEST_F(Comparison, an_address_with_unknown_products_counts_them) {
  const auto answer = from_slugs(*snapshot_, {"a", "nothing", ""});
  EXPECT_EQ(answer.products.size(), 1U);
  EXPECT_EQ(answer.missing, 2U);
  EXPECT_FALSE(answer.too_many);
}

TEST_F(Comparison, the_fifth_does_not_fit) {
  const auto answer = from_slugs(*snapshot_, {"a", "b", "c", "d", "a", "e"});
  EXPECT_EQ(answer.products, chosen({"a", "b", "c", "d"}));
  EXPECT_TRUE(answer.too_many);
}

TEST_F(Comparison, the_cookie_brings_back_what_it_was_given) {
  const Chosen products = chosen({"c", "a"});
  EXPECT_EQ(to_cookie(*snapshot_, products), id("c") + "." + id("a"));
  EXPECT_EQ(from_cookie(*snapshot_, to_cookie(*snapshot_, products)), products);
}

TEST_F(Comparison, nonsense_in_the_cookie_is_left_out) {
  EXPECT_EQ(from_cookie(*snapshot_, "x.-1.0.." + id("a") + ".99999999999999999999.4294967297"), chosen({"a"}));
  EXPECT_THAT(from_cookie(*snapshot_, ""), IsEmpty());
}

}  // namespace
}  // namespace hurtrock::compare
