#include "sample_data/store.hpp"

#include <chrono>
#include <stdexcept>

#include "sample_data/batch_insert.hpp"

namespace hurtrock::sample_data {
namespace {

/// The keys that a chunk's rows get. They are chosen here, not by the database, so that products and their parts can be
/// written many at a time.
struct Numbering {
  std::int64_t first_product;
  std::vector<std::int64_t> first_variant;  ///< of each product
  std::int64_t next_variant;

  [[nodiscard]] std::int64_t product(std::size_t index) const {
    return first_product + static_cast<std::int64_t>(index);
  }
  [[nodiscard]] std::int64_t variant(std::size_t product, std::size_t index) const {
    return first_variant[product] + static_cast<std::int64_t>(index);
  }
};

Numbering number_rows(db::Tx& tx, std::span<const ProductRow> rows) {
  Numbering numbering{.first_product = tx.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) + 1 FROM products"),
                      .first_variant = {},
                      .next_variant = tx.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) + 1 FROM variants")};
  for (const ProductRow& row : rows) {
    numbering.first_variant.push_back(numbering.next_variant);
    numbering.next_variant += std::ssize(row.product.variants);
  }
  return numbering;
}

/// PostgreSQL's identity columns do not notice keys that were given to them.
void tell_sequences(db::Tx& tx) {
  if (tx.dialect() != db::Dialect::kPostgres) return;
  tx.send("SELECT setval(pg_get_serial_sequence('products', 'id'), (SELECT MAX(id) FROM products))");
  tx.send("SELECT setval(pg_get_serial_sequence('variants', 'id'), (SELECT MAX(id) FROM variants))");
}

/// Products listed on the same day follow each other by minutes, so that "newest first" has one answer.
Time listed_at(const Product& product, std::size_t position, Time now) {
  return now - std::chrono::days{product.listed_days_ago} - std::chrono::minutes{position % 600};
}

void insert_product_rows(db::Tx& tx, std::span<const ProductRow> rows, const Numbering& numbering,
                         const References& references, Time now) {
  BatchInsert products(tx,
                       "products (id, slug, name, model, brand_id, category_id, supplier_id, description_id, "
                       "description_en, featured, units_sold, created_at, updated_at)",
                       13);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const Product& product = rows[index].product;
    const Time listed = listed_at(product, index, now);
    products.add(numbering.product(index), product.slug, product.name, product.model,
                 references.brands.at(product.brand), references.categories.at(product.category),
                 references.supplier_of_brand.at(product.brand), product.description.id, product.description.en,
                 product.featured, product.units_sold, listed, listed);
  }
  products.finish();
}

void insert_specifications(db::Tx& tx, std::span<const ProductRow> rows, const Numbering& numbering,
                           const References& references) {
  BatchInsert specifications(tx, "product_specs (product_id, definition_id, position, number_milli, text_id, text_en)",
                             6);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    int position = 0;
    for (const Specification& specification : rows[index].product.specifications) {
      const References::Definition& definition = references.definitions.at(specification.key);
      if (definition.is_number != specification.number_milli.has_value())
        throw std::runtime_error("specification " + specification.key + " of " + rows[index].product.slug +
                                 " is not of its definition's kind");
      if (definition.is_number) {
        specifications.add(numbering.product(index), definition.id, position, *specification.number_milli,
                           std::monostate{}, std::monostate{});
      } else {
        specifications.add(numbering.product(index), definition.id, position, std::monostate{}, specification.text.id,
                           specification.text.en);
      }
      ++position;
    }
  }
  specifications.finish();
}

/// Calls `visit(variant, id, product row, position among the product's variants)` for every variant.
template <class Visit>
void for_each_variant(std::span<const ProductRow> rows, const Numbering& numbering, Visit visit) {
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const auto& variants = rows[index].product.variants;
    for (std::size_t position = 0; position < variants.size(); ++position)
      visit(variants[position], numbering.variant(index, position), index, position);
  }
}

