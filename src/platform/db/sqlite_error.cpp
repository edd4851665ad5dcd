#include "platform/db/sqlite_error.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <string>

#include "platform/db/sql_text.hpp"

namespace hurtrock::db {
namespace {

ErrorKind kind_of_constraint(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorKind::kUnique;
    case SQLITE_CONSTRAINT_DATATYPE:
      return ErrorKind::kMisuse;  // text for an INTEGER column of a STRICT table
    default:
      return ErrorKind::kCheck;
  }
}

ErrorKind kind_of(int code) {
  constexpr int kPrimaryBits = 0xff;
  switch (code & kPrimaryBits) {
    case SQLITE_CONSTRAINT:
      return kind_of_constraint(code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::kConflict;
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
      return ErrorKind::kUnavailable;
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_READONLY:
    case SQLITE_TOOBIG:
      return ErrorKind::kMisuse;
    default:
      return ErrorKind::kOther;
  }
}

/// "UNIQUE constraint failed: users.email" -> "users.email"; "... failed: index 'users_by_phone'" -> "users_by_phone".
std::string constraint_in(std::string_view message) {
  constexpr std::string_view kBeforeName = " constraint failed: ";
  constexpr std::string_view kBeforeIndex = "index '";
  const std::size_t at = message.find(kBeforeName);
  if (at == std::string_view::npos) return {};
  std::string_view name = message.substr(at + kBeforeName.size());
  if (name.starts_with(kBeforeIndex) && name.ends_with('\'')) {
    name.remove_prefix(kBeforeIndex.size());
    name.remove_suffix(1);
  }
  return std::string{name};
}

}  // namespace

Error sqlite_error(int code, std::string_view message, std::string_view sql) {
  return {kind_of(code), constraint_in(message), fmt::format("{}: {} (SQLite {})", first_words(sql), message, code)};
}

}  // namespace hurtrock::db
