#include <gmock/gmock.h>

#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

/// Five guitars of variant 1 (low: 5), fifty packs of strings of variant 2.
class StoreStockTest : public testing::ShopTest {
 protected:
  static StockFilter asked(std::string_view query) { return StockFilter::read(*http::Fields::decode(query)); }
  std::vector<store::StockRow> rows(const StockFilter& filter, std::int64_t limit = 10) {
    return db_->read([&](db::Tx& tx) { return store::stock_matching(tx, filter, i18n::Language::kIndonesian, limit); });
  }
  std::vector<std::string> found(std::string_view query) {
    const StockFilter filter = asked(query);
    std::vector<std::string> skus;
    for (const auto& row : rows(filter)) skus.push_back(row.sku);
    EXPECT_EQ(db_->read([&](db::Tx& tx) { return store::count_stock(tx, filter); }).value, std::ssize(skus));
    return skus;
  }
  std::int64_t alerts(std::string_view query) {
    return db_->read([&](db::Tx& tx) { return store::count_stock(tx, asked(query).with_any_alert()).value; });
  }
  std::vector<store::MovementRow> movements(VariantId variant, std::int64_t before = 0, std::int64_t limit = 10) {
    return db_->read([&](db::Tx& tx) { return store::movements_of(tx, variant, before, limit); });
  }
  void run(const char* script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
};
INSTANTIATE_TEST_SUITE_P(, StoreStockTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StoreStockTest, what_there_is_least_of_comes_first) {
  EXPECT_THAT(found(""), ElementsAre("RG550-RF", "SLK-10"));
  EXPECT_THAT(found("sort=most"), ElementsAre("SLK-10", "RG550-RF"));
}

TEST_P(StoreStockTest, a_variant_is_found_by_part_of_its_name_or_sku) {
  EXPECT_THAT(found("q=slinky"), ElementsAre("SLK-10"));
  EXPECT_THAT(found("q=550-r"), ElementsAre("RG550-RF"));
  EXPECT_THAT(found("q=%25"), IsEmpty());
}

TEST_P(StoreStockTest, what_was_renamed_is_found_by_its_new_name_and_sku_only) {
  run("UPDATE products SET name = 'Ernie Ball Paradigm' WHERE id = 2; UPDATE variants SET sku = 'PDG-10' WHERE id = 2");
  EXPECT_THAT(found("q=PARADIGM"), ElementsAre("PDG-10"));
  EXPECT_THAT(found("q=pdg-1"), ElementsAre("PDG-10"));
  EXPECT_THAT(found("q=slinky"), IsEmpty());
  EXPECT_THAT(found("q=slk"), IsEmpty());
}

TEST_P(StoreStockTest, each_variant_has_one_alert_at_most) {
  EXPECT_THAT(found("alert=low"), ElementsAre("RG550-RF"));
  EXPECT_THAT(found("alert=critical"), IsEmpty());
  run("UPDATE stock_levels SET minimum_stock = 5 WHERE variant_id = 1");
  EXPECT_THAT(found("alert=low"), IsEmpty());
  EXPECT_THAT(found("alert=critical"), ElementsAre("RG550-RF"));
  run("UPDATE stock_levels SET reserved = 5 WHERE variant_id = 1; UPDATE stock_levels SET on_hand = 0 WHERE "
      "variant_id = 2");
  EXPECT_THAT(found("alert=out"), ElementsAre("RG550-RF", "SLK-10"));
  EXPECT_THAT(found("alert=any&sort=name"), ElementsAre("RG550-RF", "SLK-10"));
  EXPECT_EQ(alerts(""), 2);
}

TEST_P(StoreStockTest, alerts_are_counted_among_what_is_asked_for) {
  run("UPDATE stock_levels SET on_hand = 0 WHERE variant_id = 2;"
      "INSERT INTO suppliers (id, name, created_at) VALUES (3, 'CV Senar', 0);"
      "UPDATE products SET supplier_id = 3 WHERE id = 2");
  EXPECT_EQ(alerts(""), 2);
  EXPECT_EQ(alerts("supplier=3"), 1);
  const auto by_supplier = db_->read([](db::Tx& tx) { return store::alerts_by_supplier(tx); });
  EXPECT_THAT(by_supplier, ElementsAre(Pair(SupplierId{3}, 1)));
  EXPECT_EQ(alerts("supplier=3&alert=low"), 1);
  EXPECT_EQ(alerts("q=ibanez"), 1);
  EXPECT_THAT(found("supplier=3"), ElementsAre("SLK-10"));
  EXPECT_EQ(rows(asked("supplier=3"))[0].supplier_name, "CV Senar");
}

TEST_P(StoreStockTest, what_is_narrowed_is_counted_at_once_as_it_would_be_one_by_one) {
  run("UPDATE stock_levels SET on_hand = 0 WHERE variant_id = 2;"
      "INSERT INTO suppliers (id, name, created_at) VALUES (3, 'CV Senar', 0);"
      "UPDATE products SET supplier_id = 3 WHERE id = 2");
  for (const char* const query : {"", "q=ibanez", "q=550-r", "q=i", "q=zz", "supplier=3", "category=1",
                                  "supplier=3&q=slinky", "alert=low&q=ibanez", "archive=1&q=s"}) {
    SCOPED_TRACE(query);
    const StockFilter filter = asked(query);
    db_->read([&](db::Tx& tx) {
      StockFilter looked_up = filter;
      const auto counts = store::count_alerts(tx, looked_up);
      EXPECT_EQ(counts.all.value, store::count_stock(tx, filter.without_alerts()).value);
      EXPECT_EQ(counts.any.value, store::count_stock(tx, filter.with_any_alert()).value);
      for (const auto alert : {StockAlert::kOut, StockAlert::kCritical, StockAlert::kLow})
        EXPECT_EQ(counts.of(alert).value, store::count_stock(tx, filter.with_alert(alert)).value);
      // The list is the same, whether or not somebody has looked.
      const auto list = [&](const StockFilter& asked) {
        std::vector<std::string> skus;
        for (const auto& row : store::stock_matching(tx, asked, i18n::Language::kIndonesian, 10))
          skus.push_back(row.sku);
        return skus;
      };
      EXPECT_EQ(list(looked_up), list(filter));
    });
  }
}

TEST_P(StoreStockTest, what_is_not_sold_any_more_is_listed_only_when_asked_for) {
  run("UPDATE variants SET state = 'archived' WHERE id = 1");
  EXPECT_THAT(found(""), ElementsAre("SLK-10"));
  EXPECT_THAT(found("archive=1"), ElementsAre("RG550-RF", "SLK-10"));
  EXPECT_TRUE(rows(asked("archive=1"))[0].archived);
}

TEST_P(StoreStockTest, variants_of_one_product_are_told_apart) {
  run("INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) VALUES "
      "(1, 0, 'Warna', 'Finish', 'Merah', 'Red'), (1, 1, 'Tangan', 'Hand', 'Kidal', 'Left')");
  EXPECT_EQ(rows(asked("q=rg550"))[0].options, "Merah / Kidal");
}

TEST_P(StoreStockTest, every_order_goes_on_where_the_last_page_ended) {
  run("UPDATE stock_levels SET on_hand = 5, changed_at = 9 WHERE variant_id = 2; UPDATE products SET name = 'Sama'");
  for (const std::string sort : {"free", "most", "name", "sku", "changed"}) {
    SCOPED_TRACE(sort);
    StockFilter filter = asked("sort=" + sort);
    const auto first = rows(filter, 1).at(0);
    const std::string address =
        filter.address_after({.number = sort == "changed" ? to_micros(first.changed_at) : first.free(),
                              .text = sort == "sku" ? first.sku : first.name,
                              .id = first.variant});
    // The place survives being an address.
    const auto others = rows(asked(address.substr(address.find('?') + 1)));
    ASSERT_EQ(others.size(), 1U);
    EXPECT_NE(others[0].variant, first.variant);
  }
}

TEST_P(StoreStockTest, each_movement_says_what_was_left_after_it) {
  run("INSERT INTO stock_movements (id, variant_id, delta, reason, created_at) VALUES (1, 1, 9, 'initial', 0), "
      "(2, 2, 50, 'initial', 0), (3, 1, -2, 'correction', 0), (4, 1, -2, 'correction', 0)");
  const auto all = movements(VariantId{1});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].balance, 5);
  EXPECT_EQ(all[1].balance, 7);
  EXPECT_EQ(all[2].balance, 9);
  const auto older = movements(VariantId{1}, 4, 1);
  ASSERT_EQ(older.size(), 1U);
  EXPECT_EQ(older[0].balance, 7);
  EXPECT_THAT(movements(VariantId{1}, 1), IsEmpty());
}

