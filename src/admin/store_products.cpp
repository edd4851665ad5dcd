#include <fmt/format.h>

#include <algorithm>

#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

/// A WHERE clause put together from what the filter asks for, with its values.
class Conditions {
 public:
  Conditions(db::Tx& tx, const ProductFilter& filter) : filter_(filter) {
    narrow_to_state();
    if (!filter.in_vain.empty()) where_ += " AND 1 = 0";
    if (filter.category) narrow_to_category(categories_from(tx, *filter.category));
    if (filter.brand) add("p.brand_id = {}", filter.brand->value());
    if (filter.supplier) add("p.supplier_id = {}", filter.supplier->value());
    if (filter.stock) narrow_to_stock(*filter.stock);
    // Nearly all that have pictures have a thumbnail, and thumbnails an index of their own: only those without one are
    // looked for among all pictures.
    if (filter.without_pictures)
      where_ +=
          " AND p.id IN (WITH bare AS MATERIALIZED (SELECT q.id FROM products q WHERE NOT EXISTS (SELECT 1 FROM "
          "product_images t WHERE t.product_id = q.id AND t.is_thumbnail = 1)) SELECT bare.id FROM bare WHERE NOT "
          "EXISTS "
          "(SELECT 1 FROM product_images i WHERE i.product_id = bare.id))";
    if (!filter.search.empty()) narrow_to_search();
  }

  void behind_cursor() {
    if (!filter_.after) return;
    const auto& [number, name, id] = *filter_.after;
    switch (filter_.sort) {
      case ProductSort::kNewest:
        return add("p.id < {}", id.value());
      case ProductSort::kName:
        return behind("p.name", '>', text_value(name), id);
      case ProductSort::kChanged:
        return behind("p.updated_at", '<', db::Value{number}, id);
      case ProductSort::kSold:
        return behind("p.units_sold", '<', db::Value{number}, id);
    }
  }

  /// "$n" for a value that comes behind the others.
  std::string bind(db::Value value) {
    values_.push_back(value);
    return fmt::format("${}", values_.size());
  }
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const std::vector<db::Value>& values() const { return values_; }

 private:
  void add(std::string_view condition, db::Value value) {
    where_ += " AND ";
    where_ += fmt::format(fmt::runtime(condition), bind(value));
  }
  db::Value text_value(std::string_view text) { return db::Value{text}; }

  void narrow_to_state() {
    if (filter_.state)
      where_ = fmt::format("p.state = '{}'", catalog::word(*filter_.state));
    else
      where_ = "p.state <> 'archived'";
  }

  void narrow_to_category(const std::vector<CategoryId>& categories) {
    where_ += " AND p.category_id IN (";
    for (const CategoryId category : categories) {
      if (category != categories.front()) where_ += ", ";
      where_ += bind(category.value());
    }
    where_ += ")";
  }

  void narrow_to_stock(StockLevel level) {
    const std::string_view at_most = level == StockLevel::kOut        ? "0"
                                     : level == StockLevel::kCritical ? "s.minimum_stock"
                                                                      : "s.low_stock_threshold";
    // The first comparison is the index's; a threshold of 0 makes it no narrower than the second.
    const std::string scarce = fmt::format(
        "s.on_hand - s.reserved <= s.low_stock_threshold AND s.on_hand - s.reserved <= {} AND v.state = 'active'",
        at_most);
    // Of what is narrowed already each product's own variants are looked at; otherwise all that are scarce.
    if (filter_.category || filter_.brand || filter_.supplier)
      where_ += fmt::format(
          " AND EXISTS (SELECT 1 FROM variants v CROSS JOIN stock_levels s WHERE v.product_id = p.id "
          "AND s.variant_id = v.id AND {})",
          scarce);
    else
      where_ += fmt::format(
          " AND p.id IN (SELECT v.product_id FROM stock_levels s CROSS JOIN variants v WHERE v.id = s.variant_id "
          "AND {})",
          scarce);
  }

  /// Part of a name or brand, or a whole SKU. Names are looked through in their index, which is a small part of the
  /// table.
  void narrow_to_search() {
    pattern_ = containing(text::lower(filter_.search));
    sku_ = text::upper(filter_.search);
    const std::string pattern = bind(db::Value{std::string_view{pattern_}});
    const std::string typed = bind(db::Value{std::string_view{filter_.search}});
    const std::string capitals = bind(db::Value{std::string_view{sku_}});
    where_ += fmt::format(
        " AND p.id IN (SELECT id FROM products WHERE small_name LIKE {0} ESCAPE '\\' "
        "UNION SELECT n.id FROM brands b CROSS JOIN products n WHERE n.brand_id = b.id AND lower(b.name) LIKE {0} "
        "ESCAPE '\\' "
        "UNION SELECT product_id FROM variants WHERE sku IN ({1}, {2}))",
        pattern, typed, capitals);
  }

