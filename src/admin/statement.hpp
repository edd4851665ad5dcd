#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.hpp"
#include "platform/db/db.hpp"

/// What the stores of this folder put their SELECTs together with.
namespace hurtrock::admin::store {

/// A value in the middle of a Statement's text. Text is not copied: it outlives the statement.
struct Bound {
  db::Value value;
};
template <class T>
Bound bound(const T& value) {
  return {db::to_value(value)};
}

/// A SELECT that is put together at run time. Values are numbered as they come, as SQLite wants it.
class Statement {
 public:
  Statement& operator<<(std::string_view sql) {
    sql_ += sql;
    return *this;
  }
  Statement& operator<<(const Bound& bound) {
    values_.push_back(bound.value);
    sql_ += '$' + std::to_string(values_.size());
    return *this;
  }
  db::Rows run(db::Tx& tx) const { return tx.query_list(sql_, values_); }

 private:
  std::string sql_;
  std::vector<db::Value> values_;
};

/// "$1, $2": the category and all below it, for IN. They are looked up now, for whoever plans the statement has no idea
/// how much they hold when it finds them itself.
void add_categories(Statement& statement, db::Tx& tx, CategoryId category);
std::vector<CategoryId> categories_from(db::Tx& tx, CategoryId category);

/// The small letters of a column of many rows, as text::lower has them: of ASCII alone, as SQLite's lower(). PostgreSQL
/// needs ten times as long for those of every language.
std::string in_small_letters(db::Dialect dialect, std::string_view column);

/// "%text%" for LIKE, with its special characters taken literally.
std::string containing(std::string_view text);

}  // namespace hurtrock::admin::store
