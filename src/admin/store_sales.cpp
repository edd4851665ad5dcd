#include <optional>

#include "admin/sales.hpp"
#include "admin/store_facts.hpp"

namespace hurtrock::admin::store {
namespace {

using std::chrono::days;
using std::chrono::hours;

}  // namespace

Sales& Sales::operator+=(const Sales& other) {
  placed += other.placed;
  paid += other.paid;
  first_paid += other.first_paid;
  received += other.received;
  given_back += other.given_back;
  return *this;
}

std::vector<DaySales> sales_by_day(db::Tx& tx, const Days& wanted) {
  static const std::string placed_sql =
      "SELECT day, placed FROM counted_days WHERE day >= $1 AND day < $2 UNION ALL SELECT " +
      day_of_moment("placed_at") + ", COUNT(*) FROM orders WHERE placed_at >= $3 AND placed_at < $4 GROUP BY 1";
  static const std::string paid_sql =
      "SELECT day, CAST(SUM(paid) AS BIGINT), CAST(SUM(first_paid) AS BIGINT), CAST(SUM(received) AS BIGINT), "
      "CAST(SUM(given_back) AS BIGINT) FROM (SELECT day, paid, first_paid, received, given_back FROM sales_days "
      "WHERE day >= $1 AND day < $2 UNION ALL SELECT day, paid, first_paid, received, given_back FROM (" +
      sales_between("$3", "$4") + ") fresh) sums GROUP BY day";
  std::vector<DaySales> found;
  for (Time day = wanted.from; day < wanted.before; day += days{1}) found.push_back({day, {}});
  const auto at = [&](Time day) -> Sales& {
    return found[static_cast<std::size_t>((day - wanted.from) / days{1})].sales;
  };
  const auto [counted, fresh] = parts_of(tx, wanted);
  for (const auto& [day, placed] :
       tx.all<Time, std::int64_t>(placed_sql, counted.from, counted.before, fresh.from, fresh.before))
    at(day).placed += placed;
  for (const auto& [day, paid, first_paid, received, given_back] :
       tx.all<Time, std::int64_t, std::int64_t, Money, Money>(paid_sql, counted.from, counted.before, fresh.from,
                                                              fresh.before))
    at(day) += {.paid = paid, .first_paid = first_paid, .received = received, .given_back = given_back};
  return found;
}

Sales sum_of(const std::vector<DaySales>& all, const Days& wanted) {
  Sales sum;
  for (const DaySales& day : all)
    if (wanted.has(day.day)) sum += day.sales;
  return sum;
}

std::int64_t orders_placed(db::Tx& tx) {
  return tx.one<std::int64_t>(
      "SELECT CAST(COALESCE((SELECT SUM(placed) FROM counted_days), 0) + "
      "(SELECT COUNT(*) FROM orders WHERE placed_at >= $1) AS BIGINT)",
      counted_to(tx).value_or(from_micros(0)));
}

std::vector<SoldProduct> best_sellers(db::Tx& tx, const Days& wanted, std::int64_t limit) {
  static const std::string sql =
      "SELECT b.product_id, p.name, b.pieces, b.amount FROM (SELECT product_id, CAST(SUM(pieces) AS BIGINT) AS pieces, "
      "CAST(SUM(amount) AS BIGINT) AS amount FROM (SELECT product_id, pieces, amount FROM product_days WHERE day >= $1 "
      "AND day < $2 UNION ALL SELECT product_id, pieces, amount FROM (" +
      products_between("$3", "$4") +
      ") fresh) sums GROUP BY product_id HAVING SUM(pieces) > 0 ORDER BY 2 DESC, product_id LIMIT $5) b "
      "JOIN products p ON p.id = b.product_id ORDER BY b.pieces DESC, b.product_id";
  const auto [counted, fresh] = parts_of(tx, wanted);
  std::vector<SoldProduct> found;
  for (auto& [product, name, pieces, amount] : tx.all<ProductId, std::string, std::int64_t, Money>(
           sql, counted.from, counted.before, fresh.from, fresh.before, limit))
    found.push_back({product, std::move(name), pieces, amount});
  return found;
}

bool count_a_day(db::Tx& tx, Time now) {
  static const std::string sales_sql =
      "INSERT INTO sales_days (day, method, province, paid, first_paid, received, given_back) " +
      sales_between("$1", "$2");
  static const std::string products_sql =
      "INSERT INTO product_days (day, product_id, pieces, amount, pieces_back, amount_back) " +
      products_between("$1", "$2");
  static const std::string first_sql =
      "INSERT INTO first_purchases (order_id, day) SELECT o.id, CAST($1 AS BIGINT) FROM orders o "
      "WHERE o.paid_at >= $1 AND o.paid_at < $2 AND NOT " +
      std::string(kHadPaidBefore) + " ON CONFLICT (order_id) DO UPDATE SET day = excluded.day";
  auto day = counted_to(tx);
  if (!day) {
    const auto first = tx.one<std::optional<Time>>("SELECT MIN(placed_at) FROM orders");
    if (!first) return false;
    day = start_of_wib_day(*first);
  }
  const Time next = *day + days{1};
  if (now < next + hours{1}) return false;
  // Of two processes that count the same day, one finds it counted.
  const bool is_ours =
      tx.execute(
          "INSERT INTO counted_days (day, placed, counted_at) SELECT CAST($1 AS BIGINT), COUNT(*), CAST($2 AS BIGINT) "
          "FROM orders WHERE placed_at >= $1 AND placed_at < $3 ON CONFLICT (day) DO NOTHING",
          *day, now, next) == 1;
  if (!is_ours) return false;
  tx.send(sales_sql, *day, next);
  tx.send(products_sql, *day, next);
  // What is known of a day whose sums somebody has deleted, to have them added up anew.
  tx.send("DELETE FROM first_purchases WHERE day = $1", *day);
  tx.send(first_sql, *day, next);
  return true;
}

}  // namespace hurtrock::admin::store
