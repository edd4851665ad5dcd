#include "catalog/search/store.hpp"

namespace hurtrock::catalog::search {

std::vector<std::string> synonym_sets(db::Tx& tx) {
  std::vector<std::string> sets;
  for (auto& [terms] : tx.all<std::string>("SELECT terms FROM search_synonyms ORDER BY id")) sets.push_back(terms);
  return sets;
}

void add_counts(db::Tx& tx, const CountedTexts& counted) {
  for (const auto& [key, count] : counted) {
    const auto& [term, day] = key;
    const std::int64_t known = tx.execute(
        "UPDATE search_terms SET searches = searches + $1, without_result = without_result + $2 "
        "WHERE day = $3 AND term = $4",
        count.searches, count.without_result, day, term);
    if (known > 0) continue;
    tx.send(
        "INSERT INTO search_terms (day, term, searches, without_result) "
        "SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT) "
        "WHERE (SELECT COUNT(*) FROM search_terms WHERE day = $1) < $5 "
        "ON CONFLICT (day, term) DO UPDATE SET searches = search_terms.searches + excluded.searches, "
        "without_result = search_terms.without_result + excluded.without_result",
        day, term, count.searches, count.without_result, kMostTextsADay);
  }
}

void forget_counts_before(db::Tx& tx, Time day) { tx.send("DELETE FROM search_terms WHERE day < $1", day); }

}  // namespace hurtrock::catalog::search
