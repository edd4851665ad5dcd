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

}  // namespace hurtrock::admin::store
