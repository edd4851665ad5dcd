#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

/// `pattern` outlives the statement.
void add_matches(Statement& statement, const RestockFilter& filter, const std::string& pattern) {
  if (!filter.in_vain.empty()) statement << " AND 1 = 0";
  if (filter.supplier) statement << " AND o.supplier_id = " << bound(*filter.supplier);
  if (!filter.search.empty())
    statement << " AND (lower(o.number) LIKE " << bound(pattern)
              << " ESCAPE '\\' OR EXISTS (SELECT 1 FROM purchase_order_lines l WHERE l.purchase_order_id = o.id AND "
                 "lower(l.sku) LIKE "
              << bound(pattern) << " ESCAPE '\\'))";
}

}  // namespace

std::vector<RestockRow> restock_matching(db::Tx& tx, const RestockFilter& filter, std::int64_t limit) {
  const std::string pattern = containing(text::lower(filter.search));
  Statement statement;
  statement << "SELECT o.id, o.number, u.name, o.state, o.created_at, o.expected_at, "
               "(SELECT COUNT(*) FROM purchase_order_lines l WHERE l.purchase_order_id = o.id), "
               "(SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM purchase_order_lines l "
               "WHERE l.purchase_order_id = o.id), "
               "(SELECT CAST(COALESCE(SUM(l.received), 0) AS BIGINT) FROM purchase_order_lines l "
               "WHERE l.purchase_order_id = o.id), "
               "(SELECT CAST(COALESCE(SUM(l.quantity * l.unit_cost), 0) AS BIGINT) FROM purchase_order_lines l "
               "WHERE l.purchase_order_id = o.id), "
               "CASE WHEN o.state = 'received' AND EXISTS (SELECT 1 FROM purchase_order_lines l "
               "WHERE l.purchase_order_id = o.id AND l.received < l.quantity) THEN 1 ELSE 0 END "
               "FROM purchase_orders o JOIN suppliers u ON u.id = o.supplier_id WHERE 1 = 1";
  if (filter.state) statement << " AND o.state = " << bound(word(*filter.state));
  add_matches(statement, filter, pattern);
  if (filter.before) statement << " AND o.id < " << bound(*filter.before);
  statement << " ORDER BY o.id DESC LIMIT " << bound(limit);
  const db::Rows found = statement.run(tx);
  std::vector<RestockRow> rows(found.size());
  for (std::size_t row = 0; row < found.size(); ++row)
    rows[row] = {.id = found.get<PurchaseOrderId>(row, 0),
                 .number = found.get<std::string>(row, 1),
                 .supplier = found.get<std::string>(row, 2),
                 .state = *restock::find_state(found.get<std::string>(row, 3)),
                 .created_at = found.get<Time>(row, 4),
                 .expected_at = found.get<std::optional<Time>>(row, 5),
                 .lines = found.get<std::int64_t>(row, 6),
                 .pieces = found.get<std::int64_t>(row, 7),
                 .received = found.get<std::int64_t>(row, 8),
                 .total = found.get<Money>(row, 9),
                 .is_short = found.get<bool>(row, 10)};
  return rows;
}

std::vector<std::pair<restock::State, std::int64_t>> restock_counts(db::Tx& tx, const RestockFilter& filter) {
  const std::string pattern = containing(text::lower(filter.search));
  Statement statement;
  statement << "SELECT o.state, COUNT(*) FROM purchase_orders o WHERE 1 = 1";
  add_matches(statement, filter, pattern);
  statement << " GROUP BY o.state";
  const db::Rows found = statement.run(tx);
  std::vector<std::pair<restock::State, std::int64_t>> counts;
  for (std::size_t row = 0; row < found.size(); ++row)
    counts.emplace_back(*restock::find_state(found.get<std::string>(row, 0)), found.get<std::int64_t>(row, 1));
  return counts;
}

std::vector<WaitedForRow> waited_for(db::Tx& tx, VariantId variant, std::int64_t limit) {
  std::vector<WaitedForRow> rows;
  for (auto& [number, left, expected] : tx.all<std::string, std::int64_t, std::optional<Time>>(
           "SELECT o.number, l.quantity - l.received, o.expected_at FROM purchase_order_lines l "
           "JOIN purchase_orders o ON o.id = l.purchase_order_id WHERE l.variant_id = $1 AND l.received < l.quantity "
           "AND o.state IN ('ordered', 'partially_received') ORDER BY o.id LIMIT $2",
           variant, limit))
    rows.push_back({std::move(number), left, expected});
  return rows;
}

std::vector<std::pair<UserId, std::string>> staff_names(db::Tx& tx) {
  std::vector<std::pair<UserId, std::string>> names;
  for (auto& [id, name] :
       tx.all<UserId, std::string>("SELECT id, name FROM users WHERE role IN ('staff', 'admin') ORDER BY id"))
    names.emplace_back(id, std::move(name));
  return names;
}

}  // namespace hurtrock::admin::store
