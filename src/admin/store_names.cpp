#include <algorithm>

#include "admin/category_page.hpp"
#include "admin/names_store.hpp"
#include "admin/statement.hpp"

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

std::vector<catalog::CategoryRecord> tree_for(db::Tx& tx, Named what) {
  return what == Named::kCategory ? catalog::uncounted_category_tree(tx) : std::vector<catalog::CategoryRecord>{};
}

}  // namespace

Names::Names(db::Tx& tx, Named what, i18n::Language language) : Names(tx, what, language, tree_for(tx, what)) {}

Names::Names(db::Tx& tx, Named what, i18n::Language language, const std::vector<catalog::CategoryRecord>& tree)
    : tx_(tx), what_(what), category_names_(tree, language) {
  for (const auto& category : tree)
    categories_.push_back({.id = category.id.value(),
                           .name = category_names_.of(category.id),
                           .indented = indented_name(category, language)});
}

std::vector<NamedRow> Names::with_part(Offered which, std::string_view part, std::int64_t limit) const {
  if (what_ == Named::kCategory) {
    auto rows = categories_;
    std::erase_if(rows, [&](const NamedRow& row) { return !category_names_.is_called(CategoryId{row.id}, part); });
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(limit)));
    return rows;
  }
  const std::string pattern = containing(part);
  Statement statement;
  statement << "SELECT id, name FROM " << table_of(what_) << " WHERE 1 = 1";
  if (what_ == Named::kSupplier && which == Offered::kInUse) statement << " AND active = 1";
  if (!part.empty()) statement << " AND lower(name) LIKE " << bound(pattern) << " ESCAPE '\\'";
  add_order(statement, what_);
  statement << " LIMIT " << bound(limit);
  return names_in(statement.run(tx_));
}

std::optional<std::int64_t> Names::find(std::string_view name) const {
  if (what_ == Named::kCategory) {
    const auto found = category_names_.find(name);
    return found ? std::optional{found->value()} : std::nullopt;
  }
  Statement statement;
  statement << "SELECT id FROM " << table_of(what_) << " WHERE name = " << bound(name) << " OR lower(name) = lower("
            << bound(name) << ") ORDER BY CASE WHEN name = " << bound(name) << " THEN 0 ELSE 1 END, id LIMIT 1";
  const db::Rows rows = statement.run(tx_);
  return rows.empty() ? std::nullopt : std::optional{rows.get<std::int64_t>(0, 0)};
}

std::optional<std::string> Names::of(std::int64_t id) const {
  std::vector<NamedRow> queried;
  if (what_ != Named::kCategory) {
    Statement statement;
    statement << "SELECT id, name FROM " << table_of(what_) << " WHERE id = " << bound(id);
    queried = names_in(statement.run(tx_));
  }
  const auto& rows = what_ == Named::kCategory ? categories_ : queried;
  const auto found = std::ranges::find(rows, id, &NamedRow::id);
  return found == rows.end() ? std::nullopt : std::optional{found->name};
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

}  // namespace hurtrock::admin::store
