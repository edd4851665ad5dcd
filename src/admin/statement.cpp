#include "admin/statement.hpp"

namespace hurtrock::admin::store {

std::vector<CategoryId> categories_from(db::Tx& tx, CategoryId category) {
  std::vector<CategoryId> found;
  for (const auto& [id] : tx.all<CategoryId>("WITH RECURSIVE below AS (SELECT CAST($1 AS BIGINT) AS id UNION SELECT "
                                             "c.id FROM categories c JOIN below b ON "
                                             "c.parent_id = b.id) SELECT id FROM below",
                                             category))
    found.push_back(id);
  return found;
}

void add_categories(Statement& statement, db::Tx& tx, CategoryId category) {
  std::string_view between;
  for (const CategoryId id : categories_from(tx, category)) {
    statement << between << bound(id);
    between = ", ";
  }
}

std::string in_small_letters(db::Dialect dialect, std::string_view column) {
  std::string lowered = "lower(";
  lowered += column;
  return lowered += dialect == db::Dialect::kPostgres ? " COLLATE \"C\")" : ")";
}

std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace hurtrock::admin::store
