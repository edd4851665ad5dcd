#include <fmt/format.h>

#include <algorithm>

#include "catalog/products.hpp"
#include "catalog/slugs.hpp"
#include "catalog/snapshot_builder.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::pair<ProductState, std::string_view> kProductStates[] = {
    {ProductState::kActive, "active"}, {ProductState::kHidden, "hidden"}, {ProductState::kArchived, "archived"}};

std::vector<VariantDraft> variants_of(db::Tx& tx, ProductId product) {
  const auto rows = tx.query(
      "SELECT id, sku, price, compare_at_price, weight_g, length_mm, width_mm, height_mm, "
      "CASE WHEN state = 'active' THEN 1 ELSE 0 END FROM variants WHERE product_id = $1 ORDER BY position, id",
      product);
  std::vector<VariantDraft> variants(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    variants[row] = {.id = rows.get<VariantId>(row, 0),
                     .sku = rows.get<std::string>(row, 1),
                     .price = rows.get<Money>(row, 2),
                     .compare_at = rows.get<std::optional<Money>>(row, 3),
                     .weight_g = rows.get<std::int64_t>(row, 4),
                     .length_mm = rows.get<std::int64_t>(row, 5),
                     .width_mm = rows.get<std::int64_t>(row, 6),
                     .height_mm = rows.get<std::int64_t>(row, 7),
                     .active = rows.get<bool>(row, 8),
                     .options = {}};
  for (auto& [variant, name_id, name_en, value_id, value_en] :
       tx.all<VariantId, std::string, std::string, std::string, std::string>(
           "SELECT o.variant_id, o.name_id, o.name_en, o.value_id, o.value_en FROM variants v "
           "JOIN variant_options o ON o.variant_id = v.id WHERE v.product_id = $1 ORDER BY v.id, o.position",
           product))
    std::ranges::find(variants, variant, &VariantDraft::id)
        ->options.push_back({std::move(name_id), std::move(name_en), std::move(value_id), std::move(value_en)});
  return variants;
}

std::vector<SpecDraft> specs_of(db::Tx& tx, ProductId product) {
  std::vector<SpecDraft> specs;
  for (auto& [definition, number, text_id, text_en] :
       tx.all<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>, std::optional<std::string>>(
           "SELECT definition_id, number_milli, text_id, text_en FROM product_specs WHERE product_id = $1 "
           "ORDER BY position, definition_id",
           product))
    specs.push_back({definition, number, text_id.value_or(""), text_en.value_or("")});
  return specs;
}

std::optional<ProductId> product_with_slug(db::Tx& tx, std::string_view slug) {
  return tx.maybe_value<ProductId>("SELECT product_id FROM product_slugs WHERE slug = $1", slug);
}

/// The slug of the name, or the first of "-2", "-3", … behind it that is free or the product's own. The catalogue's
/// version is raised already, so nobody takes it meanwhile.
std::string free_slug(db::Tx& tx, std::string_view name, ProductId product) {
  const std::string base = text::slug(name);
  std::string candidate = base;
  for (int number = 2;; ++number) {
    const auto owner = product_with_slug(tx, candidate);
    if (!owner || *owner == product) return candidate;
    const std::string tail = fmt::format("-{}", number);
    // As text::slug() leaves it: no dash where the shortened name ends with one.
    candidate = text::slug(base.substr(0, kLongestSlug - tail.size())) + tail;
  }
}

BrandId brand_called(db::Tx& tx, const std::string& name) {
  if (const auto known =
          tx.maybe_value<BrandId>("SELECT id FROM brands WHERE lower(name) = lower($1) ORDER BY id LIMIT 1", name))
    return *known;
  const std::string base = text::slug(name);
  std::string slug = base;
  for (int number = 2; tx.maybe_value<BrandId>("SELECT id FROM brands WHERE slug = $1", slug); ++number)
    slug = fmt::format("{}-{}", base, number);
  return tx.one<BrandId>("INSERT INTO brands (slug, name) VALUES ($1, $2) RETURNING id", slug, name);
}

/// What the draft refers to and what it wants to be called, as far as the database must know it.
Refusals check(db::Tx& tx, const ProductDraft& draft, ProductId product) {
  Refusals refusals;
  if (!draft.slug.empty()) {
    const auto owner = product_with_slug(tx, draft.slug);
    if (owner && *owner != product) refusals.push_back({NotSaved::kSlugTaken});
  }
  if (!tx.maybe_value<CategoryId>("SELECT id FROM categories WHERE id = $1", draft.category))
    refusals.push_back({NotSaved::kNoSuchCategory});
  if (draft.supplier && !tx.maybe_value<SupplierId>("SELECT id FROM suppliers WHERE id = $1", *draft.supplier))
    refusals.push_back({NotSaved::kNoSuchSupplier});
  for (std::size_t i = 0; i < draft.variants.size(); ++i) {
    const VariantDraft& variant = draft.variants[i];
    if (variant.id && tx.maybe_value<ProductId>("SELECT product_id FROM variants WHERE id = $1", variant.id) != product)
      refusals.push_back({NotSaved::kNoSuchVariant, i});
    const auto owner = tx.maybe_value<VariantId>("SELECT id FROM variants WHERE sku = $1", variant.sku);
    if (owner && *owner != variant.id) refusals.push_back({NotSaved::kSkuTaken, i});
  }
  for (std::size_t i = 0; i < draft.specs.size(); ++i)
    if (tx.maybe_value<std::string>("SELECT kind FROM spec_definitions WHERE id = $1", draft.specs[i].definition) !=
        (draft.specs[i].number_milli ? "number" : "text"))
      refusals.push_back({NotSaved::kNoSuchSpec, i});
  return refusals;
}

VariantId write_variant(db::Tx& tx, ProductId product, const VariantDraft& variant, std::size_t position, Time now) {
  const std::string_view state = variant.active ? "active" : "archived";
  if (!variant.id)
    return tx.one<VariantId>(
        "INSERT INTO variants (product_id, sku, position, price, compare_at_price, weight_g, length_mm, width_mm, "
        "height_mm, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        product, variant.sku, position, variant.price, variant.compare_at, variant.weight_g, variant.length_mm,
        variant.width_mm, variant.height_mm, state, now);
  tx.send(
      "UPDATE variants SET sku = $1, position = $2, price = $3, compare_at_price = $4, weight_g = $5, length_mm = $6, "
      "width_mm = $7, height_mm = $8, state = $9 WHERE id = $10",
      variant.sku, position, variant.price, variant.compare_at, variant.weight_g, variant.length_mm, variant.width_mm,
      variant.height_mm, state, variant.id);
  tx.send("DELETE FROM variant_options WHERE variant_id = $1", variant.id);
  return variant.id;
}

std::vector<VariantId> write_variants(db::Tx& tx, ProductId product, const ProductDraft& draft, Time now) {
  std::vector<VariantId> ids;
  // Those that the draft does not name come behind the others.
  tx.send("UPDATE variants SET position = position + $1 WHERE product_id = $2", draft.variants.size(), product);
  for (const VariantDraft& variant : draft.variants) {
    const VariantId id = write_variant(tx, product, variant, ids.size(), now);
    std::int64_t position = 0;
    for (const OptionDraft& option : variant.options)
      tx.send(
          "INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) "
          "VALUES ($1, $2, $3, $4, $5, $6)",
          id, position++, option.name_id, option.name_en, option.value_id, option.value_en);
    ids.push_back(id);
  }
  return ids;
}

void write_specs(db::Tx& tx, ProductId product, const ProductDraft& draft) {
  tx.send("DELETE FROM product_specs WHERE product_id = $1", product);
  std::int64_t position = 0;
  for (const SpecDraft& spec : draft.specs) {
    const bool is_text = !spec.number_milli;
    tx.send(
        "INSERT INTO product_specs (product_id, definition_id, position, number_milli, text_id, text_en) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        product, spec.definition, position++, spec.number_milli, is_text ? std::optional{spec.text_id} : std::nullopt,
        is_text ? std::optional{spec.text_en} : std::nullopt);
  }
}

/// Locks the product until the transaction ends, and then the catalogue, as everybody does in this order.
std::expected<ProductState, NotSaved> lock_seen(db::Tx& tx, ProductId product, std::int64_t seen) {
  const auto found =
      tx.maybe<std::int64_t, std::string>("SELECT version, state FROM products WHERE id = $1 FOR UPDATE", product);
  if (!found) return std::unexpected(NotSaved::kNoSuchProduct);
  const auto& [version, state] = *found;
  if (version != seen) return std::unexpected(NotSaved::kChanged);
  raise_catalogue_version(tx, product);
  return *find_product_state(state);
}

std::expected<void, NotSaved> change_state(db::Tx& tx, ProductId product, std::int64_t seen, ProductState to,
                                           Time now) {
  if (const auto locked = lock_seen(tx, product, seen); !locked) return std::unexpected(locked.error());
  tx.send("UPDATE products SET state = $1, version = version + 1, updated_at = $2 WHERE id = $3", word(to), now,
          product);
  return {};
}

}  // namespace