  void behind(std::string_view column, char direction, db::Value value, ProductId id) {
    const std::string bound = bind(value);
    const std::string last = bind(db::Value{id.value()});
    where_ += fmt::format(" AND {0} {1}= {2} AND ({0} {1} {2} OR p.id {1} {3})", column, direction, bound, last);
  }

  const ProductFilter& filter_;
  std::string where_, pattern_, sku_;
  std::vector<db::Value> values_;
};

std::string_view order_by(ProductSort sort) {
  switch (sort) {
    case ProductSort::kNewest:
      return "p.id DESC";
    case ProductSort::kName:
      return "p.name, p.id";
    case ProductSort::kChanged:
      return "p.updated_at DESC, p.id DESC";
    case ProductSort::kSold:
      return "p.units_sold DESC, p.id DESC";
  }
  return "p.id DESC";
}

/// What the list shows of the products that `inner` selects: first which they are, then the sums for those few.
std::vector<ProductRow> rows_in(db::Tx& tx, const std::string& inner, std::string_view order,
                                const std::vector<db::Value>& values) {
  const auto rows = tx.query_list(
      fmt::format(
          "SELECT p.id, p.name, b.name, p.state, p.updated_at, p.units_sold, p.version, "
          "(SELECT COUNT(*) FROM product_images i WHERE i.product_id = p.id), "
          "(SELECT COUNT(*) FROM product_images i WHERE i.product_id = p.id AND i.state = 'failed'), "
          "(SELECT i.file || ' ' || i.widths FROM product_images i WHERE i.product_id = p.id AND "
          "i.state = 'ready' ORDER BY i.is_thumbnail DESC, i.position, i.id LIMIT 1), "
          "(SELECT MIN(v.price) FROM variants v WHERE v.product_id = p.id AND v.state = 'active'), "
          "(SELECT MAX(v.price) FROM variants v WHERE v.product_id = p.id AND v.state = 'active'), "
          "(SELECT CAST(COALESCE(SUM(s.on_hand - s.reserved), 0) AS BIGINT) FROM variants v JOIN stock_levels s "
          "ON s.variant_id = v.id WHERE v.product_id = p.id AND v.state = 'active'), p.featured "
          "FROM ({0}) p JOIN brands b ON b.id = p.brand_id ORDER BY {1}",
          inner, order),
      values);
  std::vector<ProductRow> products(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    products[row] = {.id = rows.get<ProductId>(row, 0),
                     .version = rows.get<std::int64_t>(row, 6),
                     .name = rows.get<std::string>(row, 1),
                     .brand = rows.get<std::string>(row, 2),
                     .picture = rows.get<std::optional<std::string>>(row, 9).value_or(""),
                     .pictures = rows.get<std::int64_t>(row, 7),
                     .failed_pictures = rows.get<std::int64_t>(row, 8),
                     .state = *catalog::find_product_state(rows.get<std::string>(row, 3)),
                     .featured = rows.get<bool>(row, 13),
                     .lowest_price = rows.get<std::optional<Money>>(row, 10),
                     .highest_price = rows.get<std::optional<Money>>(row, 11),
                     .free = rows.get<std::int64_t>(row, 12),
                     .updated_at = rows.get<Time>(row, 4),
                     .units_sold = rows.get<std::int64_t>(row, 5)};
  return products;
}

}  // namespace

std::vector<ProductRow> products_matching(db::Tx& tx, const ProductFilter& filter, std::int64_t limit) {
  Conditions conditions(tx, filter);
  conditions.behind_cursor();
  const std::string most = conditions.bind(db::Value{limit});
  return rows_in(tx,
                 fmt::format("SELECT p.* FROM products p WHERE {} ORDER BY {} LIMIT {}", conditions.where(),
                             order_by(filter.sort), most),
                 order_by(filter.sort), conditions.values());
}

std::vector<ProductRow> products_with(db::Tx& tx, std::span<const ProductId> products) {
  if (products.empty()) return {};
  std::string numbers;
  std::vector<db::Value> values;
  for (const ProductId product : products) {
    values.push_back(db::to_value(product));
    numbers += fmt::format("{}${}", numbers.empty() ? "" : ", ", values.size());
  }
  auto rows = rows_in(tx, fmt::format("SELECT p.* FROM products p WHERE p.id IN ({})", numbers), "p.id", values);
  std::ranges::sort(rows, {}, [&](const ProductRow& row) { return std::ranges::find(products, row.id); });
  return rows;
}

std::vector<ProductId> hidden_products_named(db::Tx& tx, std::string_view text, std::int64_t limit) {
  std::vector<ProductId> found;
  for (const auto& [id] : tx.all<ProductId>("SELECT id FROM products WHERE state = 'hidden' AND small_name LIKE $1 "
                                            "ESCAPE '\\' ORDER BY id DESC LIMIT $2",
                                            containing(text::lower(text)), limit))
    found.push_back(id);
  return found;
}

std::optional<ProductId> product_with_sku(db::Tx& tx, std::string_view typed) {
  return tx.maybe_value<ProductId>(
      "SELECT product_id FROM variants WHERE sku IN ($1, $2) ORDER BY CASE WHEN sku = $1 THEN 0 ELSE 1 END LIMIT 1",
      typed, text::upper(typed));
}

