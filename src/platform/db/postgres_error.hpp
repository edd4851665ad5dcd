#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "platform/db/error.hpp"

namespace hurtrock::db {

/// What a failed result means for `sql`. Only the primary message is kept, and not even that of data errors: DETAIL,
/// and messages such as `invalid input syntax for type bigint: "..."`, quote what was bound.
Error postgres_error(const PGresult* result, std::string_view sql);

/// The server says that it ends this connection, or cannot serve any now.
bool ends_connection(const PGresult* result);

/// A prepared statement no longer fits the tables, or the server has forgotten it: a new connection prepares it anew.
bool means_stale_statement(const PGresult* result);

/// The first line of libpq's own message about a connection; never holds the password.
std::string_view connection_message(const PGconn* connection);

}  // namespace hurtrock::db