std::string_view word(ProductState state) {
  return std::ranges::find(kProductStates, state, &std::pair<ProductState, std::string_view>::first)->second;
}

std::optional<ProductState> find_product_state(std::string_view word) {
  const auto found = std::ranges::find(kProductStates, word, &std::pair<ProductState, std::string_view>::second);
  return found == std::end(kProductStates) ? std::nullopt : std::optional{found->first};
}

std::optional<ProductRecord> find_product_record(db::Tx& tx, ProductId product) {
  const auto rows = tx.query(
      "SELECT p.version, p.name, p.model, p.slug, b.name, p.category_id, p.supplier_id, p.description_id, "
      "p.description_en, p.state, p.featured, c.name_id, COALESCE(s.name, ''), p.seo_title_id, "
      "p.seo_title_en, p.seo_description_id, p.seo_description_en "
      "FROM products p JOIN brands b ON b.id = p.brand_id JOIN categories c ON c.id = p.category_id "
      "LEFT JOIN suppliers s ON s.id = p.supplier_id WHERE p.id = $1",
      product);
  if (rows.empty()) return std::nullopt;
  return ProductRecord{.id = product,
                       .version = rows.get<std::int64_t>(0, 0),
                       .product = {.name = rows.get<std::string>(0, 1),
                                   .model = rows.get<std::string>(0, 2),
                                   .slug = rows.get<std::string>(0, 3),
                                   .brand = rows.get<std::string>(0, 4),
                                   .category = rows.get<CategoryId>(0, 5),
                                   .supplier = rows.get<std::optional<SupplierId>>(0, 6),
                                   .description_id = rows.get<std::string>(0, 7),
                                   .description_en = rows.get<std::string>(0, 8),
                                   .seo_title_id = rows.get<std::string>(0, 13),
                                   .seo_title_en = rows.get<std::string>(0, 14),
                                   .seo_description_id = rows.get<std::string>(0, 15),
                                   .seo_description_en = rows.get<std::string>(0, 16),
                                   .state = *find_product_state(rows.get<std::string>(0, 9)),
                                   .featured = rows.get<bool>(0, 10),
                                   .variants = variants_of(tx, product),
                                   .specs = specs_of(tx, product)},
                       .category_id = rows.get<std::string>(0, 11),
                       .supplier = rows.get<std::string>(0, 12)};
}

