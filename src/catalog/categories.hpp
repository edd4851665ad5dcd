#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.hpp"
#include "platform/db/db.hpp"

/// The tree of categories as the staff arrange it. Every change is part of the caller's transaction and raises the
/// catalogue's version first, which is the lock on the whole tree: it cannot become a circle, whoever moves what at
/// once.
namespace hurtrock::catalog {

struct CategoryRecord {
  CategoryId id;
  std::optional<CategoryId> parent;
  std::string slug, name_id, name_en;
  bool active = true;
  std::int64_t version = 0;
  int depth = 0;                     ///< of a department: 0
  std::int64_t products = 0;         ///< directly in it, in any state
  std::int64_t products_in_all = 0;  ///< also of what is below it
};
/// All of them, shown or not, each followed by what is below it, siblings in the shop's order.
std::vector<CategoryRecord> category_tree(db::Tx& tx);
/// The same without the numbers of products, which are 0 and cost nothing then.
std::vector<CategoryRecord> uncounted_category_tree(db::Tx& tx);

struct CategoryDraft {
  std::string name_id, name_en;
  std::string slug;  ///< empty: made of the Indonesian name, with a number behind it when that one is taken
  std::optional<CategoryId> parent;
  bool active = true;
};

/// Deeper trees could not be shown on a phone.
constexpr int kDeepestCategory = 5;

enum class CategoryRefusal : std::uint8_t {
  kNoSuchCategory,
  kChanged,      ///< it is not what its editor was shown
  kTreeChanged,  ///< the tree is not the one that was shown
  kSlugTaken,
  kNoSuchParent,
  kBelowItself,  ///< the new parent is the category, or below it
  kTooDeep,
  kNotEmpty,  ///< products or categories are in it
};
/// Behind its new siblings.
std::expected<CategoryId, CategoryRefusal> create_category(db::Tx& tx, const CategoryDraft& draft);
/// A slug that is given up goes on leading to the category. Under a new parent it stands behind the others.
std::expected<void, CategoryRefusal> update_category(db::Tx& tx, CategoryId category, std::int64_t seen,
                                                     const CategoryDraft& draft);
/// Before the sibling above it, or behind the one below; nothing happens at the ends.
enum class Step : std::uint8_t { kUp, kDown };
std::expected<void, CategoryRefusal> move_category(db::Tx& tx, CategoryId category, std::int64_t seen, Step step);
/// What stands where, in a few characters: other ones as soon as a category comes, goes or moves, whatever it is
/// called.
std::string tree_shape(db::Tx& tx);
/// Where a category is to stand.
struct CategoryPlace {
  std::optional<CategoryId> parent;  ///< nothing: it is a department
  std::optional<CategoryId> before;  ///< one that is directly in the parent; nothing: behind all of them
};
/// With what is below it. `seen`: the shape of the tree that was looked at when the place was chosen.
std::expected<void, CategoryRefusal> place_category(db::Tx& tx, CategoryId category, const CategoryPlace& place,
                                                    std::string_view seen);
std::expected<void, CategoryRefusal> delete_category(db::Tx& tx, CategoryId category, std::int64_t seen);

}  // namespace hurtrock::catalog
