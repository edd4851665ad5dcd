#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/db/db.hpp"

namespace hurtrock::sample_data {

/// Many rows of one table with few statements: "INSERT INTO table (columns) VALUES (...), (...), ...". Texts are not
/// copied: they must live until the rows are written, which `finish()` ends.
class BatchInsert {
 public:
  /// `target`: the table and its columns, "brands (id, name)".
  BatchInsert(db::Tx& tx, std::string_view target, std::size_t columns);

  template <class... Columns>
  void add(Columns&&... columns) {
    static_assert((!std::is_same_v<Columns, std::string> && ...),
                  "a temporary text would be gone before it is written");
    (values_.push_back(db::to_value(columns)), ...);
    if (values_.size() == columns_ * kRowsPerStatement) write_full();
  }
  void finish();

 private:
  static constexpr std::size_t kRowsPerStatement = 64;

  void write_full();
  [[nodiscard]] std::string statement(std::size_t rows) const;

  db::Tx& tx_;
  std::string target_;
  std::size_t columns_;
  std::string full_statement_;
  std::vector<db::Value> values_;
};

}  // namespace hurtrock::sample_data
