#include "catalog/slugs.hpp"

#include <gmock/gmock.h>

#include "catalog/catalogue_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;

class Slugs : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      guitars_ = insert_category(tx, {.slug = "gitar"});
      electric_ = insert_category(tx, {.slug = "elektrik", .parent = guitars_});
      brand_ = insert_brand(tx, "ibanez", "Ibanez");
    });
    rg_ = product("rg-550");
    jem_ = product("jem-7");
  }
  ProductId product(const std::string& slug, const std::string& state = "active") {
    return db_->write([&](db::Tx& tx) {
      const auto id = insert_product(tx, {.slug = slug, .brand = brand_, .category = electric_, .state = state});
      insert_variant(tx, id, {.sku = "SKU-" + slug});
      return id;
    });
  }
  std::expected<void, SlugRefusal> rename(ProductId product, std::string_view slug) {
    return db_->write([&](db::Tx& tx) { return rename_product(tx, product, slug, kToday + 1h); });
  }
  std::expected<void, SlugRefusal> rename(CategoryId category, std::string_view slug) {
    return db_->write([&](db::Tx& tx) { return rename_category(tx, category, slug); });
  }
  void run(const std::string& sql) {
    db_->write([&](db::Tx& tx) { tx.execute(sql); });
  }
  db::ErrorKind refusal_of(const std::string& sql) {
    try {
      run(sql);
    } catch (const db::Error& error) {
      return error.kind();
    }
    return db::ErrorKind::kOther;
  }
  std::shared_ptr<const Snapshot> build() {
    return db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }
  std::int64_t version() {
    return db_->read([](db::Tx& tx) { return catalogue_version(tx); });
  }
  /// The slug of the product to which a former one leads, or "".
  std::string leads_to(std::string_view slug) {
    const auto snapshot = build();
    const auto index = snapshot->find_renamed_product(slug);
    return index ? std::string(snapshot->products()[static_cast<std::size_t>(*index)].slug) : "";
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  CategoryId guitars_, electric_;
  BrandId brand_;
  ProductId rg_, jem_;
};
INSTANTIATE_TEST_SUITE_P(, Slugs, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Slugs, every_former_slug_of_a_product_leads_to_its_last_one) {
  EXPECT_TRUE(rename(rg_, "rg-550-ungu"));
  EXPECT_TRUE(rename(rg_, "rg-550-genesis"));
  EXPECT_EQ(leads_to("rg-550"), "rg-550-genesis");
  EXPECT_EQ(leads_to("rg-550-ungu"), "rg-550-genesis");
  EXPECT_EQ(leads_to("rg-550-genesis"), "");
  EXPECT_TRUE(build()->find_product("rg-550-genesis"));
}

TEST_P(Slugs, a_slug_that_another_product_has_or_had_is_taken) {
  ASSERT_TRUE(rename(rg_, "rg-550-genesis"));
  EXPECT_EQ(rename(jem_, "rg-550-genesis").error(), SlugRefusal::kTaken);
  EXPECT_EQ(rename(jem_, "rg-550").error(), SlugRefusal::kTaken);
  EXPECT_TRUE(build()->find_product("jem-7"));
}

TEST_P(Slugs, whoever_writes_past_the_store_cannot_take_a_former_slug_either) {
  ASSERT_TRUE(rename(rg_, "rg-550-genesis"));
  EXPECT_THROW(product("rg-550"), db::Error);
  EXPECT_EQ(refusal_of("UPDATE products SET slug = 'rg-550' WHERE slug = 'jem-7'"), db::ErrorKind::kUnique);
}

TEST_P(Slugs, whoever_writes_past_the_store_leaves_the_former_slug_behind_all_the_same) {
  run("UPDATE products SET slug = 'jem-777' WHERE slug = 'jem-7'");
  EXPECT_EQ(leads_to("jem-7"), "jem-777");
}

TEST_P(Slugs, a_product_may_take_back_its_former_slug) {
  ASSERT_TRUE(rename(rg_, "rg-550-genesis"));
  EXPECT_TRUE(rename(rg_, "rg-550"));
  EXPECT_EQ(leads_to("rg-550-genesis"), "rg-550");
  EXPECT_EQ(leads_to("rg-550"), "");
}

