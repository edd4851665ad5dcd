#pragma once

#include <optional>
#include <string>

#include "catalog/snapshot_builder.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/testing/every_dialect.hpp"

/// Rows of a catalogue, with everything filled in that a test does not care about.
namespace hurtrock::catalog {

inline constexpr Time kToday = from_micros(1'795'000'000'000'000);

struct CategoryRow {
  std::string slug, name_id = slug, name_en = slug;
  std::optional<CategoryId> parent = std::nullopt;
  int position = 0;
  bool active = true;
};
inline CategoryId insert_category(db::Tx& tx, const CategoryRow& row) {
  return tx.one<CategoryId>(
      "INSERT INTO categories (parent_id, slug, name_id, name_en, position, active) VALUES ($1, $2, $3, $4, $5, $6) "
      "RETURNING id",
      row.parent, row.slug, row.name_id, row.name_en, row.position, row.active);
}

inline BrandId insert_brand(db::Tx& tx, const std::string& slug, const std::string& name) {
  return tx.one<BrandId>("INSERT INTO brands (slug, name) VALUES ($1, $2) RETURNING id", slug, name);
}

struct ProductRow {
  std::string slug, name = slug, model = "M-1";
  BrandId brand{};
  CategoryId category{};
  std::string state = "active";
  std::int64_t units_sold = 0;
  Time created_at = kToday;
};
inline ProductId insert_product(db::Tx& tx, const ProductRow& row) {
  return tx.one<ProductId>(
      "INSERT INTO products (slug, name, model, brand_id, category_id, description_id, description_en, state, "
      "units_sold, "
      "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, 'Keterangan', 'Description', $6, $7, $8, $8) RETURNING id",
      row.slug, row.name, row.model, row.brand, row.category, row.state, row.units_sold, row.created_at);
}

struct VariantRow {
  std::string sku;
  Money price{1'000'000};
  std::int64_t on_hand = 10, reserved = 0, backorder_limit = 0, low_stock_threshold = 3;
  int position = 0;
  std::string state = "active";
};
inline VariantId insert_variant(db::Tx& tx, ProductId product, const VariantRow& row) {
  const auto id = tx.one<VariantId>(
      "INSERT INTO variants (product_id, sku, position, price, weight_g, length_mm, width_mm, height_mm, state, "
      "created_at) "
      "VALUES ($1, $2, $3, $4, 3500, 1100, 400, 150, $5, $6) RETURNING id",
      product, row.sku, row.position, row.price, row.state, kToday);
  tx.execute(
      "INSERT INTO stock_levels (variant_id, on_hand, reserved, backorder_limit, low_stock_threshold, changed_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      id, row.on_hand, row.reserved, row.backorder_limit, row.low_stock_threshold, kToday);
  return id;
}

inline std::int64_t insert_spec_definition(db::Tx& tx, const std::string& key, bool is_number, bool filterable) {
  return tx.one<std::int64_t>(
      "INSERT INTO spec_definitions (spec_key, name_id, name_en, kind, unit, filterable) "
      "VALUES ($1, $1, $1, $2, $3, $4) RETURNING id",
      key, is_number ? "number" : "text", is_number ? std::optional<std::string>{"mm"} : std::nullopt, filterable);
}

inline void insert_number_spec(db::Tx& tx, ProductId product, std::int64_t definition, std::int64_t milli) {
  tx.execute("INSERT INTO product_specs (product_id, definition_id, position, number_milli) VALUES ($1, $2, 0, $3)",
             product, definition, milli);
}
inline void insert_text_spec(db::Tx& tx, ProductId product, std::int64_t definition, const std::string& id,
                             const std::string& en) {
  tx.execute(
      "INSERT INTO product_specs (product_id, definition_id, position, text_id, text_en) VALUES ($1, $2, 0, $3, $4)",
      product, definition, id, en);
}

}  // namespace hurtrock::catalog
