#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "admin/reports_store.hpp"
#include "admin/statement.hpp"
#include "admin/store_facts.hpp"

namespace hurtrock::admin::store {
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

/// Adds what was sold on days that nobody has counted yet to what the history knows of the others.
void add_fresh(db::Tx& tx, const GoodsHistory::Held& held, const Days& fresh, Time from,
               std::vector<GoodsHistory::Sum>& sums) {
  static const std::string sql =
      "SELECT product_id, CAST(SUM(CASE WHEN day >= $1 THEN pieces - pieces_back ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN day >= $1 THEN amount - amount_back ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN day < $1 THEN pieces - pieces_back ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN day < $1 THEN amount - amount_back ELSE 0 END) AS BIGINT) FROM (" +
      products_between("$2", "$3") + ") fresh GROUP BY product_id";
  if (fresh.from >= fresh.before) return;
  const auto rows = tx.query(sql, from, fresh.from, fresh.before);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto product = rows.get<std::int64_t>(row, 0);
    const auto number = held.number_of(product);
    GoodsHistory::Sum& sum = number ? sums[*number] : sums.emplace_back(GoodsHistory::Sum{.product = product});
    sum.sold = true;
    sum.now.pieces += rows.get<std::int64_t>(row, 1);
    sum.now.amount += rows.get<std::int64_t>(row, 2);
    sum.before.pieces += rows.get<std::int64_t>(row, 3);
    sum.before.amount += rows.get<std::int64_t>(row, 4);
  }
}

/// What was sold of each product. Nothing: the days go further back than the history holds.
std::optional<std::vector<GoodsHistory::Sum>> sums_of_products(db::Tx& tx, GoodsHistory& history, const Days& wanted) {
  const auto [counted, fresh] = parts_of(tx, {wanted.before_them().from, wanted.before});
  std::vector<GoodsHistory::Day> days;
  for (const auto& [day, counted_at] :
       tx.all<Time, Time>("SELECT day, counted_at FROM counted_days WHERE day >= $1 AND day < $2 ORDER BY day",
                          counted.from, counted.before))
    days.push_back({day, counted_at});
  const auto held = history.hold(days, [&](Time day) {
    std::vector<GoodsHistory::Sold> sold;
    for (const auto& [product, pieces, amount] : tx.all<std::int64_t, std::int64_t, std::int64_t>(
             "SELECT product_id, pieces - pieces_back, amount - amount_back FROM product_days WHERE day = $1", day))
      sold.push_back({product, {pieces, amount}});
    return sold;
  });
  if (!held) return std::nullopt;
  auto sums = held->sums(days, wanted.from);
  add_fresh(tx, *held, fresh, wanted.from, sums);
  return sums;
}

/// The column of products by which they belong together; an index of the database has it beside their ids.
std::string_view goods_column(GoodsBy by) {
  return by == GoodsBy::kBrand ? "brand_id" : by == GoodsBy::kCategory ? "category_id" : "id";
}

/// By what a product is added up. Of products that are not wanted nothing is known.
using ProductKeys = std::unordered_map<std::int64_t, std::int64_t>;
ProductKeys keys_of(db::Tx& tx, GoodsBy by, std::optional<CategoryId> category, std::optional<BrandId> brand) {
  Statement statement;
  statement << "SELECT id, " << goods_column(by) << " FROM products WHERE 1 = 1";
  if (category) statement << " AND category_id = " << bound(*category);
  if (brand) statement << " AND brand_id = " << bound(*brand);
  const auto rows = statement.run(tx);
  ProductKeys keys;
  keys.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    keys.emplace(rows.get<std::int64_t>(row, 0), rows.get<std::int64_t>(row, 1));
  return keys;
}

void add_sum(const GoodsHistory::Sum& sum, GoodsRow& row) {
  row.now.pieces += sum.now.pieces;
  row.now.amount += Money{sum.now.amount};
  row.before.pieces += sum.before.pieces;
  row.before.amount += Money{sum.before.amount};
}

GoodsRow row_of(const GoodsHistory::Sum& sum) {
  GoodsRow row{.id = sum.product, .name = {}, .now = {}, .before = {}};
  add_sum(sum, row);
  return row;
}

