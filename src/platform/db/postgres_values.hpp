#pragma once

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.hpp"

namespace hurtrock::db {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

/// Values in the form libpq sends: binary, so that nothing is copied, quoted or ended by a NUL. Numbers go as bigint,
/// text as text and bytes as bytea; the type of a NULL is left to the server. Views the values it was made from.
class Parameters {
 public:
  /// Throws kMisuse for text holding a NUL character, which PostgreSQL cannot store.
  Parameters(std::span<const Value> values, std::string_view sql);
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;

  [[nodiscard]] int count() const { return static_cast<int>(types_.size()); }
  [[nodiscard]] const Oid* types() const { return types_.data(); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

  /// One character a type. The same SQL with other types is another prepared statement.
  [[nodiscard]] const std::string& signature() const { return signature_; }

 private:
  void add_null();
  void add_number(std::int64_t number);
  void add_text(std::string_view text, std::string_view sql);
  void add(char letter, Oid type, std::string_view data);

  std::vector<std::array<char, sizeof(std::int64_t)>> numbers_;
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::string signature_;
};

/// Throws kMisuse for a column of a type the shop does not use.
Rows rows_of(const PGresult* result, std::string_view sql);

/// How many rows an INSERT, UPDATE or DELETE touched; 0 for all else.
std::int64_t affected_by(PGresult* result);

}  // namespace hurtrock::db
