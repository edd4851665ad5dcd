#include "platform/db/db.hpp"

#include <fmt/core.h>

#include "platform/db/connection.hpp"
#include "platform/db/sql_text.hpp"

namespace hurtrock::db {

const Rows::Cell& Rows::cell(std::size_t row, std::size_t column) const {
  if (row >= size() || column >= columns_)
    throw Error{ErrorKind::kMisuse, {}, fmt::format("no cell at row {}, column {}", row, column)};
  return cells_[row * columns_ + column];
}

template <class Act>
auto Tx::attempt(Act&& act) {
  rethrow_failure();
  try {
    return act();
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

Tx::Result Tx::run(std::string_view sql, std::span<const Value> values) {
  return attempt([&] { return connection_.run(sql, values); });
}

void Tx::send_list(std::string_view sql, std::span<const Value> values) {
  attempt([&] { connection_.send(sql, values); });
}

void Tx::settle() {
  attempt([&] { connection_.settle(); });
}

void Tx::run_script(std::string_view sql) {
  attempt([&] { connection_.run_script(sql); });
}

void Tx::rethrow_failure() const {
  if (failure_) std::rethrow_exception(failure_);
}

namespace detail {

void wrong_cell(std::size_t row, std::size_t column, const char* expected) {
  throw Error{ErrorKind::kMisuse, {}, fmt::format("row {}, column {} is not {}", row, column, expected)};
}

void wrong_shape(std::string_view sql, std::size_t rows, std::size_t columns, std::size_t expected_columns) {
  throw Error{ErrorKind::kMisuse,
              {},
              fmt::format("{}: answered {} rows of {} columns; {} columns were asked for", first_words(sql), rows,
                          columns, expected_columns)};
}

}  // namespace detail
}  // namespace hurtrock::db
