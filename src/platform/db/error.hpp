#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace hurtrock::db {

/// Why a statement failed, as far as a caller can act on it.
enum class ErrorKind {
  kUnique,       ///< a unique constraint or primary key
  kCheck,        ///< a check, not-null or foreign-key constraint
  kConflict,     ///< another transaction was in the way; the whole transaction may be run again
  kUnavailable,  ///< no connection in time, lost before anything was committed, or too slow (locks, time limits, disk)
  kOutcomeUnknown,  ///< the connection was lost during COMMIT: the transaction may or may not have happened
  kMisuse,          ///< wrong SQL, wrong types, wrong number of columns: a bug
  kOther,
};

/// Thrown by everything in this folder. `what()` names the statement's first words and the database's own message with
/// its DETAIL removed: bound values never appear in it.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::string constraint, const std::string& message)
      : std::runtime_error(message), kind_(kind), constraint_(std::move(constraint)) {}
  [[nodiscard]] ErrorKind kind() const { return kind_; }
  /// Name of the violated constraint as PostgreSQL knows it, or on SQLite "table.column" of a unique one (several
  /// joined by ", ") or the name of a check. "table.column" on both for a missing value (NOT NULL). Empty when unknown.
  [[nodiscard]] const std::string& constraint() const { return constraint_; }

 private:
  ErrorKind kind_;
  std::string constraint_;
};

}  // namespace hurtrock::db
