#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "catalog/categories.hpp"
#include "catalog/slugs.hpp"
#include "catalog/snapshot_builder.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

using Refusal = CategoryRefusal;

/// Locks the tree.
std::expected<void, Refusal> lock_seen(db::Tx& tx, CategoryId category, std::int64_t seen) {
  raise_catalogue_version(tx);
  const auto version = tx.maybe_value<std::int64_t>("SELECT version FROM categories WHERE id = $1", category);
  if (!version) return std::unexpected(Refusal::kNoSuchCategory);
  if (*version != seen) return std::unexpected(Refusal::kChanged);
  return {};
}

/// How many categories stand above, itself included; more than the deepest allowed when they go round in a circle.
int depth_of(db::Tx& tx, std::optional<CategoryId> category) {
  int depth = 0;
  while (category && depth <= 2 * kDeepestCategory) {
    ++depth;
    category = tx.one<std::optional<CategoryId>>("SELECT parent_id FROM categories WHERE id = $1", *category);
  }
  return depth;
}

bool is_below(db::Tx& tx, std::optional<CategoryId> category, CategoryId top) {
  for (int step = 0; category && step <= 2 * kDeepestCategory; ++step) {
    if (*category == top) return true;
    category = tx.one<std::optional<CategoryId>>("SELECT parent_id FROM categories WHERE id = $1", *category);
  }
  return false;
}

/// Levels of the tree from the category down, itself included.
int height_of(db::Tx& tx, CategoryId category) {
  return tx.one<int>(
      "WITH RECURSIVE below AS (SELECT id, 1 AS level FROM categories WHERE id = $1 UNION ALL "
      "SELECT c.id, b.level + 1 FROM categories c JOIN below b ON c.parent_id = b.id WHERE b.level < 20) "
      "SELECT MAX(level) FROM below",
      category);
}

std::expected<void, Refusal> check_parent(db::Tx& tx, std::optional<CategoryId> parent, CategoryId category) {
  if (!parent) return {};
  if (!tx.maybe_value<CategoryId>("SELECT id FROM categories WHERE id = $1", *parent))
    return std::unexpected(Refusal::kNoSuchParent);
  if (category && is_below(tx, parent, category)) return std::unexpected(Refusal::kBelowItself);
  if (depth_of(tx, parent) + (category ? height_of(tx, category) : 1) > kDeepestCategory)
    return std::unexpected(Refusal::kTooDeep);
  return {};
}

std::optional<CategoryId> category_with_slug(db::Tx& tx, std::string_view slug) {
  return tx.maybe_value<CategoryId>("SELECT category_id FROM category_slugs WHERE slug = $1", slug);
}

std::expected<std::string, Refusal> slug_for(db::Tx& tx, const CategoryDraft& draft, CategoryId category) {
  const auto is_free = [&](std::string_view slug) {
    const auto owner = category_with_slug(tx, slug);
    return !owner || *owner == category;
  };
  if (!draft.slug.empty() && !is_free(draft.slug)) return std::unexpected(Refusal::kSlugTaken);
  if (!draft.slug.empty()) return draft.slug;
  const std::string base = text::slug(draft.name_id);
  std::string candidate = base;
  for (int number = 2; !is_free(candidate); ++number) {
    const std::string tail = fmt::format("-{}", number);
    candidate = text::slug(base.substr(0, kLongestSlug - tail.size())) + tail;
  }
  return candidate;
}

/// Behind all that are there.
std::int64_t last_position(db::Tx& tx, std::optional<CategoryId> parent) {
  return tx.one<std::int64_t>(
      "SELECT COALESCE(MAX(position), -1) + 1 FROM categories WHERE COALESCE(parent_id, 0) = $1",
      parent.value_or(CategoryId{}));
}

/// In the shop's order.
std::vector<CategoryId> children_of(db::Tx& tx, std::optional<CategoryId> parent) {
  std::vector<CategoryId> children;
  for (const auto& [id] :
       tx.all<CategoryId>("SELECT id FROM categories WHERE COALESCE(parent_id, 0) = $1 ORDER BY position, id",
                          parent.value_or(CategoryId{})))
    children.push_back(id);
  return children;
}

void put_in_order(db::Tx& tx, const std::vector<CategoryId>& siblings) {
  std::int64_t position = 0;
  for (const CategoryId id : siblings) tx.send("UPDATE categories SET position = $1 WHERE id = $2", position++, id);
}

/// `query`: for every category its columns, the last of which is how many products are directly in it.
std::vector<CategoryRecord> tree_of(db::Tx& tx, std::string_view query) {
  std::vector<CategoryRecord> rows;
  for (auto& [id, parent, slug, name_id, name_en, active, version, products] :
       tx.all<CategoryId, std::optional<CategoryId>, std::string, std::string, std::string, bool, std::int64_t,
              std::int64_t>(query))
    rows.push_back({.id = id,
                    .parent = parent,
                    .slug = std::move(slug),
                    .name_id = std::move(name_id),
                    .name_en = std::move(name_en),
                    .active = active,
                    .version = version,
                    .products = products});
  std::unordered_map<CategoryId, std::vector<const CategoryRecord*>> children;
  for (const CategoryRecord& row : rows) children[row.parent.value_or(CategoryId{})].push_back(&row);
  std::vector<CategoryRecord> tree;
  /// Answers how many products are in them.
  const auto add = [&](const auto& self, CategoryId parent, int depth) -> std::int64_t {
    std::int64_t in_all = 0;
    const auto found = children.find(parent);
    if (found == children.end()) return in_all;
    for (const CategoryRecord* row : found->second) {
      const std::size_t place = tree.size();
      tree.push_back(*row);
      tree[place].depth = depth;
      const std::int64_t below = self(self, row->id, depth + 1);
      tree[place].products_in_all = row->products + below;
      in_all += tree[place].products_in_all;
    }
    return in_all;
  };
  add(add, CategoryId{}, 0);
  return tree;
}

}  // namespace

