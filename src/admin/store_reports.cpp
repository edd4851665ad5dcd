#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "admin/reports_store.hpp"
#include "admin/store_facts.hpp"

namespace hurtrock::admin::store {

std::vector<PaidRow> paid_by(db::Tx& tx, PaidBy by, const Days& wanted) {
  static const std::string sql =
      "SELECT method, province, CASE WHEN day >= $1 THEN 1 ELSE 0 END, CAST(SUM(paid) AS BIGINT), "
      "CAST(SUM(first_paid) AS BIGINT), CAST(SUM(received) AS BIGINT), CAST(SUM(given_back) AS BIGINT) FROM "
      "(SELECT day, method, province, paid, first_paid, received, given_back FROM sales_days WHERE day >= $2 AND "
      "day < $3 UNION ALL SELECT day, method, province, paid, first_paid, received, given_back FROM (" +
      sales_between("$4", "$5") + ") fresh) sums GROUP BY 1, 2, 3";
  const auto [counted, fresh] = parts_of(tx, {wanted.before_them().from, wanted.before});
  std::map<std::string, PaidRow> found;
  for (const auto& [method, province, is_now, paid, first_paid, received, given_back] :
       tx.all<std::string, std::string, bool, std::int64_t, std::int64_t, Money, Money>(
           sql, wanted.from, counted.from, counted.before, fresh.from, fresh.before)) {
    const std::string& key = by == PaidBy::kMethod ? method : province;
    PaidRow& row = found[key];
    row.key = key;
    (is_now ? row.now : row.before) +=
        {.paid = paid, .first_paid = first_paid, .received = received, .given_back = given_back};
  }
  std::vector<PaidRow> sorted;
  for (auto& [key, row] : found) sorted.push_back(std::move(row));
  std::ranges::sort(sorted, [](const PaidRow& a, const PaidRow& b) {
    return a.now.revenue() != b.now.revenue() ? a.now.revenue() > b.now.revenue() : a.key < b.key;
  });
  return sorted;
}

namespace {

/// Of products, brands or categories: where their names stand, and what tells them apart in a row d of a day's goods
/// and its product p.
struct Naming {
  std::string_view table, name, key;
};
Naming naming_of(GoodsBy by, i18n::Language language) {
  switch (by) {
    case GoodsBy::kProduct:
      return {"products", "name", "d.product_id"};
    case GoodsBy::kBrand:
      return {"brands", "name", "p.brand_id"};
    case GoodsBy::kCategory:
      return {"categories", language == i18n::Language::kIndonesian ? "name_id" : "name_en", "p.category_id"};
  }
  return {};
}

}  // namespace

std::vector<GoodsRow> goods_by(db::Tx& tx, GoodsBy by, const Days& wanted, std::optional<CategoryId> category,
                               std::optional<BrandId> brand, i18n::Language language, std::int64_t limit,
                               const GoodsPlace& after) {
  const Naming naming = naming_of(by, language);
  // Whoever wants all products need not ask what they are: looking that up takes as long as adding up.
  const bool knows_products = by == GoodsBy::kProduct && !category && !brand;
  const std::string sql = fmt::format(
      "SELECT k.id, n.{name}, k.pieces, k.amount, k.pieces_before, k.amount_before FROM (SELECT s.id, s.pieces, "
      "s.amount, s.pieces_before, s.amount_before FROM (SELECT {key} AS id, "
      "CAST(SUM(CASE WHEN d.day >= $1 THEN d.pieces - d.pieces_back ELSE 0 END) AS BIGINT) AS pieces, "
      "CAST(SUM(CASE WHEN d.day >= $1 THEN d.amount - d.amount_back ELSE 0 END) AS BIGINT) AS amount, "
      "CAST(SUM(CASE WHEN d.day < $1 THEN d.pieces - d.pieces_back ELSE 0 END) AS BIGINT) AS pieces_before, "
      "CAST(SUM(CASE WHEN d.day < $1 THEN d.amount - d.amount_back ELSE 0 END) AS BIGINT) AS amount_before FROM "
      "(SELECT day, product_id, pieces, amount, pieces_back, amount_back FROM product_days WHERE day >= $2 AND day < "
      "$3 UNION ALL SELECT day, product_id, pieces, amount, pieces_back, amount_back FROM ({fresh}) fresh) d "
      "{products} GROUP BY 1) s WHERE s.amount < $8 OR (s.amount = $8 AND s.id > $9) ORDER BY s.amount DESC, s.id "
      "LIMIT $10) k JOIN {table} n ON n.id = k.id ORDER BY k.amount DESC, k.id",
      fmt::arg("name", naming.name), fmt::arg("key", naming.key), fmt::arg("table", naming.table),
      fmt::arg("fresh", products_between("$4", "$5")),
      fmt::arg("products", knows_products ? "WHERE CAST($6 AS BIGINT) = 0 AND CAST($7 AS BIGINT) = 0"
                                          : "JOIN products p ON p.id = d.product_id WHERE (CAST($6 AS BIGINT) = 0 OR "
                                            "p.category_id = $6) AND (CAST($7 AS BIGINT) = 0 OR p.brand_id = $7)"));
  const auto [counted, fresh] = parts_of(tx, {wanted.before_them().from, wanted.before});
  const auto rows =
      tx.query(sql, wanted.from, counted.from, counted.before, fresh.from, fresh.before,
               category.value_or(CategoryId{0}), brand.value_or(BrandId{0}), after.amount, after.id, limit);
  std::vector<GoodsRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.id = rows.get<std::int64_t>(row, 0),
                  .name = rows.get<std::string>(row, 1),
                  .now = {rows.get<std::int64_t>(row, 2), rows.get<Money>(row, 3)},
                  .before = {rows.get<std::int64_t>(row, 4), rows.get<Money>(row, 5)}};
  return found;
}