TEST_P(StoreStockTest, a_sale_names_its_order_and_a_promise_too) {
  run("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (1, 5, 'initial', 0), "
      "(2, 50, 'initial', 0)");
  const std::string paid = place_paid(), held = place("midtrans");
  EXPECT_EQ(movements(VariantId{2})[0].order_number, paid);
  EXPECT_EQ(movements(VariantId{2})[0].balance, 47);
  const auto holdings = db_->read([](db::Tx& tx) { return store::holdings_of(tx, VariantId{2}, 10); });
  ASSERT_EQ(holdings.size(), 1U);
  EXPECT_EQ(holdings[0].order_number, held);
  EXPECT_EQ(holdings[0].quantity, 3);
}

TEST(StockFilter, says_what_so_many_pieces_call_for) {
  EXPECT_EQ(alert_of(6, 2, 5), std::nullopt);
  EXPECT_EQ(alert_of(5, 2, 5), StockAlert::kLow);
  EXPECT_EQ(alert_of(2, 2, 5), StockAlert::kCritical);
  EXPECT_EQ(alert_of(0, 2, 5), StockAlert::kOut);
  EXPECT_EQ(alert_of(-1, 0, 0), StockAlert::kOut);
  EXPECT_EQ(alert_of(1, 0, 0), std::nullopt);
}

TEST(StockFilter, comes_back_from_its_own_address) {
  for (const std::string address : {"/admin/stock?alert=low&archive=1&brand=3&category=2&q=rg&sort=sku&supplier=4",
                                    "/admin/stock?alert=any", "/admin/stock"})
    EXPECT_EQ(
        StockFilter::read(*http::Fields::decode(address.substr(std::min(address.find('?'), address.size() - 1) + 1)))
            .address(),
        address);
}

TEST(StockFilter, ignores_what_it_cannot_read) {
  EXPECT_EQ(StockFilter::read(*http::Fields::decode("alert=1&sort=?&after=1:x&q=%01&archive=yes")).address(),
            "/admin/stock");
}

}  // namespace
}  // namespace hurtrock::admin