std::expected<SavedProduct, Refusals> create_product(db::Tx& tx, const ProductDraft& draft, Time now) {
  lock_catalogue(tx);
  if (auto refusals = check(tx, draft, ProductId{}); !refusals.empty()) return std::unexpected(std::move(refusals));
  const std::string slug = draft.slug.empty() ? free_slug(tx, draft.name, ProductId{}) : draft.slug;
  SavedProduct saved;
  saved.id = tx.one<ProductId>(
      "INSERT INTO products (slug, name, model, brand_id, category_id, supplier_id, description_id, description_en, "
      "seo_title_id, seo_title_en, seo_description_id, seo_description_en, state, featured, created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) RETURNING id",
      slug, draft.name, draft.model, brand_called(tx, draft.brand), draft.category, draft.supplier,
      draft.description_id, draft.description_en, draft.seo_title_id, draft.seo_title_en, draft.seo_description_id,
      draft.seo_description_en, word(draft.state), draft.featured, now);
  saved.variants = write_variants(tx, saved.id, draft, now);
  write_specs(tx, saved.id, draft);
  raise_catalogue_version(tx, saved.id);
  return saved;
}

std::expected<SavedProduct, Refusals> update_product(db::Tx& tx, ProductId product, std::int64_t seen,
                                                     const ProductDraft& draft, Time now) {
  const auto locked = lock_seen(tx, product, seen);
  if (!locked) return std::unexpected(Refusals{{locked.error()}});
  // Its form has no such state: somebody has archived it, which raises the version too.
  if (*locked == ProductState::kArchived) return std::unexpected(Refusals{{NotSaved::kChanged}});
  if (auto refusals = check(tx, draft, product); !refusals.empty()) return std::unexpected(std::move(refusals));
  const std::string slug = draft.slug.empty() ? free_slug(tx, draft.name, product) : draft.slug;
  tx.send(
      "UPDATE products SET slug = $1, name = $2, model = $3, brand_id = $4, category_id = $5, supplier_id = $6, "
      "description_id = $7, description_en = $8, seo_title_id = $9, seo_title_en = $10, seo_description_id = $11, "
      "seo_description_en = $12, state = $13, featured = $14, version = version + 1, updated_at = $15 WHERE id = $16",
      slug, draft.name, draft.model, brand_called(tx, draft.brand), draft.category, draft.supplier,
      draft.description_id, draft.description_en, draft.seo_title_id, draft.seo_title_en, draft.seo_description_id,
      draft.seo_description_en, word(draft.state), draft.featured, now, product);
  SavedProduct saved{.id = product, .variants = write_variants(tx, product, draft, now)};
  write_specs(tx, product, draft);
  return saved;
}