std::vector<SearchRow> searches(db::Tx& tx, SearchOrder order, const Days& days, std::int64_t limit,
                                const SearchPlace& after) {
#define SEARCHES_OF_DAYS                                                                                \
  "SELECT s.term, s.searches, s.in_vain FROM (SELECT term, CAST(SUM(searches) AS BIGINT) AS searches, " \
  "CAST(SUM(without_result) AS BIGINT) AS in_vain FROM search_terms WHERE day >= $1 AND day < $2 GROUP BY term) s "
  std::vector<SearchRow> found;
  for (auto& [term, searched, in_vain] : tx.all<std::string, std::int64_t, std::int64_t>(
           order == SearchOrder::kPopular
               ? SEARCHES_OF_DAYS "WHERE s.searches < $3 OR (s.searches = $3 AND s.term > $4) "
                                  "ORDER BY s.searches DESC, s.term LIMIT $5"
               : SEARCHES_OF_DAYS "WHERE s.in_vain > 0 AND (s.in_vain < $3 OR (s.in_vain = $3 AND s.term > $4)) "
                                  "ORDER BY s.in_vain DESC, s.term LIMIT $5",
           days.from, days.before, after.searches, after.term, limit))
    found.push_back({std::move(term), searched, in_vain});
#undef SEARCHES_OF_DAYS
  return found;
}

std::vector<StockRowOfCategory> stock_by_category(db::Tx& tx, const Days& days, i18n::Language language) {
  std::map<std::int64_t, StockRowOfCategory> found;
  const auto rows = tx.query(
      "SELECT c.id, c.name_id, c.name_en, k.pieces, k.price, k.pieces_costed, k.cost FROM (SELECT p.category_id, "
      "CAST(SUM(s.on_hand) AS BIGINT) AS pieces, CAST(SUM(s.on_hand * v.price) AS BIGINT) AS price, "
      "CAST(SUM(CASE WHEN x.unit_cost IS NULL THEN 0 ELSE s.on_hand END) AS BIGINT) AS pieces_costed, "
      "CAST(SUM(COALESCE(x.unit_cost, 0) * s.on_hand) AS BIGINT) AS cost FROM stock_levels s "
      "JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id "
      "LEFT JOIN (SELECT l.variant_id, l.unit_cost FROM purchase_order_lines l JOIN (SELECT MAX(id) AS id FROM "
      "purchase_order_lines WHERE received > 0 GROUP BY variant_id) newest ON newest.id = l.id) x "
      "ON x.variant_id = s.variant_id WHERE s.on_hand > 0 GROUP BY p.category_id) k "
      "JOIN categories c ON c.id = k.category_id");
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[rows.get<std::int64_t>(row, 0)] = {
        .category = rows.get<std::int64_t>(row, 0),
        .name = rows.get<std::string>(row, language == i18n::Language::kIndonesian ? 1 : 2),
        .pieces = rows.get<std::int64_t>(row, 3),
        .value = rows.get<Money>(row, 4),
        .pieces_costed = rows.get<std::int64_t>(row, 5),
        .cost = rows.get<Money>(row, 6)};
  for (auto& sold : goods_by(tx, GoodsBy::kCategory, days, {}, {}, language, INT64_MAX)) {
    StockRowOfCategory& row = found[sold.id];
    row.category = sold.id;
    row.name = std::move(sold.name);
    row.sold = sold.now.pieces;
  }
  std::vector<StockRowOfCategory> sorted;
  for (auto& [id, row] : found) sorted.push_back(std::move(row));
  std::ranges::sort(sorted, [](const StockRowOfCategory& a, const StockRowOfCategory& b) {
    return a.value != b.value ? a.value > b.value : a.category < b.category;
  });
  return sorted;
}

}  // namespace hurtrock::admin::store