TEST_P(Slugs, renaming_is_a_change_of_the_catalogue_and_of_the_product) {
  const auto before = version();
  ASSERT_TRUE(rename(rg_, "rg-550-genesis"));
  EXPECT_GT(version(), before);
  const auto snapshot = build();
  EXPECT_EQ(snapshot->products()[static_cast<std::size_t>(*snapshot->find_product(rg_))].updated_at, kToday + 1h);
}

TEST_P(Slugs, renaming_to_the_present_slug_changes_nothing) {
  const auto before = version();
  EXPECT_TRUE(rename(rg_, "rg-550"));
  EXPECT_TRUE(rename(guitars_, "gitar"));
  EXPECT_EQ(version(), before);
}

TEST_P(Slugs, only_plain_addresses_are_slugs) {
  const std::string longest(kLongestSlug, 'a');
  EXPECT_TRUE(is_slug(longest));
  for (const std::string& wrong : {std::string(), longest + "a", std::string("RG 550"), std::string("rg--550"),
                                   std::string("-rg"), std::string("rg/550"), std::string("gitar-é")})
    EXPECT_FALSE(is_slug(wrong)) << wrong;
  EXPECT_EQ(rename(rg_, "RG 550").error(), SlugRefusal::kMalformed);
  EXPECT_EQ(rename(guitars_, "").error(), SlugRefusal::kMalformed);
}

TEST_P(Slugs, what_is_not_there_cannot_be_renamed) {
  EXPECT_EQ(rename(ProductId{999}, "x").error(), SlugRefusal::kUnknown);
  EXPECT_EQ(rename(CategoryId{999}, "x").error(), SlugRefusal::kUnknown);
}

TEST_P(Slugs, former_slugs_of_a_category_lead_to_it_and_are_nobody_elses) {
  ASSERT_TRUE(rename(electric_, "gitar-elektrik"));
  const auto snapshot = build();
  EXPECT_EQ(snapshot->find_renamed_category("elektrik"), snapshot->find_category("gitar-elektrik"));
  EXPECT_EQ(rename(guitars_, "elektrik").error(), SlugRefusal::kTaken);
  EXPECT_EQ(refusal_of("INSERT INTO categories (slug, name_id, name_en) VALUES ('elektrik', 'E', 'E')"),
            db::ErrorKind::kUnique);
  EXPECT_TRUE(rename(electric_, "elektrik"));
}

TEST_P(Slugs, what_is_not_on_sale_any_more_is_known_by_all_its_slugs) {
  ASSERT_TRUE(rename(rg_, "rg-550-genesis"));
  run("UPDATE products SET state = 'archived' WHERE slug = 'rg-550-genesis'");
  const auto snapshot = build();
  for (const auto slug : {"rg-550", "rg-550-genesis"}) {
    const Gone* gone = snapshot->find_gone_product(slug);
    ASSERT_NE(gone, nullptr) << slug;
    EXPECT_EQ(gone->name, "rg-550");
    EXPECT_EQ(gone->category, snapshot->find_category("elektrik"));
  }
  EXPECT_EQ(snapshot->find_gone_product("jem-7"), nullptr);
  EXPECT_EQ(snapshot->find_gone_product("never"), nullptr);
}

TEST_P(Slugs, a_product_without_anything_to_sell_is_gone) {
  run("UPDATE variants SET state = 'archived' WHERE sku = 'SKU-jem-7'");
  EXPECT_NE(build()->find_gone_product("jem-7"), nullptr);
}

TEST_P(Slugs, the_name_of_a_hidden_product_is_not_told) {
  product("secret", "hidden");
  EXPECT_EQ(build()->find_gone_product("secret")->name, "");
}

TEST_P(Slugs, what_stood_in_a_hidden_category_points_to_the_nearest_one_above_it) {
  run("UPDATE categories SET active = 0 WHERE slug = 'elektrik'");
  const auto snapshot = build();
  const auto above = snapshot->find_category("gitar");
  EXPECT_EQ(snapshot->find_gone_category("elektrik")->category, above);
  EXPECT_EQ(snapshot->find_gone_product("jem-7")->category, above);
}

}  // namespace
}  // namespace hurtrock::catalog