/// What was sold of the products that have a key, added up by it; without names, in no order.
std::vector<GoodsRow> added_up_by_key(const std::vector<GoodsHistory::Sum>& sums, const ProductKeys& keys) {
  std::unordered_map<std::int64_t, GoodsRow> found;
  for (const auto& sum : sums) {
    if (!sum.sold) continue;
    if (const auto key = keys.find(sum.product); key != keys.end()) add_sum(sum, found[key->second]);
  }
  std::vector<GoodsRow> rows;
  for (auto& [id, row] : found) {
    row.id = id;
    rows.push_back(std::move(row));
  }
  return rows;
}

/// What has no name any more is left out, as it is where the database adds up.
std::vector<GoodsRow> with_names(db::Tx& tx, const Naming& naming, std::vector<GoodsRow> rows) {
  constexpr std::size_t kAtOnce = 500;  // both databases bind more than that
  std::unordered_map<std::int64_t, std::string> names;
  for (std::size_t from = 0; from < rows.size(); from += kAtOnce) {
    Statement statement;
    statement << "SELECT id, " << naming.name << " FROM " << naming.table << " WHERE id IN (";
    for (std::size_t at = from; at < std::min(rows.size(), from + kAtOnce); ++at)
      statement << (at > from ? ", " : "") << bound(rows[at].id);
    statement << ")";
    const auto found = statement.run(tx);
    for (std::size_t row = 0; row < found.size(); ++row)
      names.emplace(found.get<std::int64_t>(row, 0), found.get<std::string>(row, 1));
  }
  std::erase_if(rows, [&](GoodsRow& row) {
    const auto name = names.find(row.id);
    if (name == names.end()) return true;
    row.name = std::move(name->second);
    return false;
  });
  return rows;
}

/// Takes rows in any order and keeps the first of those that stand behind a place of the list.
class FirstRows {
 public:
  FirstRows(std::int64_t limit, const GoodsPlace& after) : limit_(limit), after_(after) {}

  void take(GoodsRow row) {
    if (limit_ <= 0 || !is_behind(row, after_)) return;
    if (std::ssize(rows_) == limit_) {
      if (!stands_before(row, rows_.front())) return;
      std::ranges::pop_heap(rows_, stands_before);
      rows_.pop_back();
    }
    rows_.push_back(std::move(row));
    std::ranges::push_heap(rows_, stands_before);
  }
  std::vector<GoodsRow> in_order() && {
    std::ranges::sort_heap(rows_, stands_before);
    return std::move(rows_);
  }

 private:
  static bool is_behind(const GoodsRow& row, const GoodsPlace& place) {
    return row.now.amount != place.amount ? row.now.amount < place.amount : row.id > place.id;
  }
  static bool stands_before(const GoodsRow& a, const GoodsRow& b) { return is_behind(b, {a.now.amount, a.id}); }

  const std::int64_t limit_;
  const GoodsPlace after_;
  std::vector<GoodsRow> rows_;  ///< a heap, the last of them on top
};

}  // namespace

std::vector<GoodsRow> goods_by(db::Tx& tx, GoodsHistory& history, GoodsBy by, const Days& wanted,
                               std::optional<CategoryId> category, std::optional<BrandId> brand,
                               i18n::Language language, std::int64_t limit, const GoodsPlace& after) {
  const auto sums = sums_of_products(tx, history, wanted);
  if (!sums) return goods_by(tx, by, wanted, category, brand, language, limit, after);
  // Whoever wants all products need not ask what they are.
  const bool knows_products = by == GoodsBy::kProduct && !category && !brand;
  const ProductKeys keys = knows_products ? ProductKeys{} : keys_of(tx, by, category, brand);
  FirstRows first(limit, after);
  if (by == GoodsBy::kProduct) {
    for (const auto& sum : *sums)
      if (sum.sold && (knows_products || keys.contains(sum.product))) first.take(row_of(sum));
  } else {
    for (auto& row : added_up_by_key(*sums, keys)) first.take(std::move(row));
  }
  return with_names(tx, naming_of(by, language), std::move(first).in_order());
}

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

