#include "catalog/slugs.hpp"
#include "catalog/snapshot_builder.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {

bool is_slug(std::string_view text) { return !text.empty() && text::slug(text) == text; }

// A slug is claimed by one statement that answers whose it is now: two that want the same one at once are decided by
// the key.

std::expected<void, SlugRefusal> rename_product(db::Tx& tx, ProductId product, std::string_view slug, Time now) {
  if (!is_slug(slug)) return std::unexpected(SlugRefusal::kMalformed);
  if (!tx.maybe_value<ProductId>("SELECT id FROM products WHERE id = $1", product))
    return std::unexpected(SlugRefusal::kUnknown);
  const auto owner = tx.one<ProductId>(
      "INSERT INTO product_slugs (slug, product_id) VALUES ($1, $2) "
      "ON CONFLICT (slug) DO UPDATE SET product_id = product_slugs.product_id RETURNING product_id",
      slug, product);
  if (owner != product) return std::unexpected(SlugRefusal::kTaken);
  if (tx.execute("UPDATE products SET slug = $1, version = version + 1, updated_at = $2 WHERE id = $3 AND slug <> $1",
                 slug, now, product) > 0)
    raise_catalogue_version(tx, product);
  return {};
}

std::expected<void, SlugRefusal> rename_category(db::Tx& tx, CategoryId category, std::string_view slug) {
  if (!is_slug(slug)) return std::unexpected(SlugRefusal::kMalformed);
  if (!tx.maybe_value<CategoryId>("SELECT id FROM categories WHERE id = $1", category))
    return std::unexpected(SlugRefusal::kUnknown);
  const auto owner = tx.one<CategoryId>(
      "INSERT INTO category_slugs (slug, category_id) VALUES ($1, $2) "
      "ON CONFLICT (slug) DO UPDATE SET category_id = category_slugs.category_id RETURNING category_id",
      slug, category);
  if (owner != category) return std::unexpected(SlugRefusal::kTaken);
  if (tx.execute("UPDATE categories SET slug = $1, version = version + 1 WHERE id = $2 AND slug <> $1", slug,
                 category) > 0)
    raise_catalogue_version(tx);
  return {};
}

}  // namespace hurtrock::catalog
