#include "admin/names_store.hpp"
#include "admin/statement.hpp"

namespace hurtrock::admin::store {
namespace {

std::string_view table_of(Named what) { return what == Named::kBrand ? "brands" : "suppliers"; }

void begin_names(Statement& statement, Named what, Offered which) {
  statement << "SELECT id, name FROM " << table_of(what) << " WHERE 1 = 1";
  if (what == Named::kSupplier && which == Offered::kInUse) statement << " AND active = 1";
}

std::vector<NamedRow> names_in_order(db::Tx& tx, Statement& statement, Named what, std::int64_t limit) {
  statement << " ORDER BY " << (what == Named::kSupplier ? "active DESC, name, id" : "name, id") << " LIMIT "
            << bound(limit);
  const db::Rows rows = statement.run(tx);
  std::vector<NamedRow> found;
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.emplace_back(rows.get<std::int64_t>(row, 0), rows.get<std::string>(row, 1));
  return found;
}

}  // namespace

std::vector<NamedRow> named(db::Tx& tx, Named what, Offered which, std::string_view part, std::int64_t limit) {
  const std::string pattern = containing(part);
  Statement statement;
  begin_names(statement, what, which);
  if (!part.empty()) statement << " AND lower(name) LIKE " << bound(pattern) << " ESCAPE '\\'";
  return names_in_order(tx, statement, what, limit);
}

std::vector<NamedRow> named(db::Tx& tx, Named what, Offered which, std::span<const std::int64_t> ids) {
  Statement statement;
  begin_names(statement, what, which);
  statement << " AND id IN (NULL";
  for (const std::int64_t id : ids) statement << ", " << bound(id);
  statement << ")";
  return names_in_order(tx, statement, what, std::ssize(ids));
}

std::optional<NamedRow> find_named(db::Tx& tx, Named what, std::string_view name) {
  Statement statement;
  statement << "SELECT id, name FROM " << table_of(what) << " WHERE name = " << bound(name)
            << " OR lower(name) = lower(" << bound(name) << ") ORDER BY CASE WHEN name = " << bound(name)
            << " THEN 0 ELSE 1 END, id LIMIT 1";
  const db::Rows rows = statement.run(tx);
  if (rows.empty()) return std::nullopt;
  return NamedRow{rows.get<std::int64_t>(0, 0), rows.get<std::string>(0, 1)};
}

std::optional<std::string> name_with_id(db::Tx& tx, Named what, std::int64_t id) {
  const auto found = named(tx, what, Offered::kAll, std::span(&id, 1));
  return found.empty() ? std::nullopt : std::optional{found.front().second};
}

}  // namespace hurtrock::admin::store
