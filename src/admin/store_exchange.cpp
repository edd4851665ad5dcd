#include <fmt/format.h>

#include <algorithm>

#include "admin/exchange_store.hpp"
#include "catalog/snapshot_builder.hpp"

namespace hurtrock::admin::store {
namespace {

/// The products of one page, found by id without looking each up in a map: rows come in the order of the page.
class Page {
 public:
  explicit Page(std::vector<ExportedProduct>& products) : products_(products), at_(products.begin()) {}
  ExportedProduct* find(ProductId product) {
    while (at_ != products_.end() && at_->product.record.id < product) ++at_;
    return at_ != products_.end() && at_->product.record.id == product ? &*at_ : nullptr;
  }

 private:
  std::vector<ExportedProduct>& products_;
  std::vector<ExportedProduct>::iterator at_;
};

std::vector<ExportedProduct> products_behind(db::Tx& tx, ProductId after, std::int64_t limit) {
  const auto rows = tx.query(
      "SELECT p.id, p.version, p.name, p.model, p.slug, b.name, p.category_id, p.supplier_id, p.description_id, "
      "p.description_en, p.state, p.featured, COALESCE(s.name, ''), p.seo_title_id, p.seo_title_en, "
      "p.seo_description_id, p.seo_description_en, p.updated_at FROM products p JOIN brands b ON b.id = p.brand_id "
      "LEFT JOIN suppliers s ON s.id = p.supplier_id WHERE p.id > $1 AND p.state <> 'archived' ORDER BY p.id LIMIT $2",
      after, limit);
  std::vector<ExportedProduct> products(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& record = products[row].product.record;
    record.id = rows.get<ProductId>(row, 0);
    record.version = rows.get<std::int64_t>(row, 1);
    record.product.name = rows.get<std::string>(row, 2);
    record.product.model = rows.get<std::string>(row, 3);
    record.product.slug = rows.get<std::string>(row, 4);
    record.product.brand = rows.get<std::string>(row, 5);
    record.product.category = rows.get<CategoryId>(row, 6);
    record.product.supplier = rows.get<std::optional<SupplierId>>(row, 7);
    record.product.description_id = rows.get<std::string>(row, 8);
    record.product.description_en = rows.get<std::string>(row, 9);
    record.product.state = *catalog::find_product_state(rows.get<std::string>(row, 10));
    record.product.featured = rows.get<bool>(row, 11);
    record.supplier = rows.get<std::string>(row, 12);
    record.product.seo_title_id = rows.get<std::string>(row, 13);
    record.product.seo_title_en = rows.get<std::string>(row, 14);
    record.product.seo_description_id = rows.get<std::string>(row, 15);
    record.product.seo_description_en = rows.get<std::string>(row, 16);
    products[row].changed_at = rows.get<Time>(row, 17);
  }
  return products;
}

void add_variants(db::Tx& tx, ProductId after, ProductId last, std::vector<ExportedProduct>& products) {
  const auto rows = tx.query(
      "SELECT v.product_id, v.id, v.sku, v.price, v.compare_at_price, v.weight_g, v.length_mm, v.width_mm, "
      "v.height_mm, "
      "CASE WHEN v.state = 'active' THEN 1 ELSE 0 END, COALESCE(l.on_hand, 0), COALESCE(l.reserved, 0), "
      "COALESCE(l.minimum_stock, 0), COALESCE(l.low_stock_threshold, 0), COALESCE(l.backorder_limit, 0) "
      "FROM variants v LEFT JOIN stock_levels l ON l.variant_id = v.id "
      "WHERE v.product_id > $1 AND v.product_id <= $2 ORDER BY v.product_id, v.position, v.id",
      after, last);
  Page page(products);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto* product = page.find(rows.get<ProductId>(row, 0));
    if (product == nullptr) continue;
    const auto number = [&](std::size_t column) { return rows.get<std::int64_t>(row, column); };
    const auto id = rows.get<VariantId>(row, 1);
    product->product.record.product.variants.push_back({.id = id,
                                                        .sku = rows.get<std::string>(row, 2),
                                                        .price = rows.get<Money>(row, 3),
                                                        .compare_at = rows.get<std::optional<Money>>(row, 4),
                                                        .weight_g = number(5),
                                                        .length_mm = number(6),
                                                        .width_mm = number(7),
                                                        .height_mm = number(8),
                                                        .active = rows.get<bool>(row, 9),
                                                        .options = {}});
    product->product.levels.push_back({id, number(10), number(11), {number(12), number(13), number(14)}});
  }
}

void add_options(db::Tx& tx, ProductId after, ProductId last, std::vector<ExportedProduct>& products) {
  Page page(products);
  for (auto& [product, variant, name_id, name_en, value_id, value_en] :
       tx.all<ProductId, VariantId, std::string, std::string, std::string, std::string>(
           "SELECT v.product_id, o.variant_id, o.name_id, o.name_en, o.value_id, o.value_en FROM variants v "
           "JOIN variant_options o ON o.variant_id = v.id WHERE v.product_id > $1 AND v.product_id <= $2 "
           "ORDER BY v.product_id, v.id, o.position",
           after, last))
    if (auto* found = page.find(product))
      std::ranges::find(found->product.record.product.variants, variant, &catalog::VariantDraft::id)
          ->options.push_back({std::move(name_id), std::move(name_en), std::move(value_id), std::move(value_en)});
}

void add_specs(db::Tx& tx, ProductId after, ProductId last, std::vector<ExportedProduct>& products) {
  Page page(products);
  for (auto& [product, definition, number, text_id, text_en] :
       tx.all<ProductId, std::int64_t, std::optional<std::int64_t>, std::string, std::string>(
           "SELECT product_id, definition_id, number_milli, COALESCE(text_id, ''), COALESCE(text_en, '') "
           "FROM product_specs WHERE product_id > $1 AND product_id <= $2 ORDER BY product_id, position, definition_id",
           after, last))
    if (auto* found = page.find(product))
      found->product.record.product.specs.push_back({definition, number, std::move(text_id), std::move(text_en)});
}

void add_pictures(db::Tx& tx, ProductId after, ProductId last, std::vector<ExportedProduct>& products) {
  Page page(products);
  for (auto& [product, file] : tx.all<ProductId, std::string>(
           "SELECT product_id, file FROM product_images WHERE product_id > $1 AND product_id <= $2 AND state = 'ready' "
           "ORDER BY product_id, position, id",
           after, last))
    if (auto* found = page.find(product)) found->pictures.push_back(std::move(file));
}

// One that a command of this machine works on has no job at all.
#define IMPORT_HAS_JOB(job_state)                            \
  "EXISTS (SELECT 1 FROM jobs j WHERE j.state = '" job_state \
  "' AND j.kind = 'admin.import_products' AND j.payload "    \
  "= '{\"import\":' || product_imports.id || '}')"
#define IMPORTS                                                                                              \
  "SELECT id, file, file_name, encoding, delimiter, settings_json, rows, COALESCE(created_by, 0), "          \
  "actor_name, remote_address, state, run, products, done, created, changed, unchanged, refused, "           \
  "refused_rows, failure, failure_row, created_at, finished_at, CASE WHEN state IN ('checking', 'running') " \
  "AND " IMPORT_HAS_JOB("dead") " AND NOT " IMPORT_HAS_JOB("waiting") " THEN 1 ELSE 0 END FROM product_imports "

std::vector<ProductImport> imports_in(const db::Rows& rows) {
  std::vector<ProductImport> imports;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto text = [&](std::size_t column) { return rows.get<std::string>(row, column); };
    const auto number = [&](std::size_t column) { return rows.get<std::int64_t>(row, column); };
    imports.push_back({.id = rows.get<ImportId>(row, 0),
                       .file = {.file = text(1),
                                .file_name = text(2),
                                .encoding = text(3),
                                .delimiter = text(4).at(0),
                                .settings = ImportSettings::of_json(text(5)),
                                .rows = number(6),
                                .staff = {.id = UserId{number(7)}, .name = text(8), .remote_address = text(9)}},
                       .state = text(10),
                       .run = number(11),
                       .products = number(12),
                       .counts = {number(13), number(14), number(15), number(16), number(17), number(18)},
                       .failure = text(19),
                       .failure_row = number(20),
                       .created_at = rows.get<Time>(row, 21),
                       .finished_at = rows.get<std::optional<Time>>(row, 22),
                       .is_stopped = number(23) == 1});
  }
  return imports;
}

}  // namespace

