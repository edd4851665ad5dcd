#include "sample_data/batch_insert.hpp"

#include <span>

namespace hurtrock::sample_data {

BatchInsert::BatchInsert(db::Tx& tx, std::string_view target, std::size_t columns)
    : tx_(tx), target_(target), columns_(columns) {}

void BatchInsert::write_full() {
  if (full_statement_.empty()) full_statement_ = statement(kRowsPerStatement);
  tx_.query_list(full_statement_, values_);
  values_.clear();
}

void BatchInsert::finish() {
  // Row by row, so that a connection keeps two prepared statements a table and not one for every number of rows.
  const std::string single = statement(1);
  const std::span<const db::Value> all = values_;
  for (std::size_t start = 0; start < all.size(); start += columns_)
    tx_.query_list(single, all.subspan(start, columns_));
  values_.clear();
}

std::string BatchInsert::statement(std::size_t rows) const {
  std::string sql = "INSERT INTO " + target_ + " VALUES ";
  for (std::size_t row = 0, number = 1; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < columns_; ++column, ++number) {
      if (column > 0) sql += ", ";
      sql += "$" + std::to_string(number);
    }
    sql += ")";
  }
  return sql;
}

}  // namespace hurtrock::sample_data
