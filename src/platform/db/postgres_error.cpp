#include "platform/db/postgres_error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

#include "platform/db/sql_text.hpp"

namespace hurtrock::db {
namespace {

// Codes of PostgreSQL 15's appendix A. The first two characters name a class.
constexpr std::string_view kDataException = "22";
constexpr std::string_view kIntegrityViolation = "23";
constexpr std::string_view kInvalidTransactionState = "25";
constexpr std::string_view kInsufficientResources = "53";
constexpr std::string_view kSyntaxOrAccess = "42";
constexpr std::string_view kNotNullViolation = "23502";
constexpr std::string_view kUniqueViolation = "23505";
constexpr std::string_view kExclusionViolation = "23P01";
constexpr std::string_view kSerializationFailure = "40001";
constexpr std::string_view kDeadlock = "40P01";
constexpr std::string_view kLockNotAvailable = "55P03";
constexpr std::string_view kQueryCanceled = "57014";        // by statement_timeout
constexpr std::string_view kProtocolViolation = "08P01";    // fewer values than the statement has parameters
constexpr std::string_view kFeatureNotSupported = "0A000";  // also: "cached plan must not change result type"
constexpr std::string_view kNoSuchStatement = "26000";

std::string_view field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

std::string_view state_of(const PGresult* result) { return field(result, PG_DIAG_SQLSTATE); }

ErrorKind kind_of(std::string_view state) {
  if (state == kUniqueViolation || state == kExclusionViolation) return ErrorKind::kUnique;
  if (state.starts_with(kIntegrityViolation)) return ErrorKind::kCheck;
  if (state == kSerializationFailure || state == kDeadlock) return ErrorKind::kConflict;
  if (state == kLockNotAvailable || state == kQueryCanceled || state.starts_with(kInsufficientResources))
    return ErrorKind::kUnavailable;
  if (state == kProtocolViolation || state == kFeatureNotSupported || state.starts_with(kDataException) ||
      state.starts_with(kInvalidTransactionState) || state.starts_with(kSyntaxOrAccess))
    return ErrorKind::kMisuse;
  return ErrorKind::kOther;
}

std::string constraint_of(const PGresult* result, std::string_view state) {
  if (state != kNotNullViolation) return std::string{field(result, PG_DIAG_CONSTRAINT_NAME)};
  return fmt::format("{}.{}", field(result, PG_DIAG_TABLE_NAME), field(result, PG_DIAG_COLUMN_NAME));
}

}  // namespace

Error postgres_error(const PGresult* result, std::string_view sql) {
  const std::string_view state = state_of(result);
  const std::string_view message =
      state.starts_with(kDataException) ? "a value does not fit" : field(result, PG_DIAG_MESSAGE_PRIMARY);
  return {kind_of(state), constraint_of(result, state),
          fmt::format("{}: {} (PostgreSQL {})", first_words(sql), message, state)};
}

bool ends_connection(const PGresult* result) {
  // Terminated by an administrator, by the crash of another session, or starting up or shutting down; and what libpq
  // reports without a code of the server's, which is always about the connection.
  static constexpr std::array<std::string_view, 4> kEnds{"57P01", "57P02", "57P03", ""};
  return std::ranges::find(kEnds, state_of(result)) != kEnds.end();
}

bool means_stale_statement(const PGresult* result) {
  const std::string_view state = state_of(result);
  return state == kFeatureNotSupported || state == kNoSuchStatement;
}

std::string_view connection_message(const PGconn* connection) {
  const std::string_view message = PQerrorMessage(connection);
  return message.substr(0, message.find('\n'));
}

}  // namespace hurtrock::db
