#include <algorithm>

#include "admin/statement.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin::store {
namespace {

/// " AND ..." for the product p.
void add_scope(Statement& statement, db::Tx& tx, const inventory::Scope& scope) {
  if (scope.category) {
    statement << " AND p.category_id IN (";
    add_categories(statement, tx, *scope.category);
    statement << ")";
  }
  if (scope.supplier) statement << " AND p.supplier_id = " << bound(*scope.supplier);
}

/// What is sold, paid for and still here to be packed: orders::Line::at_hand().
constexpr std::string_view kToPack =
    "(SELECT COALESCE(SUM(l.quantity - CASE WHEN l.withdrawn > r.awaited + r.dropped THEN l.withdrawn "
    "ELSE r.awaited + r.dropped END - (SELECT COALESCE(SUM(i.quantity), 0) FROM shipment_lines i "
    "WHERE i.order_line_id = l.id)), 0) FROM order_lines l JOIN orders o ON o.id = l.order_id "
    "JOIN reservations r ON r.order_line_id = l.id WHERE l.variant_id = s.variant_id AND r.state = 'committed' "
    "AND o.state IN ('paid', 'processing', 'partially_shipped'))";

}  // namespace

std::vector<TakeListRow> stock_takes(db::Tx& tx, std::int64_t before, i18n::Language language, std::int64_t limit) {
  std::vector<TakeListRow> rows;
  for (auto& [id, category_id, category_en, supplier, started_by, ended_by, variants, different] :
       tx.all<StockTakeId, std::string, std::string, std::string, std::string, std::string, std::int64_t, std::int64_t>(
           "SELECT t.id, COALESCE(c.name_id, ''), COALESCE(c.name_en, ''), COALESCE(s.name, ''), u.name, "
           "COALESCE(e.name, ''), "
           "(SELECT COUNT(*) FROM stock_take_lines l WHERE l.stock_take_id = t.id), "
           "(SELECT COUNT(*) FROM stock_take_lines l WHERE l.stock_take_id = t.id AND l.counted <> l.expected) "
           "FROM stock_takes t JOIN users u ON u.id = t.started_by LEFT JOIN users e ON e.id = t.ended_by "
           "LEFT JOIN categories c ON c.id = t.category_id LEFT JOIN suppliers s ON s.id = t.supplier_id "
           "WHERE t.id < $1 ORDER BY t.id DESC LIMIT $2",
           before == 0 ? INT64_MAX : before, limit))
    rows.push_back({.take = *inventory::find_stock_take(tx, id),
                    .scope_name = !supplier.empty()                         ? std::move(supplier)
                                  : language == i18n::Language::kIndonesian ? std::move(category_id)
                                                                            : std::move(category_en),
                    .started_by = std::move(started_by),
                    .ended_by = std::move(ended_by),
                    .variants = variants,
                    .different = different});
  return rows;
}

bool is_within(db::Tx& tx, const inventory::Scope& scope, VariantId variant) {
  Statement statement;
  statement << "SELECT 1 FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = " << bound(variant);
  add_scope(statement, tx, scope);
  return !statement.run(tx).empty();
}

std::int64_t on_the_shelf(db::Tx& tx, VariantId variant) {
  Statement statement;
  // One statement sees one moment: a payment moves pieces from the one number to the other.
  statement << "SELECT CAST(s.on_hand + " << kToPack
            << " AS BIGINT) FROM stock_levels s WHERE s.variant_id = " << bound(variant);
  const db::Rows rows = statement.run(tx);
  return rows.empty() ? 0 : rows.get<std::int64_t>(0, 0);
}

std::vector<CountRow> recent_counts(db::Tx& tx, StockTakeId take, std::int64_t limit) {
  std::vector<CountRow> rows;
  for (auto& [key, sku, name, pieces, actor, at] :
       tx.all<std::string, std::string, std::string, std::int64_t, std::string, Time>(
           "SELECT c.request_key, v.sku, p.name, c.pieces, u.name, c.counted_at FROM stock_take_counts c "
           "JOIN stock_take_lines l ON l.id = c.stock_take_line_id JOIN variants v ON v.id = l.variant_id "
           "JOIN products p ON p.id = v.product_id JOIN users u ON u.id = c.counted_by "
           "WHERE l.stock_take_id = $1 ORDER BY c.id DESC LIMIT $2",
           take, limit))
    rows.push_back({std::move(key), std::move(sku), std::move(name), pieces, std::move(actor), at});
  return rows;
}

TakeTotals take_totals(db::Tx& tx, StockTakeId take) {
  const auto [variants, pieces, different] = tx.one<std::int64_t, std::int64_t, std::int64_t>(
      "SELECT COUNT(*), CAST(COALESCE(SUM(counted), 0) AS BIGINT), "
      "CAST(COALESCE(SUM(CASE WHEN counted <> expected THEN 1 ELSE 0 END), 0) AS BIGINT) FROM stock_take_lines "
      "WHERE stock_take_id = $1",
      take);
  return {variants, pieces, different};
}

std::vector<TakeLineRow> differences_of(db::Tx& tx, StockTakeId take, std::int64_t limit) {
  std::vector<TakeLineRow> rows;
  for (auto& [variant, sku, name, first, expected, counted] :
       tx.all<VariantId, std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(
           "SELECT l.variant_id, v.sku, p.name, l.first_expected, l.expected, l.counted FROM stock_take_lines l "
           "JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id "
           "WHERE l.stock_take_id = $1 AND l.counted <> l.expected ORDER BY v.sku LIMIT $2",
           take, limit))
    rows.push_back({variant, std::move(sku), std::move(name), first, expected, counted});
  return rows;
}

std::vector<TakeLineRow> not_counted(db::Tx& tx, const inventory::StockTake& take, std::int64_t limit) {
  Statement statement;
  statement << "SELECT v.id, v.sku, p.name, s.on_hand FROM variants v JOIN products p ON p.id = v.product_id "
               "JOIN stock_levels s ON s.variant_id = v.id WHERE s.on_hand > 0 AND v.state = 'active' "
               "AND p.state <> 'archived' AND NOT EXISTS (SELECT 1 FROM stock_take_lines l WHERE l.stock_take_id = "
            << bound(take.id) << " AND l.variant_id = v.id)";
  add_scope(statement, tx, take.scope);
  statement << " ORDER BY v.sku LIMIT " << bound(limit);
  const db::Rows found = statement.run(tx);
  std::vector<TakeLineRow> rows(found.size());
  for (std::size_t row = 0; row < found.size(); ++row)
    rows[row] = {.variant = found.get<VariantId>(row, 0),
                 .sku = found.get<std::string>(row, 1),
                 .name = found.get<std::string>(row, 2),
                 .expected = found.get<std::int64_t>(row, 3)};
  return rows;
}

}  // namespace hurtrock::admin::store