namespace {

/// What an order to a supplier tells the cost of: by variant the last that was received.
#define NEWEST_COSTS                                                                               \
  "(SELECT l.variant_id, l.unit_cost FROM purchase_order_lines l JOIN (SELECT MAX(id) AS id FROM " \
  "purchase_order_lines WHERE received > 0 GROUP BY variant_id) newest ON newest.id = l.id) x"

StockWorth::ByCategory stock_added_up_by_database(db::Tx& tx) {
  StockWorth::ByCategory found;
  const auto rows = tx.query(
      "SELECT p.category_id, CAST(SUM(s.on_hand) AS BIGINT), CAST(SUM(s.on_hand * v.price) AS BIGINT), "
      "CAST(SUM(CASE WHEN x.unit_cost IS NULL THEN 0 ELSE s.on_hand END) AS BIGINT), "
      "CAST(SUM(COALESCE(x.unit_cost, 0) * s.on_hand) AS BIGINT) FROM stock_levels s "
      "JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id LEFT JOIN " NEWEST_COSTS
      " ON x.variant_id = s.variant_id WHERE s.on_hand > 0 GROUP BY p.category_id");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    StockWorth::Worth& of = found[rows.get<std::int64_t>(row, 0)];
    of.pieces = rows.get<std::int64_t>(row, 1);
    of.value = rows.get<Money>(row, 2);
    of.pieces_costed = rows.get<std::int64_t>(row, 3);
    of.cost = rows.get<Money>(row, 4);
  }
  return found;
}

StockWorth::ByCategory stock_added_up_here(db::Tx& tx, const ProductKeys& categories) {
  StockWorth::ByCategory found;
  const auto levels = tx.query(
      "SELECT v.product_id, s.on_hand, s.on_hand * v.price FROM stock_levels s JOIN variants v ON v.id = s.variant_id "
      "WHERE s.on_hand > 0");
  for (std::size_t row = 0; row < levels.size(); ++row) {
    StockWorth::Worth& of = found[categories.at(levels.get<std::int64_t>(row, 0))];
    of.pieces += levels.get<std::int64_t>(row, 1);
    of.value += levels.get<Money>(row, 2);
  }
  const auto costs = tx.query("SELECT v.product_id, s.on_hand, x.unit_cost * s.on_hand FROM " NEWEST_COSTS
                              " JOIN stock_levels s ON s.variant_id = x.variant_id JOIN variants v ON v.id = "
                              "s.variant_id WHERE s.on_hand > 0");
  for (std::size_t row = 0; row < costs.size(); ++row) {
    StockWorth::Worth& of = found[categories.at(costs.get<std::int64_t>(row, 0))];
    of.pieces_costed += costs.get<std::int64_t>(row, 1);
    of.cost += costs.get<Money>(row, 2);
  }
  return found;
}
#undef NEWEST_COSTS

}  // namespace

StockByCategory stock_by_category(db::Tx& tx, ReportMemory& memory, const Days& days, i18n::Language language,
                                  Time now) {
  const ProductKeys categories = keys_of(tx, GoodsBy::kCategory, {}, {});
  // SQLite groups by sorting, which takes twice as long as handing over what is grouped; PostgreSQL would have to send
  // it.
  const auto known = memory.stock.known(now, [&] {
    return tx.dialect() == db::Dialect::kSqlite ? stock_added_up_here(tx, categories) : stock_added_up_by_database(tx);
  });
  std::map<std::int64_t, StockRowOfCategory> found;
  for (const auto& [category, worth] : known->categories) found[category].worth = worth;
  const auto sums = sums_of_products(tx, memory.goods, days);
  for (const auto& sold :
       sums ? added_up_by_key(*sums, categories) : goods_by(tx, GoodsBy::kCategory, days, {}, {}, language, INT64_MAX))
    found[sold.id].sold = sold.now.pieces;
  const Naming naming = naming_of(GoodsBy::kCategory, language);
  StockByCategory stock{.as_of = known->as_of, .rows = {}};
  for (auto& [id, name] : tx.all<std::int64_t, std::string>(fmt::format("SELECT id, {} FROM categories", naming.name)))
    if (const auto row = found.find(id); row != found.end()) {
      row->second.category = id;
      row->second.name = std::move(name);
      stock.rows.push_back(std::move(row->second));
    }
  std::ranges::sort(stock.rows, [](const StockRowOfCategory& a, const StockRowOfCategory& b) {
    return a.worth.value != b.worth.value ? a.worth.value > b.worth.value : a.category < b.category;
  });
  return stock;
}

}  // namespace hurtrock::admin::store