std::vector<ExportedProduct> products_to_export(db::Tx& tx, ProductId after, std::int64_t limit) {
  auto products = products_behind(tx, after, limit);
  if (products.empty()) return products;
  const ProductId last = products.back().product.record.id;
  add_variants(tx, after, last, products);
  add_options(tx, after, last, products);
  add_specs(tx, after, last, products);
  add_pictures(tx, after, last, products);
  return products;
}

std::optional<SkuOwner> owner_of_sku(db::Tx& tx, std::string_view sku) {
  const auto found = tx.maybe<VariantId, ProductId, std::string>(
      "SELECT v.id, p.id, p.state FROM variants v JOIN products p ON p.id = v.product_id WHERE v.sku = $1", sku);
  if (!found) return std::nullopt;
  const auto& [variant, product, state] = *found;
  return SkuOwner{variant, product, state == "archived"};
}

std::optional<SkuOwner> owner_of_slug(db::Tx& tx, std::string_view slug) {
  const auto found = tx.maybe<ProductId, std::string>("SELECT id, state FROM products WHERE slug = $1", slug);
  if (!found) return std::nullopt;
  const auto& [product, state] = *found;
  return SkuOwner{{}, product, state == "archived"};
}

std::optional<ProductId> present_or_former_owner_of_slug(db::Tx& tx, std::string_view slug) {
  return tx.maybe_value<ProductId>("SELECT product_id FROM product_slugs WHERE slug = $1", slug);
}

