#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/db/migrations.hpp"

/// What can be asked about a database as such, whatever is in it. For hurtrock doctor.
namespace hurtrock::db {

/// A step that the database has and the program does not know: a newer program has been here.
std::optional<int> unknown_migration(Database& database, const std::vector<Migration>& migrations);

/// When the latest step was applied, by the clock of the machine that did so; nothing before the first.
std::optional<Time> last_migrated(Database& database);

/// What time PostgreSQL's machine has; nothing for SQLite, which is on this one.
std::optional<Time> server_time(Database& database);

}  // namespace hurtrock::db
