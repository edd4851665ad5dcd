#include "catalog/categories.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "catalog/catalogue_for_tests.hpp"

namespace hurtrock::catalog {
namespace {

using ::testing::ElementsAre;
using Refusal = CategoryRefusal;

class Categories : public ::testing::TestWithParam<db::Dialect> {
 protected:
  CategoryId add(const std::string& name, std::optional<CategoryId> parent = std::nullopt) {
    return *db_->write([&](db::Tx& tx) {
      return create_category(tx, {.name_id = name, .name_en = name, .slug = "", .parent = parent});
    });
  }
  CategoryRecord find(CategoryId category) {
    for (auto& row : tree())
      if (row.id == category) return row;
    return {};
  }
  std::vector<CategoryRecord> tree() {
    return db_->read([](db::Tx& tx) { return category_tree(tx); });
  }
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& row : tree()) names.push_back(std::string(static_cast<std::size_t>(row.depth), '.') + row.name_id);
    return names;
  }
  std::expected<void, Refusal> put_below(CategoryId category, std::optional<CategoryId> parent) {
    const CategoryRecord row = find(category);
    return db_->write([&](db::Tx& tx) {
      return update_category(tx, category, row.version,
                             {.name_id = row.name_id, .name_en = row.name_en, .slug = row.slug, .parent = parent});
    });
  }
  std::expected<void, Refusal> step(CategoryId category, Step step) {
    const std::int64_t seen = find(category).version;
    return db_->write([&](db::Tx& tx) { return move_category(tx, category, seen, step); });
  }
  std::string shape() {
    return db_->read([](db::Tx& tx) { return tree_shape(tx); });
  }
  std::expected<void, Refusal> place(CategoryId category, const CategoryPlace& place, const std::string& seen) {
    return db_->write([&](db::Tx& tx) { return place_category(tx, category, place, seen); });
  }
  std::expected<void, Refusal> place(CategoryId category, const CategoryPlace& where) {
    return place(category, where, shape());
  }
  std::expected<void, Refusal> remove(CategoryId category) {
    const std::int64_t seen = find(category).version;
    return db_->write([&](db::Tx& tx) { return delete_category(tx, category, seen); });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, Categories, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Categories, the_tree_lists_each_with_what_is_below_it) {
  const auto guitars = add("Gitar");
  add("Drum");
  add("Elektrik", guitars);
  add("Akustik", guitars);
  EXPECT_THAT(names(), ElementsAre("Gitar", ".Elektrik", ".Akustik", "Drum"));
}

TEST_P(Categories, moving_up_and_down_stops_at_the_ends) {
  const auto a = add("A"), b = add("B");
  EXPECT_TRUE(step(b, Step::kUp));
  EXPECT_THAT(names(), ElementsAre("B", "A"));
  EXPECT_TRUE(step(b, Step::kUp));
  EXPECT_TRUE(step(a, Step::kDown));
  EXPECT_THAT(names(), ElementsAre("B", "A"));
}

TEST_P(Categories, one_is_put_before_a_sibling_or_behind_all_of_them) {
  const auto a = add("A"), b = add("B"), c = add("C");
  EXPECT_TRUE(place(c, {.parent = {}, .before = a}));
  EXPECT_THAT(names(), ElementsAre("C", "A", "B"));
  EXPECT_TRUE(place(c, {.parent = {}, .before = b}));
  EXPECT_THAT(names(), ElementsAre("A", "C", "B"));
  EXPECT_TRUE(place(a, {}));
  EXPECT_THAT(names(), ElementsAre("C", "B", "A"));
}

TEST_P(Categories, one_that_is_put_elsewhere_takes_along_what_is_below_it) {
  const auto guitars = add("Gitar"), electric = add("Elektrik", guitars), seven = add("Tujuh senar", electric);
  const auto bass = add("Bas"), five = add("Lima senar", bass);
  EXPECT_TRUE(place(electric, {.parent = bass, .before = five}));
  EXPECT_THAT(names(), ElementsAre("Gitar", "Bas", ".Elektrik", "..Tujuh senar", ".Lima senar"));
  EXPECT_TRUE(place(seven, {.parent = {}, .before = guitars}));
  EXPECT_THAT(names(), ElementsAre("Tujuh senar", "Gitar", "Bas", ".Elektrik", ".Lima senar"));
}

TEST_P(Categories, putting_one_into_its_own_branch_changes_nothing) {
  const auto top = add("Atas"), bottom = add("Bawah", top);
  EXPECT_EQ(place(top, {.parent = bottom, .before = {}}).error(), Refusal::kBelowItself);
  EXPECT_EQ(place(top, {.parent = top, .before = {}}).error(), Refusal::kBelowItself);
  EXPECT_THAT(names(), ElementsAre("Atas", ".Bawah"));
}

TEST_P(Categories, a_branch_is_not_put_deeper_than_the_tree_may_grow) {
  std::optional<CategoryId> parent;
  for (int level = 0; level + 1 < kDeepestCategory; ++level) parent = add("Tingkat", parent);
  const auto branch = add("Cabang"), twig = add("Ranting", branch);
  EXPECT_EQ(place(branch, {.parent = parent, .before = {}}).error(), Refusal::kTooDeep);
  EXPECT_TRUE(place(twig, {.parent = parent, .before = {}}));
}

TEST_P(Categories, a_place_chosen_in_a_tree_that_has_changed_is_refused) {
  const auto a = add("A"), b = add("B");
  const std::string seen = shape();
  add("C", a);
  EXPECT_EQ(place(b, {.parent = a, .before = {}}, seen).error(), Refusal::kTreeChanged);
  EXPECT_THAT(names(), ElementsAre("A", ".C", "B"));
}

TEST_P(Categories, of_two_who_move_at_once_one_is_refused) {
  const auto a = add("A"), b = add("B");
  const std::string seen = shape();
  std::atomic<int> refused = 0;
  const auto move = [&](CategoryId category, CategoryId parent) {
    const auto moved = place(category, {.parent = parent, .before = {}}, seen);
    if (!moved && moved.error() == Refusal::kTreeChanged) ++refused;
  };
  std::vector<std::thread> editors;
  editors.emplace_back([&] { move(a, b); });
  editors.emplace_back([&] { move(b, a); });
  for (auto& editor : editors) editor.join();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(tree().size(), 2U);
}

TEST_P(Categories, a_place_that_is_not_in_the_tree_is_refused) {
  const auto a = add("A"), b = add("B"), below = add("C", a);
  EXPECT_EQ(place(b, {.parent = {}, .before = below}).error(), Refusal::kTreeChanged);
  EXPECT_EQ(place(b, {.parent = {}, .before = b}).error(), Refusal::kTreeChanged);
  EXPECT_EQ(place(b, {.parent = CategoryId{999}, .before = {}}).error(), Refusal::kNoSuchParent);
  EXPECT_EQ(place(CategoryId{999}, {}).error(), Refusal::kNoSuchCategory);
}

TEST_P(Categories, the_shape_is_another_after_every_move_and_the_same_under_another_name) {
  const auto a = add("A"), b = add("B");
  const std::string first = shape();
  EXPECT_TRUE(put_below(b, a));
  const std::string below = shape();
  EXPECT_NE(below, first);
  EXPECT_TRUE(place(b, {.parent = {}, .before = a}));
  EXPECT_NE(shape(), first);
  EXPECT_NE(shape(), below);
  const std::string before_renaming = shape();
  const std::int64_t version = find(a).version;
  EXPECT_TRUE(db_->write([&](db::Tx& tx) {
    return update_category(tx, a, version, {.name_id = "Lain", .name_en = "Other", .slug = "", .parent = {}});
  }));
  EXPECT_EQ(shape(), before_renaming);
}

TEST_P(Categories, products_are_counted_with_those_of_what_is_below) {
  const auto guitars = add("Gitar"), electric = add("Elektrik", guitars);
  db_->write([&](db::Tx& tx) {
    const auto brand = insert_brand(tx, "i", "I");
    insert_product(tx, {.slug = "a", .brand = brand, .category = guitars});
    insert_product(tx, {.slug = "b", .brand = brand, .category = electric});
    insert_product(tx, {.slug = "c", .brand = brand, .category = electric});
  });
  EXPECT_EQ(find(guitars).products, 1);
  EXPECT_EQ(find(guitars).products_in_all, 3);
  EXPECT_EQ(find(electric).products_in_all, 2);
}

TEST_P(Categories, none_can_stand_below_itself) {
  const auto top = add("Atas"), middle = add("Tengah", top), bottom = add("Bawah", middle);
  EXPECT_EQ(put_below(top, bottom).error(), Refusal::kBelowItself);
  EXPECT_EQ(put_below(top, top).error(), Refusal::kBelowItself);
  EXPECT_TRUE(put_below(bottom, std::nullopt));
  EXPECT_THAT(names(), ElementsAre("Atas", ".Tengah", "Bawah"));
}

TEST_P(Categories, two_that_are_put_below_each_other_at_once_make_no_circle) {
  const auto a = add("A"), b = add("B");
  std::vector<std::thread> editors;
  editors.emplace_back([&] { (void)put_below(a, b); });
  editors.emplace_back([&] { (void)put_below(b, a); });
  for (auto& editor : editors) editor.join();
  EXPECT_EQ(tree().size(), 2U);
}

TEST_P(Categories, the_tree_grows_no_deeper_than_it_may) {
  std::optional<CategoryId> parent;
  for (int level = 0; level < kDeepestCategory; ++level) parent = add("Tingkat", parent);
  const auto branch = add("Cabang"), twig = add("Ranting", branch);
  EXPECT_EQ(put_below(branch, parent).error(), Refusal::kTooDeep);
  EXPECT_EQ(put_below(twig, parent).error(), Refusal::kTooDeep);
  EXPECT_EQ(put_below(branch, find(*parent).parent).error(), Refusal::kTooDeep);
}

TEST_P(Categories, only_an_empty_one_can_be_deleted) {
  const auto guitars = add("Gitar"), electric = add("Elektrik", guitars);
  EXPECT_EQ(remove(guitars).error(), Refusal::kNotEmpty);
  const auto product = db_->write([&](db::Tx& tx) {
    return insert_product(tx, {.slug = "rg", .brand = insert_brand(tx, "i", "I"), .category = electric});
  });
  EXPECT_EQ(find(electric).products, 1);
  EXPECT_EQ(remove(electric).error(), Refusal::kNotEmpty);
  db_->write([&](db::Tx& tx) { tx.execute("DELETE FROM products WHERE id = $1", product); });
  EXPECT_TRUE(remove(electric));
  EXPECT_TRUE(remove(guitars));
}

TEST_P(Categories, the_second_editor_is_told) {
  const auto guitars = add("Gitar");
  const CategoryRecord seen = find(guitars);
  EXPECT_TRUE(step(guitars, Step::kUp));
  const CategoryDraft draft{.name_id = "Gitar!", .name_en = "Guitars!", .slug = ""};
  const auto rename = [&] {
    return db_->write([&](db::Tx& tx) { return update_category(tx, guitars, seen.version, draft); });
  };
  EXPECT_TRUE(rename());
  EXPECT_EQ(rename().error(), Refusal::kChanged);
}

TEST_P(Categories, a_slug_that_was_once_anothers_is_taken) {
  const auto guitars = add("Gitar");
  const auto give_up = [&](const std::string& slug) {
    const CategoryRecord row = find(guitars);
    return db_->write([&](db::Tx& tx) {
      return update_category(tx, guitars, row.version, {.name_id = "Gitar", .name_en = "Guitars", .slug = slug});
    });
  };
  ASSERT_TRUE(give_up("gitar-semua"));
  EXPECT_EQ(find(add("Gitar")).slug, "gitar-2");
  EXPECT_TRUE(give_up("gitar"));
}

}  // namespace
}  // namespace hurtrock::catalog
