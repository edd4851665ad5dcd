#include <algorithm>
#include <iterator>
#include <map>

#include "admin/category_page.hpp"
#include "admin/names_store.hpp"
#include "admin/product_columns.hpp"
#include "admin/statement.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

std::string_view table_of(Named what) { return what == Named::kBrand ? "brands" : "suppliers"; }

std::vector<NamedRow> names_in(const db::Rows& rows) {
  std::vector<NamedRow> found;
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.push_back({.id = rows.get<std::int64_t>(row, 0), .name = rows.get<std::string>(row, 1), .indented = {}});
  return found;
}

void add_order(Statement& statement, Named what) {
  statement << " ORDER BY " << (what == Named::kSupplier ? "active DESC, name, id" : "name, id");
}

/// There are as many as somebody has arranged by hand: all of them are read, in the shop's order.
std::vector<NamedRow> categories_named(db::Tx& tx, i18n::Language language) {
  std::vector<NamedRow> rows;
  std::map<CategoryId, std::string> paths;
  for (const auto& category : catalog::category_tree(tx)) {
    std::string& path = paths[category.id];
    if (category.parent) path = paths[*category.parent] + " > ";
    path += name_in(category, language);
    rows.push_back({.id = category.id.value(), .name = path, .indented = indented_name(category, language)});
  }
  return rows;
}

}  // namespace

std::vector<NamedRow> named(db::Tx& tx, Named what, Offered which, std::string_view part, std::int64_t limit,
                            i18n::Language language) {
  if (what == Named::kCategory) {
    auto rows = categories_named(tx, language);
    std::erase_if(rows, [&](const NamedRow& row) { return !text::lower(row.name).contains(part); });
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(limit)));
    return rows;
  }
  const std::string pattern = containing(part);
  Statement statement;
  statement << "SELECT id, name FROM " << table_of(what) << " WHERE 1 = 1";
  if (what == Named::kSupplier && which == Offered::kInUse) statement << " AND active = 1";
  if (!part.empty()) statement << " AND lower(name) LIKE " << bound(pattern) << " ESCAPE '\\'";
  add_order(statement, what);
  statement << " LIMIT " << bound(limit);
  return names_in(statement.run(tx));
}

std::vector<NamedRow> suppliers_with(db::Tx& tx, Offered which, std::span<const std::int64_t> ids) {
  Statement statement;
  statement << "SELECT id, name FROM suppliers WHERE id IN (NULL";
  for (const std::int64_t id : ids) statement << ", " << bound(id);
  statement << ")";
  if (which == Offered::kInUse) statement << " AND active = 1";
  add_order(statement, Named::kSupplier);
  return names_in(statement.run(tx));
}

std::optional<std::int64_t> find_named(db::Tx& tx, Named what, std::string_view name) {
  if (what == Named::kCategory) {
    const auto found = CategoryNames(catalog::category_tree(tx)).find(name);
    return found ? std::optional{found->value()} : std::nullopt;
  }
  Statement statement;
  statement << "SELECT id FROM " << table_of(what) << " WHERE name = " << bound(name) << " OR lower(name) = lower("
            << bound(name) << ") ORDER BY CASE WHEN name = " << bound(name) << " THEN 0 ELSE 1 END, id LIMIT 1";
  const db::Rows rows = statement.run(tx);
  return rows.empty() ? std::nullopt : std::optional{rows.get<std::int64_t>(0, 0)};
}

std::optional<std::string> name_with_id(db::Tx& tx, Named what, std::int64_t id, i18n::Language language) {
  if (what == Named::kCategory) {
    const auto rows = categories_named(tx, language);
    const auto found = std::ranges::find(rows, id, &NamedRow::id);
    return found == rows.end() ? std::nullopt : std::optional{found->name};
  }
  Statement statement;
  statement << "SELECT id, name FROM " << table_of(what) << " WHERE id = " << bound(id);
  const auto found = names_in(statement.run(tx));
  return found.empty() ? std::nullopt : std::optional{found.front().name};
}

}  // namespace hurtrock::admin::store
