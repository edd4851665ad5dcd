#include <fmt/format.h>

#include <algorithm>

#include "orders/orders.hpp"

namespace hurtrock::orders {
namespace {

std::string_view column_of(Whose::By by) {
  switch (by) {
    case Whose::By::kAccount:
      return "user_id";
    case Whose::By::kSession:
      return "session_id";
    case Whose::By::kMailbox:
      return "email";
    case Whose::By::kPhone:
      return "phone";
  }
  return "email";
}

/// `$1` is whose they are.
db::Rows orders_of_whom(db::Tx& tx, const Whose& whose, std::string_view what, std::string_view rest,
                        const auto&... values) {
  const std::string sql = fmt::format("SELECT {} FROM orders WHERE {} = $1 {}", what, column_of(whose.by), rest);
  return whose.id != 0 ? tx.query(sql, whose.id, values...) : tx.query(sql, whose.text, values...);
}

}  // namespace

void lock_counts(db::Tx& tx, const std::vector<Whose>& all) {
  // On SQLite a transaction that writes is alone.
  if (tx.dialect() == db::Dialect::kSqlite) return;
  std::vector<std::string> names;
  for (const Whose& whose : all) names.push_back(fmt::format("{} {}{}", column_of(whose.by), whose.text, whose.id));
  // Everybody in the same order, so that nobody waits for somebody who waits for them.
  std::ranges::sort(names);
  for (const std::string& name : names) tx.send("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name);
}

std::vector<std::string> unpaid_of(db::Tx& tx, const Whose& whose, std::int64_t most) {
  const auto rows = orders_of_whom(tx, whose, "number", "AND state = 'pending' ORDER BY id DESC LIMIT $2", most);
  std::vector<std::string> numbers;
  for (std::size_t row = 0; row < rows.size(); ++row) numbers.push_back(rows.get<std::string>(row, 0));
  return numbers;
}

std::optional<Time> nth_newest_placed(db::Tx& tx, const Whose& whose, std::int64_t n, Time after) {
  const auto rows = orders_of_whom(tx, whose, "placed_at",
                                   "AND placed_at > $2 ORDER BY placed_at DESC LIMIT 1 OFFSET $3", after, n - 1);
  return rows.empty() ? std::nullopt : std::optional{rows.get<Time>(0, 0)};
}

}  // namespace hurtrock::orders