std::vector<CategoryRecord> category_tree(db::Tx& tx) {
  return tree_of(
      tx,
      "SELECT c.id, c.parent_id, c.slug, c.name_id, c.name_en, c.active, c.version, COALESCE(n.products, 0) "
      "FROM categories c LEFT JOIN (SELECT category_id, COUNT(*) AS products FROM products GROUP BY category_id) "
      "n ON n.category_id = c.id ORDER BY c.position, c.id");
}

std::vector<CategoryRecord> uncounted_category_tree(db::Tx& tx) {
  return tree_of(tx,
                 "SELECT id, parent_id, slug, name_id, name_en, active, version, CAST(0 AS BIGINT) FROM categories "
                 "ORDER BY position, id");
}

std::string tree_shape(db::Tx& tx) {
  constexpr std::size_t kDigits = 32;
  std::string places;
  for (const auto& [parent, id] : tx.all<CategoryId, CategoryId>(
           "SELECT COALESCE(parent_id, 0), id FROM categories ORDER BY COALESCE(parent_id, 0), position, id"))
    places += fmt::format("{}:{} ", parent.value(), id.value());
  return crypto::sha256_hex(places).substr(0, kDigits);
}

std::expected<CategoryId, Refusal> create_category(db::Tx& tx, const CategoryDraft& draft) {
  raise_catalogue_version(tx);
  if (const auto parent = check_parent(tx, draft.parent, CategoryId{}); !parent) return std::unexpected(parent.error());
  const auto slug = slug_for(tx, draft, CategoryId{});
  if (!slug) return std::unexpected(slug.error());
  return tx.one<CategoryId>(
      "INSERT INTO categories (parent_id, slug, name_id, name_en, position, active) VALUES ($1, $2, $3, $4, $5, $6) "
      "RETURNING id",
      draft.parent, *slug, draft.name_id, draft.name_en, last_position(tx, draft.parent), draft.active);
}

std::expected<void, Refusal> update_category(db::Tx& tx, CategoryId category, std::int64_t seen,
                                             const CategoryDraft& draft) {
  if (const auto locked = lock_seen(tx, category, seen); !locked) return locked;
  if (const auto parent = check_parent(tx, draft.parent, category); !parent) return parent;
  const auto slug = slug_for(tx, draft, category);
  if (!slug) return std::unexpected(slug.error());
  const auto present = tx.one<std::optional<CategoryId>>("SELECT parent_id FROM categories WHERE id = $1", category);
  if (present != draft.parent)
    tx.send("UPDATE categories SET parent_id = $1, position = $2 WHERE id = $3", draft.parent,
            last_position(tx, draft.parent), category);
  tx.send(
      "UPDATE categories SET slug = $1, name_id = $2, name_en = $3, active = $4, version = version + 1 WHERE id = $5",
      *slug, draft.name_id, draft.name_en, draft.active, category);
  return {};
}

std::expected<void, Refusal> move_category(db::Tx& tx, CategoryId category, std::int64_t seen, Step step) {
  if (const auto locked = lock_seen(tx, category, seen); !locked) return locked;
  auto siblings =
      children_of(tx, tx.one<std::optional<CategoryId>>("SELECT parent_id FROM categories WHERE id = $1", category));
  const auto from = std::ranges::find(siblings, category);
  if (step == Step::kUp ? from == siblings.begin() : from + 1 == siblings.end()) return {};
  std::iter_swap(from, step == Step::kUp ? from - 1 : from + 1);
  put_in_order(tx, siblings);
  tx.send("UPDATE categories SET version = version + 1 WHERE id = $1", category);
  return {};
}

std::expected<void, Refusal> place_category(db::Tx& tx, CategoryId category, const CategoryPlace& place,
                                            std::string_view seen) {
  raise_catalogue_version(tx);
  if (!tx.maybe_value<CategoryId>("SELECT id FROM categories WHERE id = $1", category))
    return std::unexpected(Refusal::kNoSuchCategory);
  if (tree_shape(tx) != seen) return std::unexpected(Refusal::kTreeChanged);
  if (const auto parent = check_parent(tx, place.parent, category); !parent) return parent;
  auto siblings = children_of(tx, place.parent);
  std::erase(siblings, category);
  const auto before = place.before ? std::ranges::find(siblings, *place.before) : siblings.end();
  // In the tree that was shown it is elsewhere.
  if (place.before && before == siblings.end()) return std::unexpected(Refusal::kTreeChanged);
  siblings.insert(before, category);
  tx.send("UPDATE categories SET parent_id = $1, version = version + 1 WHERE id = $2", place.parent, category);
  put_in_order(tx, siblings);
  return {};
}

std::expected<void, Refusal> delete_category(db::Tx& tx, CategoryId category, std::int64_t seen) {
  if (const auto locked = lock_seen(tx, category, seen); !locked) return locked;
  if (tx.one<bool>("SELECT CASE WHEN EXISTS (SELECT 1 FROM products WHERE category_id = $1) OR EXISTS "
                   "(SELECT 1 FROM categories WHERE parent_id = $1) THEN 1 ELSE 0 END",
                   category))
    return std::unexpected(Refusal::kNotEmpty);
  tx.send("DELETE FROM categories WHERE id = $1", category);
  return {};
}

}  // namespace hurtrock::catalog
