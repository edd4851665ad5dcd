#include <gmock/gmock.h>

#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class StoreRestockTest : public testing::ShopTest {
 protected:
  StoreRestockTest() {
    db_->write([&](db::Tx& tx) {
      tx.run_script("INSERT INTO suppliers (id, name, created_at) VALUES (3, 'CV Senar', 0), (4, 'PT Gitar', 0)");
    });
    strings_ = order(SupplierId{3}, VariantId{2}, "SLK-10", 50);
    guitars_ = order(SupplierId{4}, VariantId{1}, "RG550-RF", 2);
  }
  std::string order(SupplierId supplier, VariantId variant, std::string_view sku, std::int64_t quantity) {
    return db_->write([&](db::Tx& tx) {
      return restock::create(tx,
                             {.supplier = supplier,
                              .expected_at = {},
                              .note = {},
                              .lines = {{.variant = variant,
                                         .sku = std::string(sku),
                                         .name = "N",
                                         .options = {},
                                         .quantity = quantity,
                                         .unit_cost = Money{60'000}}}},
                             sku, ani_.id, clock_.now())
          .number;
    });
  }
  void place(const std::string& number) {
    db_->write([&](db::Tx& tx) {
      EXPECT_TRUE(restock::place(tx, {number, restock::find(tx, number)->version}, clock_.now()));
    });
  }
  std::vector<std::string> found(std::string_view query, std::int64_t limit = 10) {
    const auto filter = RestockFilter::read(*http::Fields::decode(query));
    std::vector<std::string> numbers;
    for (const auto& row : db_->read([&](db::Tx& tx) { return store::restock_matching(tx, filter, limit); }))
      numbers.push_back(row.number);
    return numbers;
  }
  std::string strings_, guitars_;
};
INSTANTIATE_TEST_SUITE_P(, StoreRestockTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StoreRestockTest, the_newest_order_comes_first_with_what_it_comes_to) {
  EXPECT_THAT(found(""), ElementsAre(guitars_, strings_));
  EXPECT_THAT(found("", 1), ElementsAre(guitars_));
  const auto row = db_->read([&](db::Tx& tx) { return store::restock_matching(tx, {}, 10); }).back();
  EXPECT_EQ(row.supplier, "CV Senar");
  EXPECT_EQ(row.lines, 1);
  EXPECT_EQ(row.pieces, 50);
  EXPECT_EQ(row.total, Money{3'000'000});
}

TEST_P(StoreRestockTest, orders_are_found_by_number_sku_supplier_and_state) {
  EXPECT_THAT(found("q=0002"), ElementsAre(guitars_));
  EXPECT_THAT(found("q=slk"), ElementsAre(strings_));
  EXPECT_THAT(found("q=%25"), IsEmpty());
  EXPECT_THAT(found("supplier=3"), ElementsAre(strings_));
  place(strings_);
  EXPECT_THAT(found("state=ordered"), ElementsAre(strings_));
  EXPECT_THAT(found("before=2"), ElementsAre(strings_));
}

TEST_P(StoreRestockTest, states_are_counted_among_what_is_asked_for) {
  place(strings_);
  const auto counts = [&](std::string_view query) {
    return db_->read(
        [&](db::Tx& tx) { return store::restock_counts(tx, RestockFilter::read(*http::Fields::decode(query))); });
  };
  EXPECT_THAT(counts("state=draft"),
              ::testing::UnorderedElementsAre(Pair(restock::State::kDraft, 1), Pair(restock::State::kOrdered, 1)));
  EXPECT_THAT(counts("supplier=3"), ElementsAre(Pair(restock::State::kOrdered, 1)));
}

TEST_P(StoreRestockTest, a_variant_knows_what_it_waits_for) {
  const auto waited = [&] { return db_->read([](db::Tx& tx) { return store::waited_for(tx, VariantId{2}, 10); }); };
  EXPECT_THAT(waited(), IsEmpty());
  place(strings_);
  ASSERT_EQ(waited().size(), 1U);
  EXPECT_EQ(waited()[0].number, strings_);
  EXPECT_EQ(waited()[0].left, 50);
}

TEST_P(StoreRestockTest, a_variant_is_found_by_its_sku_as_it_is_typed) {
  const auto with_sku = [&](std::string_view sku) {
    return db_->read([&](db::Tx& tx) { return store::variant_with_sku(tx, sku); });
  };
  EXPECT_EQ(with_sku("SLK-10"), VariantId{2});
  EXPECT_EQ(with_sku("slk-10"), VariantId{2});
  EXPECT_EQ(with_sku("slk"), std::nullopt);
  db_->write([](db::Tx& tx) { tx.run_script("UPDATE variants SET sku = 'slk-10' WHERE id = 1"); });
  EXPECT_EQ(with_sku("slk-10"), VariantId{1});
  EXPECT_EQ(with_sku("SLK-10"), VariantId{2});
  EXPECT_EQ(with_sku("Slk-10"), std::nullopt) << "it could be either";
}

}  // namespace
}  // namespace hurtrock::admin
