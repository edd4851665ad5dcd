#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.hpp"

namespace hurtrock::db {

/// One numbered step of the schema for one dialect; its text may hold several statements.
struct Migration {
  int number;
  std::string name;
  std::string_view sql;
};

struct MigrationState {
  int number;
  std::string name;
  bool applied;
};

/// The two kinds of database that the program has; never both in one.
enum class Schema : std::uint8_t { kShop, kChat };

/// The steps built into the program from db/migrations or db/chat/migrations, in order.
std::vector<Migration> built_in_migrations(Dialect dialect, Schema schema = Schema::kShop);

/// Applies what is missing, each step in a transaction of its own; several processes may do so at once (one does the
/// work, the others wait). Answers how many were applied here. Throws kMisuse, having changed nothing, when the
/// database is newer than the program or an applied step is not the one built in.
int migrate(Database& database, const std::vector<Migration>& migrations);
/// Every step of `migrations` and whether `database` has it. Changes nothing.
std::vector<MigrationState> migration_states(Database& database, const std::vector<Migration>& migrations);
/// Drops every table. The caller has made sure that somebody wants that.
void drop_everything(Database& database);

}  // namespace hurtrock::db