void insert_variants(db::Tx& tx, std::span<const ProductRow> rows, const Numbering& numbering, Time now) {
  BatchInsert variants(tx,
                       "variants (id, product_id, sku, position, price, compare_at_price, weight_g, length_mm, "
                       "width_mm, height_mm, created_at)",
                       11);
  for_each_variant(rows, numbering,
                   [&](const Variant& variant, std::int64_t id, std::size_t row, std::size_t position) {
                     const Product& product = rows[row].product;
                     variants.add(id, numbering.product(row), variant.sku, position, variant.price,
                                  variant.compare_at_price, product.parcel.weight_g, product.parcel.length_mm,
                                  product.parcel.width_mm, product.parcel.height_mm, listed_at(product, row, now));
                   });
  variants.finish();
}

void insert_options(db::Tx& tx, std::span<const ProductRow> rows, const Numbering& numbering) {
  BatchInsert options(tx, "variant_options (variant_id, position, name_id, name_en, value_id, value_en)", 6);
  for_each_variant(rows, numbering, [&](const Variant& variant, std::int64_t id, std::size_t, std::size_t) {
    int position = 0;
    for (const Option& option : variant.options)
      options.add(id, position++, option.name.id, option.name.en, option.value.id, option.value.en);
  });
  options.finish();
}

void insert_stock(db::Tx& tx, std::span<const ProductRow> rows, const Numbering& numbering, Time now) {
  BatchInsert levels(tx, "stock_levels (variant_id, on_hand, minimum_stock, low_stock_threshold, changed_at)", 5);
  for_each_variant(rows, numbering, [&](const Variant& variant, std::int64_t id, std::size_t, std::size_t) {
    levels.add(id, variant.stock, variant.minimum_stock, variant.low_stock_threshold, now);
  });
  levels.finish();

  BatchInsert movements(tx, "stock_movements (variant_id, delta, reason, created_at)", 4);
  for_each_variant(rows, numbering, [&](const Variant& variant, std::int64_t id, std::size_t row, std::size_t) {
    // A sold-out variant starts without a movement: a movement of nothing is none.
    if (variant.stock > 0) movements.add(id, variant.stock, "initial", listed_at(rows[row].product, row, now));
  });
  movements.finish();
}

void insert_images(db::Tx& tx, std::span<const ProductRow> rows, const Numbering& numbering) {
  BatchInsert images(
      tx,
      "product_images (product_id, variant_id, file, widths, width, height, alt_id, alt_en, position, is_thumbnail)",
      10);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    int position = 0;
    for (const Image& image : rows[index].images) {
      std::optional<std::int64_t> variant;
      if (image.variant) variant = numbering.variant(index, *image.variant);
      images.add(numbering.product(index), variant, image.file.name, image.file.widths, PictureFiles::kWidth,
                 PictureFiles::kHeight, image.alt.id, image.alt.en, position, position == 0);
      ++position;
    }
  }
  images.finish();
}

std::unordered_map<std::string, std::int64_t> insert_categories(db::Tx& tx, const std::vector<Category>& categories) {
  std::unordered_map<std::string, std::int64_t> ids;
  int position = 0;
  for (const Category& category : categories) {
    std::optional<std::int64_t> parent;
    if (!category.parent.empty()) parent = ids.at(category.parent);
    ids[category.slug] = tx.one<std::int64_t>(
        "INSERT INTO categories (parent_id, slug, name_id, name_en, position) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        parent, category.slug, category.name.id, category.name.en, position++);
  }
  return ids;
}

void insert_service(db::Tx& tx, const ShippingService& service, int position) {
  const auto id = tx.maybe_value<std::int64_t>(
      "INSERT INTO shipping_services (code, courier, name, base_price, price_per_kg, volumetric_divisor, "
      "rounding_tolerance_g, max_weight_g, min_days, max_days, is_pickup, position) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (code) DO NOTHING RETURNING id",
      service.code, service.courier, service.name, service.base_price, service.price_per_kg, service.volumetric_divisor,
      service.rounding_tolerance_g, service.max_weight_g, service.min_days, service.max_days, service.is_pickup,
      position);
  if (!id) return;
  for (const ZonePrice& zone : service.zones)
    tx.send(
        "INSERT INTO shipping_zone_prices (service_id, province_code, base_price, price_per_kg, extra_days) "
        "VALUES ($1, $2, $3, $4, $5)",
        *id, zone.province_code, zone.base_price, zone.price_per_kg, zone.extra_days);
}

}  // namespace

