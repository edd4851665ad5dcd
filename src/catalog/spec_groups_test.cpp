#include "catalog/spec_groups.hpp"

#include <gmock/gmock.h>

#include "catalog/catalogue_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Twelve guitars: scale lengths all different, 22 or 24 frets, most of mahogany, all with a bolted neck.
class SpecGroups : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    db_ = db::testing::migrated_database(db::Dialect::kSqlite);
    db_->write([](db::Tx& tx) {
      const auto category = insert_category(tx, {.slug = "gitar"});
      const auto brand = insert_brand(tx, "gibson", "Gibson");
      const auto scale = insert_spec_definition(tx, "scale", true, true);
      const auto frets = insert_spec_definition(tx, "frets", true, true);
      const auto wood = insert_spec_definition(tx, "wood", false, true);
      const auto joint = insert_spec_definition(tx, "joint", false, true);
      for (int i = 0; i < 12; ++i) {
        const auto product =
            insert_product(tx, {.slug = "p" + std::to_string(i), .brand = brand, .category = category});
        insert_variant(tx, product, {.sku = "S" + std::to_string(i)});
        insert_number_spec(tx, product, scale, 600'000 + i * 4'500);
        insert_number_spec(tx, product, frets, i % 2 == 0 ? 22'000 : 24'000);
        insert_text_spec(tx, product, wood, i < 9 ? "Mahoni" : "Alder", i < 9 ? "Mahogany" : "Alder");
        insert_text_spec(tx, product, joint, "Baut", "Bolt-on");
      }
    });
    snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }

  std::vector<SpecGroup> groups(const std::vector<SpecFilter>& filters = {}) {
    query_ = {.category = 0, .specs = filters};
    return spec_groups(*snapshot_, query_, find(*snapshot_, query_, Specs::kCounted), i18n::Language::kIndonesian);
  }
  SpecGroup group(const std::string& field, const std::vector<SpecFilter>& filters = {}) {
    for (SpecGroup& found : groups(filters))
      if (found.field == field) return std::move(found);
    ADD_FAILURE() << "no group " << field;
    return {};
  }
  int spec(std::string_view key) { return snapshot_->find_spec(key).value(); }
  static std::vector<std::string> labels(const SpecGroup& group) {
    std::vector<std::string> labels;
    for (const FilterOption& option : group.options)
      labels.push_back(option.label + " " + std::to_string(option.count));
    return labels;
  }
  std::vector<std::string> chips(const std::vector<SpecFilter>& filters) {
    std::vector<std::string> labels;
    for (const SpecChip& chip : spec_chips(*snapshot_, {.specs = filters}, i18n::Language::kIndonesian))
      labels.push_back(chip.label);
    return labels;
  }

  std::unique_ptr<db::Database> db_;
  std::shared_ptr<const Snapshot> snapshot_;
  Query query_;
};

TEST_F(SpecGroups, a_number_with_many_values_is_a_range_with_its_limits) {
  const SpecGroup scale = group("spec.scale");
  EXPECT_EQ(scale.title, "scale (mm)");
  EXPECT_THAT(scale.options, IsEmpty());
  EXPECT_EQ(scale.lowest, "600");
  EXPECT_EQ(scale.highest, "649,5");
}

TEST_F(SpecGroups, a_number_with_few_values_is_ticked_in_its_order) {
  EXPECT_THAT(labels(group("spec.frets")), ElementsAre("22 6", "24 6"));
}

TEST_F(SpecGroups, the_commonest_text_comes_first_in_the_visitors_language) {
  EXPECT_THAT(labels(group("spec.wood")), ElementsAre("Mahoni 9", "Alder 3"));
}

TEST_F(SpecGroups, what_all_products_share_is_no_choice) {
  for (const SpecGroup& found : groups()) EXPECT_NE(found.field, "spec.joint");
}

TEST_F(SpecGroups, a_chosen_value_stays_though_nothing_has_it_any_more) {
  const SpecGroup wood =
      group("spec.wood", {{.spec = spec("scale"), .max_milli = 610'000}, {.spec = spec("wood"), .values = {0}}});
  EXPECT_TRUE(wood.open);
  EXPECT_THAT(labels(wood), ElementsAre("Mahoni 3", "Alder 0"));
}

TEST_F(SpecGroups, every_condition_has_a_chip_that_takes_it_off) {
  const std::vector<SpecFilter> filters{{.spec = spec("wood"), .values = {0, 1}},
                                        {.spec = spec("scale"), .min_milli = 610'000, .max_milli = 640'500}};
  EXPECT_THAT(chips(filters), ElementsAre("wood: Alder", "wood: Mahoni", "scale: 610–640,5\u00a0mm"));
  const auto made = spec_chips(*snapshot_, {.specs = filters}, i18n::Language::kIndonesian);
  EXPECT_THAT(made[0].without[0].values, ElementsAre(1));
  ASSERT_EQ(made[2].without.size(), 1U);
  EXPECT_EQ(made[2].without[0].spec, spec("wood"));
}

TEST_F(SpecGroups, an_open_range_says_its_one_limit) {
  EXPECT_THAT(chips({{.spec = spec("scale"), .min_milli = 610'000}}), ElementsAre("scale: ≥ 610\u00a0mm"));
  EXPECT_THAT(chips({{.spec = spec("scale"), .max_milli = 640'000}}), ElementsAre("scale: ≤ 640\u00a0mm"));
}

}  // namespace
}  // namespace hurtrock::catalog