void lock_products_of(db::Tx& tx, std::span<const std::string> skus) {
  if (skus.empty()) return;
  std::string list;
  std::vector<db::Value> values;
  for (const auto& sku : skus) {
    values.emplace_back(db::to_value(sku));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  const std::string products = "(SELECT product_id FROM variants WHERE sku IN (" + list + "))";
  tx.query_list("SELECT id FROM products WHERE id IN " + products + " ORDER BY id FOR UPDATE", values);
  catalog::lock_catalogue(tx);
  tx.query_list(
      "SELECT variant_id FROM stock_levels WHERE variant_id IN (SELECT id FROM variants WHERE product_id IN " +
          products + ") ORDER BY variant_id FOR UPDATE",
      values);
}

ImportId add_import(db::Tx& tx, const NewImport& import, Time now) {
  return tx.one<ImportId>(
      "INSERT INTO product_imports (file, file_name, encoding, delimiter, column_set, settings_json, rows, created_by, "
      "actor_name, remote_address, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
      import.file, import.file_name, import.encoding, std::string(1, import.delimiter), word(import.settings.set),
      import.settings.as_json(), import.rows, import.staff.id ? std::optional{import.staff.id} : std::nullopt,
      import.staff.name, import.staff.remote_address, now);
}

std::optional<ProductImport> find_import(db::Tx& tx, ImportId id) {
  auto found = imports_in(tx.query(IMPORTS "WHERE id = $1", id));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<ProductImport> imports_before(db::Tx& tx, std::int64_t before, std::int64_t limit) {
  return imports_in(
      tx.query(IMPORTS "WHERE id < $1 ORDER BY id DESC LIMIT $2", before == 0 ? INT64_MAX : before, limit));
}
#undef IMPORTS

bool begin_run(db::Tx& tx, ImportId id, std::string_view state, std::int64_t seen, const ImportSettings& settings) {
  return tx.execute(
             "UPDATE product_imports SET state = $1, run = run + 1, settings_json = $2, column_set = $3, products = 0, "
             "done = 0, created = 0, changed = 0, unchanged = 0, refused = 0, refused_rows = 0, finished_at = NULL "
             "WHERE id = $4 AND run = $5 AND (state = 'checked' OR ($1 = 'checking' AND state IN ('columns', "
             "'cancelled')))",
             state, settings.as_json(), word(settings.set), id, seen) == 1;
}

bool cancel_import(db::Tx& tx, ImportId id, Time now) {
  return tx.execute(
             "UPDATE product_imports SET state = 'cancelled', finished_at = $1 WHERE id = $2 AND "
             "state IN ('columns', 'checking', 'checked', 'running')",
             now, id) == 1;
}

void fail_import(db::Tx& tx, ImportId id, std::string_view failure, std::int64_t row, Time now) {
  tx.send(
      "UPDATE product_imports SET state = 'failed', failure = $1, failure_row = $2, finished_at = $3 "
      "WHERE id = $4 AND state IN ('checking', 'running')",
      failure, row, now, id);
}

bool lock_import(db::Tx& tx, const ProductImport& seen) {
  return tx
      .maybe_value<ImportId>(
          "SELECT id FROM product_imports WHERE id = $1 AND run = $2 AND state = $3 AND done = $4 FOR UPDATE", seen.id,
          seen.run, seen.state, seen.counts.done)
      .has_value();
}

bool advance_import(db::Tx& tx, const ProductImport& seen, const ImportCounts& counts, std::int64_t products,
                    std::string_view end, Time now) {
  const bool is_end = counts.done == products;
  return tx.execute(
             "UPDATE product_imports SET done = $1, products = $2, created = $3, changed = $4, unchanged = $5, "
             "refused = $6, refused_rows = $7, state = $8, finished_at = $9 "
             "WHERE id = $10 AND run = $11 AND state = $12 AND done = $13",
             counts.done, products, counts.created, counts.changed, counts.unchanged, counts.refused,
             counts.refused_rows, is_end ? end : std::string_view(seen.state),
             is_end ? std::optional{now} : std::nullopt, seen.id, seen.run, seen.state, seen.counts.done) == 1;
}

void add_note(db::Tx& tx, const ProductImport& import, const ImportNote& note) {
  tx.send(
      "INSERT INTO product_import_notes (import_id, run, kind, row_number, row_offset, row_length, subject, "
      "column_title, text_id, text_en, before_json, after_json) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      import.id, import.run, note.kind, note.row, note.offset, note.length, note.subject, note.column, note.text_id,
      note.text_en, note.before_json, note.after_json);
}

std::vector<std::pair<std::int64_t, ImportNote>> notes_of(db::Tx& tx, const ProductImport& import, bool refused,
                                                          std::int64_t after, std::int64_t limit) {
  const auto rows = tx.query(
      fmt::format("SELECT id, kind, row_number, row_offset, row_length, subject, column_title, text_id, text_en, "
                  "before_json, after_json FROM product_import_notes WHERE import_id = $1 AND run = $2 AND kind {} "
                  "AND id > $3 ORDER BY id LIMIT $4",
                  refused ? "= 'refused'" : "<> 'refused'"),
      import.id, import.run, after, limit);
  std::vector<std::pair<std::int64_t, ImportNote>> notes;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto text = [&](std::size_t column) { return rows.get<std::string>(row, column); };
    const auto place = [&](std::size_t column) {
      return static_cast<std::uint64_t>(rows.get<std::int64_t>(row, column));
    };
    notes.emplace_back(rows.get<std::int64_t>(row, 0), ImportNote{.kind = text(1),
                                                                  .row = rows.get<std::int64_t>(row, 2),
                                                                  .offset = place(3),
                                                                  .length = place(4),
                                                                  .subject = text(5),
                                                                  .column = text(6),
                                                                  .text_id = text(7),
                                                                  .text_en = text(8),
                                                                  .before_json = text(9),
                                                                  .after_json = text(10)});
  }
  return notes;
}

void fail_stranded_imports(db::Tx& tx, Time before, Time now) {
  tx.send(
      "UPDATE product_imports SET state = 'failed', failure = 'unexpected', finished_at = $1 WHERE state IN "
      "('checking', 'running') AND created_at < $2 AND NOT " IMPORT_HAS_JOB("waiting") " AND NOT " IMPORT_HAS_JOB(
          "dead"),
      now, before);
}
#undef IMPORT_HAS_JOB

std::vector<std::string> forget_imports(db::Tx& tx, Time before, std::int64_t limit) {
  std::vector<std::string> files;
  for (auto& [file] : tx.all<std::string>(
           "DELETE FROM product_imports WHERE id IN (SELECT id FROM product_imports WHERE created_at < $1 "
           "ORDER BY id LIMIT $2) RETURNING file",
           before, limit))
    files.push_back(std::move(file));
  return files;
}

bool is_import_file(db::Tx& tx, std::string_view file) {
  return tx.maybe_value<std::int64_t>("SELECT id FROM product_imports WHERE file = $1", file).has_value();
}

}  // namespace hurtrock::admin::store