bool has_products(db::Tx& tx) { return tx.maybe_value<std::int64_t>("SELECT id FROM products LIMIT 1").has_value(); }

void wait_for_other_loaders(db::Tx& tx) { tx.send("SELECT version FROM catalogue_version WHERE id = 1 FOR UPDATE"); }

void insert_shop(db::Tx& tx, const Shop& shop, Time now) {
  const StoreProfile& profile = shop.profile;
  tx.send(
      "INSERT INTO store_profile (id, name, street, city, province, postal_code, phone, whatsapp, email, "
      "free_shipping_from, free_shipping_at_most, updated_at) "
      "VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
      profile.name, profile.street, profile.city, profile.province, profile.postal_code, profile.phone,
      profile.whatsapp, profile.email, profile.free_shipping_from, profile.free_shipping_at_most, now);
  for (const OpeningHours& hours : shop.opening_hours)
    tx.send(
        "INSERT INTO opening_hours (weekday, opens_minute, closes_minute) VALUES ($1, $2, $3) "
        "ON CONFLICT (weekday) DO NOTHING",
        hours.weekday, hours.opens_minute, hours.closes_minute);
  for (const std::string& terms : shop.synonyms)
    tx.send("INSERT INTO search_synonyms (terms) VALUES ($1) ON CONFLICT (terms) DO NOTHING", terms);
  int position = 0;
  for (const ShippingService& service : shop.shipping_services) insert_service(tx, service, position++);
}

void insert_accounts(db::Tx& tx, std::span<const AccountRow> accounts, Time now) {
  for (const auto& [account, password_hash] : accounts) {
    const auto user = tx.maybe_value<std::int64_t>(
        "INSERT INTO users (email, name, phone, password_hash, role, email_verified_at, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING RETURNING id",
        account.email, account.name, account.phone, password_hash, account.role, now, now);
    if (!user || !account.address) continue;
    tx.send(
        "INSERT INTO addresses (user_id, recipient, phone, street, area_code, postal_code, note, is_default, "
        "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)",
        *user, account.name, account.phone, account.address->street, account.address->area_code,
        account.address->postal_code, account.address->note, now);
  }
}

References insert_references(db::Tx& tx, const Catalogue& catalogue, Time now) {
  References references;
  references.categories = insert_categories(tx, catalogue.categories);

  std::unordered_map<std::string, std::int64_t> suppliers;
  for (const Supplier& supplier : catalogue.suppliers)
    suppliers[supplier.key] = tx.one<std::int64_t>(
        "INSERT INTO suppliers (name, contact_name, phone, email, address, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        supplier.name, supplier.contact, supplier.phone, supplier.email, supplier.address, now);

  for (const Brand& brand : catalogue.brands) {
    references.brands[brand.name] =
        tx.one<std::int64_t>("INSERT INTO brands (slug, name) VALUES ($1, $2) RETURNING id", brand.slug, brand.name);
    references.supplier_of_brand[brand.name] = suppliers.at(brand.supplier);
  }

  for (const SpecificationDefinition& definition : catalogue.definitions)
    references.definitions[definition.key] = {
        .id = tx.one<std::int64_t>("INSERT INTO spec_definitions (spec_key, name_id, name_en, kind, unit, filterable) "
                                   "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                                   definition.key, definition.name.id, definition.name.en,
                                   definition.is_number ? "number" : "text", definition.unit, definition.filterable),
        .is_number = definition.is_number};
  return references;
}

void insert_products(db::Tx& tx, std::span<const ProductRow> rows, const References& references, Time now) {
  const Numbering numbering = number_rows(tx, rows);
  insert_product_rows(tx, rows, numbering, references, now);
  insert_specifications(tx, rows, numbering, references);
  insert_variants(tx, rows, numbering, now);
  insert_options(tx, rows, numbering);
  insert_stock(tx, rows, numbering, now);
  insert_images(tx, rows, numbering);
  tell_sequences(tx);
}

void raise_catalogue_version(db::Tx& tx) { tx.send("UPDATE catalogue_version SET version = version + 1 WHERE id = 1"); }

}  // namespace hurtrock::sample_data
