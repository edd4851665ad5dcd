#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.hpp"

/// Whole databases, for backups. Others read and write meanwhile.
namespace hurtrock::db {

/// What kind of database a url names. Throws kMisuse for any other url.
Dialect dialect_of(const std::string& url);

/// The file of "sqlite:PATH".
std::filesystem::path sqlite_file(const std::string& url);

/// Whether it is a SQLite database whose file is not there. Of a PostgreSQL only asking it tells.
bool is_missing(const std::string& url);

/// Writes the database as of one moment into `to`, which must not be there: one file, without a log beside it. Needs as
/// much room as the database has content.
void copy_sqlite(const std::filesystem::path& from, const std::filesystem::path& to);

/// What SQLite finds wrong with that file's pages and references: nothing, or the first of it.
std::optional<std::string> sqlite_damage(const std::filesystem::path& file);

/// The url as "PGHOST=...", "PGPASSWORD=..." and so on, for PostgreSQL's own programs: a command line is everybody's to
/// read. Throws kMisuse when it is malformed.
std::vector<std::string> postgres_environment(const std::string& url);

/// The same server with another database.
std::string postgres_url_with_database(const std::string& url, const std::string& database);

/// A process besides this one that has that SQLite database open; nothing when there is none. Throws when it cannot
/// be told. Not for a process that has it open itself: asking would take away its locks.
std::optional<pid_t> sqlite_user(const std::filesystem::path& file);

/// How many connections besides this one the program has to that PostgreSQL database; 0 for SQLite.
std::int64_t other_connections(Database& database);

}  // namespace hurtrock::db
