#include "admin/remove_product.hpp"

#include <gmock/gmock.h>

#include "admin/audit.hpp"
#include "admin/product_record.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

using catalog::NotSaved;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RemoveProductTest : public testing::ShopTest {
 protected:
  std::expected<Removal, NotSaved> remove(ProductId product) {
    return remove_product(shop_, ani_, product, version(product));
  }
  std::int64_t version(ProductId product) {
    const auto found = db_->read([&](db::Tx& tx) { return find_product_and_stock(tx, product); });
    return found ? found->record.version : 0;
  }
  std::string state(ProductId product) {
    return db_->read([&](db::Tx& tx) {
      return tx.maybe_value<std::string>("SELECT state FROM products WHERE id = $1", product).value_or("gone");
    });
  }
  void run(const char* script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
  std::vector<HistoryRow> history(const std::string& product) {
    return db_->read(
        [&](db::Tx& tx) { return history_of(tx, "product", product, 10, i18n::Texts::of(i18n::Language::kEnglish)); });
  }
};
INSTANTIATE_TEST_SUITE_P(, RemoveProductTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(RemoveProductTest, what_nothing_refers_to_is_deleted_with_its_first_stock) {
  run("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (2, 50, 'initial', 0)");
  EXPECT_EQ(remove(ProductId{2}), Removal::kDeleted);
  EXPECT_EQ(state(ProductId{2}), "gone");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM stock_movements"), 0);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM stock_levels WHERE variant_id = 2"), 0);
  EXPECT_EQ(one<std::string>("SELECT action FROM audit_log WHERE subject_id = '2'"), "product.deleted");
}

TEST_P(RemoveProductTest, what_an_order_refers_to_is_archived) {
  place("midtrans");
  EXPECT_EQ(remove(ProductId{1}), Removal::kArchived);
  EXPECT_EQ(state(ProductId{1}), "archived");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM stock_levels WHERE variant_id = 1"), 1);
}

TEST_P(RemoveProductTest, goods_that_have_come_since_keep_the_product) {
  run("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (2, 1, 'received', 0)");
  EXPECT_EQ(remove(ProductId{2}), Removal::kArchived);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM stock_movements"), 1);
}

TEST_P(RemoveProductTest, a_product_that_has_changed_meanwhile_stays) {
  const std::int64_t seen = version(ProductId{2});
  run("UPDATE products SET version = version + 1 WHERE id = 2");
  EXPECT_EQ(remove_product(shop_, ani_, ProductId{2}, seen).error(), NotSaved::kChanged);
  EXPECT_EQ(state(ProductId{2}), "active");
}

TEST_P(RemoveProductTest, there_is_a_way_back_from_the_archive) {
  place("midtrans");
  ASSERT_TRUE(remove(ProductId{1}));
  EXPECT_TRUE(restore_product(shop_, ani_, ProductId{1}, version(ProductId{1})));
  EXPECT_EQ(state(ProductId{1}), "hidden");
  const auto rows = history("1");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].actor, "Ani");
  EXPECT_EQ(rows[0].text, "restored this product");
  ASSERT_EQ(rows[0].changes.size(), 1U);
  EXPECT_EQ(rows[0].changes[0].before, "archived");
  EXPECT_EQ(rows[0].changes[0].after, "hidden");
}

class AuditTest : public RemoveProductTest {};
INSTANTIATE_TEST_SUITE_P(, AuditTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(AuditTest, only_what_has_changed_is_written_down) {
  db_->write([&](db::Tx& tx) {
    audit(tx, ani_, "product.changed", "product", "1", {{"name", "A"}, {"price", 1}}, {{"name", "A"}, {"price", 2}},
          clock_.now());
  });
  EXPECT_EQ(one<std::string>("SELECT before_json FROM audit_log"), R"({"price":1})");
  EXPECT_EQ(one<std::string>("SELECT after_json FROM audit_log"), R"({"price":2})");
}

TEST_P(AuditTest, a_change_of_nothing_is_no_change) {
  db_->write([&](db::Tx& tx) {
    audit(tx, ani_, "product.changed", "product", "1", {{"name", "A"}}, {{"name", "A"}}, clock_.now());
  });
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log"), 0);
}

TEST_P(AuditTest, what_came_and_what_went_stands_on_its_own_side) {
  db_->write([&](db::Tx& tx) {
    audit(tx, ani_, "product.changed", "product", "1", {{"variants/RG-1/price", "Rp 1"}},
          {{"variants/RG-2/price", "Rp 2"}}, clock_.now());
  });
  const auto rows = history("1");
  ASSERT_EQ(rows.size(), 1U);
  ASSERT_EQ(rows[0].changes.size(), 2U);
  EXPECT_EQ(rows[0].changes[0].field, "RG-1 · Price");
  EXPECT_EQ(rows[0].changes[0].after, "");
  EXPECT_EQ(rows[0].changes[1].before, "");
}

}  // namespace
}  // namespace hurtrock::admin