std::expected<void, NotSaved> archive_product(db::Tx& tx, ProductId product, std::int64_t seen, Time now) {
  return change_state(tx, product, seen, ProductState::kArchived, now);
}

std::expected<void, NotSaved> restore_product(db::Tx& tx, ProductId product, std::int64_t seen, Time now) {
  return change_state(tx, product, seen, ProductState::kHidden, now);
}

std::expected<void, NotSaved> delete_product(db::Tx& tx, ProductId product, std::int64_t seen) {
  if (const auto locked = lock_seen(tx, product, seen); !locked) return std::unexpected(locked.error());
  tx.send("DELETE FROM product_images WHERE product_id = $1", product);
  tx.send("DELETE FROM variants WHERE product_id = $1", product);
  tx.send("DELETE FROM products WHERE id = $1", product);
  return {};
}

std::vector<SpecDefinition> spec_definitions(db::Tx& tx) {
  std::vector<SpecDefinition> definitions;
  for (auto& [id, name_id, name_en, unit, is_number] :
       tx.all<std::int64_t, std::string, std::string, std::string, bool>(
           "SELECT id, name_id, name_en, COALESCE(unit, ''), CASE WHEN kind = 'number' THEN 1 ELSE 0 END "
           "FROM spec_definitions ORDER BY id"))
    definitions.push_back({id, std::move(name_id), std::move(name_en), std::move(unit), is_number});
  return definitions;
}

std::vector<std::int64_t> usual_specs(db::Tx& tx, CategoryId category) {
  std::vector<std::int64_t> ids;
  for (const auto& [id] : tx.all<std::int64_t>(
           // Its newest products say enough, and a category may hold tens of thousands.
           "SELECT DISTINCT s.definition_id FROM (SELECT id FROM products WHERE category_id = $1 ORDER BY id DESC "
           "LIMIT 50) newest JOIN product_specs s ON s.product_id = newest.id ORDER BY s.definition_id",
           category))
    ids.push_back(id);
  return ids;
}

}  // namespace hurtrock::catalog