Count count_matching(db::Tx& tx, const ProductFilter& filter) {
  Conditions conditions(tx, filter);
  const std::string most = conditions.bind(db::Value{kCountedAtMost + 1});
  const auto rows =
      tx.query_list(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM products p WHERE {} LIMIT {}) counted",
                                conditions.where(), most),
                    conditions.values());
  return bounded(rows.get<std::int64_t>(0, 0));
}

std::vector<ProductId> product_ids_matching(db::Tx& tx, const ProductFilter& filter, std::int64_t limit) {
  Conditions conditions(tx, filter);
  const std::string most = conditions.bind(db::Value{limit});
  const auto rows = tx.query_list(fmt::format("SELECT p.id FROM products p WHERE {} ORDER BY {} LIMIT {}",
                                              conditions.where(), order_by(filter.sort), most),
                                  conditions.values());
  std::vector<ProductId> ids(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) ids[row] = rows.get<ProductId>(row, 0);
  return ids;
}

ProductSlice products_on(db::Tx& tx, const ProductFilter& filter, std::int64_t limit) {
  if (filter.after) return {.products = products_matching(tx, filter, limit), .total = count_matching(tx, filter)};
  auto found = product_ids_matching(tx, filter, std::max(limit, kCountedAtMost + 1));
  const Count total = bounded(std::ssize(found));
  found.resize(std::min(found.size(), static_cast<std::size_t>(limit)));
  return {.products = products_with(tx, found), .total = total};
}

std::vector<SupplierListRow> suppliers_on(db::Tx& tx, const SearchedPage& asked) {
  const std::string pattern = containing(text::lower(asked.search));
  Statement statement;
  statement << "SELECT s.id, s.name, COALESCE(s.contact_name, ''), COALESCE(s.phone, ''), s.active, "
               "(SELECT COUNT(*) FROM products p WHERE p.supplier_id = s.id) FROM suppliers s";
  if (!asked.search.empty())
    statement << " WHERE lower(s.name) LIKE " << bound(pattern) << " ESCAPE '\\' OR lower(s.contact_name) LIKE "
              << bound(pattern) << " ESCAPE '\\' OR s.phone LIKE " << bound(pattern) << " ESCAPE '\\' OR s.email LIKE "
              << bound(pattern) << " ESCAPE '\\'";
  statement << " ORDER BY s.active DESC, s.name, s.id LIMIT " << bound(SearchedPage::kRows + 1) << " OFFSET "
            << bound(asked.skipped());
  const db::Rows rows = statement.run(tx);
  std::vector<SupplierListRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.id = rows.get<SupplierId>(row, 0),
                  .name = rows.get<std::string>(row, 1),
                  .contact = rows.get<std::string>(row, 2),
                  .phone = rows.get<std::string>(row, 3),
                  .active = rows.get<bool>(row, 4),
                  .products = rows.get<std::int64_t>(row, 5)};
  return found;
}

std::vector<SynonymListRow> synonyms_on(db::Tx& tx, const SearchedPage& asked) {
  // Synonyms are in small letters.
  const std::string pattern = containing(text::lower(asked.search));
  std::vector<SynonymListRow> found;
  for (auto& [id, terms] : tx.all<std::int64_t, std::string>(
           "SELECT id, terms FROM search_synonyms WHERE terms LIKE $1 ESCAPE '\\' ORDER BY terms LIMIT $2 OFFSET $3",
           pattern, SearchedPage::kRows + 1, asked.skipped()))
    found.push_back({id, std::move(terms)});
  return found;
}

std::string product_name(db::Tx& tx, ProductId product) {
  return tx.maybe_value<std::string>("SELECT name FROM products WHERE id = $1", product)
      .value_or("#" + std::to_string(product.value()));
}

std::string brand_name(db::Tx& tx, BrandId brand) {
  return tx.maybe_value<std::string>("SELECT name FROM brands WHERE id = $1", brand)
      .value_or("#" + std::to_string(brand.value()));
}

std::string category_name(db::Tx& tx, CategoryId category, i18n::Language language) {
  return tx
      .maybe_value<std::string>(language == i18n::Language::kIndonesian
                                    ? "SELECT name_id FROM categories WHERE id = $1"
                                    : "SELECT name_en FROM categories WHERE id = $1",
                                category)
      .value_or("#" + std::to_string(category.value()));
}

bool is_referred_to(db::Tx& tx, ProductId product) {
  return tx.one<bool>(
      "SELECT CASE WHEN EXISTS (SELECT 1 FROM order_lines WHERE product_id = $1) "
      "OR EXISTS (SELECT 1 FROM reviews WHERE product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN cart_items i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN draft_order_lines i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN wishlist_items i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN purchase_order_lines i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN stock_take_lines i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "THEN 1 ELSE 0 END",
      product);
}

}  // namespace hurtrock::admin::store
