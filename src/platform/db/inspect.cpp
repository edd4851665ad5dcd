#include "platform/db/inspect.hpp"

#include <algorithm>

namespace hurtrock::db {

std::optional<int> unknown_migration(Database& database, const std::vector<Migration>& migrations) {
  const auto applied =
      database.read([](Tx& tx) { return tx.all<int>("SELECT number FROM schema_migrations ORDER BY number"); });
  for (const auto& [number] : applied)
    if (std::ranges::find(migrations, number, &Migration::number) == migrations.end()) return number;
  return std::nullopt;
}

std::optional<Time> last_migrated(Database& database) {
  return database.read(
      [](Tx& tx) { return tx.one<std::optional<Time>>("SELECT MAX(applied_at) FROM schema_migrations"); });
}

std::optional<Time> server_time(Database& database) {
  if (database.dialect() == Dialect::kSqlite) return std::nullopt;
  return database.read(
      [](Tx& tx) { return tx.one<Time>("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"); });
}

}  // namespace hurtrock::db
