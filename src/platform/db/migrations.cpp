#include "platform/db/migrations.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>

#include "platform/core/clock.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/embedded_migrations.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::db {
namespace {

/// Number -> checksum of the steps a database has.
using Applied = std::map<int, std::string>;

[[noreturn]] void misuse(const std::string& message) { throw Error{ErrorKind::kMisuse, {}, message}; }

std::string label(const Migration& step) { return fmt::format("{:04}_{}", step.number, step.name); }

std::span<const EmbeddedMigration> embedded(Dialect dialect, Schema schema) {
  if (schema == Schema::kChat)
    return dialect == Dialect::kSqlite ? embedded_chat_sqlite_migrations() : embedded_chat_postgres_migrations();
  return dialect == Dialect::kSqlite ? embedded_shop_sqlite_migrations() : embedded_shop_postgres_migrations();
}

/// "0001_foundation" -> 1, "foundation".
Migration parsed(const EmbeddedMigration& file) {
  int number = 0;
  const char* const end = file.stem.data() + file.stem.size();
  const auto [after, bad] = std::from_chars(file.stem.data(), end, number);
  if (bad != std::errc{} || after == end || *after != '_')
    misuse(fmt::format("migration {} is not named NNNN_name.sql", file.stem));
  return {.number = number, .name = std::string(after + 1, end), .sql = file.sql};
}

void check_order(const std::vector<Migration>& migrations) {
  const auto later = [](const Migration& a, const Migration& b) { return a.number >= b.number; };
  const auto found = std::ranges::adjacent_find(migrations, later);
  if (found != migrations.end()) misuse(fmt::format("migration {} is followed by one not above it", label(*found)));
}

/// From here to the end of the transaction no other process migrates. SQLite's write transactions are alone anyway.
void wait_for_turn(Tx& tx) {
  if (tx.dialect() == Dialect::kSqlite) return;
  // The number is arbitrary, and this program's own. Steps take as long as they need, unlike a page's statements.
  tx.run_script(
      "SET LOCAL lock_timeout = '10min'; SET LOCAL statement_timeout = 0;"
      "SELECT pg_advisory_xact_lock(4857871145)");
}

void create_table(Tx& tx) {
  const char* const strict = tx.dialect() == Dialect::kSqlite ? " STRICT" : "";
  const char* const big = tx.dialect() == Dialect::kSqlite ? "INTEGER" : "BIGINT";
  tx.run_script(
      fmt::format("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER NOT NULL PRIMARY KEY,"
                  " name TEXT NOT NULL, applied_at {} NOT NULL, checksum TEXT NOT NULL){}",
                  big, strict));
}

bool table_exists(Tx& tx) {
  const char* const question =
      tx.dialect() == Dialect::kSqlite
          ? "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'"
          : "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migrations'";
  return tx.one<std::int64_t>(question) > 0;
}

Applied applied_steps(Tx& tx) {
  Applied applied;
  for (auto& [number, checksum] : tx.all<int, std::string>("SELECT number, checksum FROM schema_migrations"))
    applied.emplace(number, std::move(checksum));
  return applied;
}

void check_history(const Applied& applied, const std::vector<Migration>& migrations) {
  for (const auto& [number, checksum] : applied) {
    const auto step = std::ranges::find(migrations, number, &Migration::number);
    if (step == migrations.end())
      misuse(fmt::format("the database has migration {:04}, which this program does not know: it is newer", number));
    if (crypto::sha256_hex(step->sql) != checksum)
      misuse(fmt::format("migration {} was edited after it had been applied to this database", label(*step)));
  }
}

const Migration* first_missing(const Applied& applied, const std::vector<Migration>& migrations) {
  const auto step = std::ranges::find_if_not(migrations, [&](const auto& m) { return applied.contains(m.number); });
  return step == migrations.end() ? nullptr : &*step;
}

/// Applies the first missing step; false when there is none.
bool apply_next(Tx& tx, const std::vector<Migration>& migrations) {
  wait_for_turn(tx);
  create_table(tx);
  const Applied applied = applied_steps(tx);
  check_history(applied, migrations);
  const Migration* const step = first_missing(applied, migrations);
  if (step == nullptr) return false;
  try {
    tx.run_script(step->sql);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kConflict || error.kind() == ErrorKind::kUnavailable) throw;  // is tried again
    throw Error{error.kind(), error.constraint(), fmt::format("migration {}: {}", label(*step), error.what())};
  }
  tx.execute("INSERT INTO schema_migrations (number, name, applied_at, checksum) VALUES ($1, $2, $3, $4)", step->number,
             step->name, SystemClock{}.now(), crypto::sha256_hex(step->sql));
  return true;
}

/// Tables that others refer to come after those others, so that dropping them breaks no foreign key.
std::vector<std::string> sqlite_tables_children_first(Tx& tx) {
  std::vector<std::string> remaining;
  for (auto& [name] : tx.all<std::string>("SELECT name FROM sqlite_schema WHERE type = 'table'"
                                          " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"))
    remaining.push_back(std::move(name));
  const auto references = tx.all<std::string, std::string>(
      "SELECT child.name, reference.\"table\" FROM sqlite_schema child, pragma_foreign_key_list(child.name) reference"
      " WHERE child.type = 'table' AND child.name <> reference.\"table\"");

  std::vector<std::string> ordered;
  while (!remaining.empty()) {
    const auto is_referred_to = [&](const std::string& table) {
      return std::ranges::any_of(references, [&](const auto& reference) {
        return std::get<1>(reference) == table &&
               std::ranges::find(remaining, std::get<0>(reference)) != remaining.end();
      });
    };
    auto next = std::ranges::find_if_not(remaining, is_referred_to);
    if (next == remaining.end()) next = remaining.begin();  // a circle: deferred checks see to it
    ordered.push_back(std::move(*next));
    remaining.erase(next);
  }
  return ordered;
}

void drop_everything_sqlite(Tx& tx) {
  tx.run_script("PRAGMA defer_foreign_keys = ON");
  for (const auto& [name] : tx.all<std::string>("SELECT name FROM sqlite_schema WHERE type = 'view'"))
    tx.run_script(fmt::format("DROP VIEW \"{}\"", name));
  for (const auto& table : sqlite_tables_children_first(tx)) tx.run_script(fmt::format("DROP TABLE \"{}\"", table));
}

}  // namespace

std::vector<Migration> built_in_migrations(Dialect dialect, Schema schema) {
  const auto files = embedded(dialect, schema);
  std::vector<Migration> migrations;
  migrations.reserve(files.size());
  for (const EmbeddedMigration& file : files) migrations.push_back(parsed(file));
  return migrations;
}

int migrate(Database& database, const std::vector<Migration>& migrations) {
  check_order(migrations);
  int applied = 0;
  while (database.write([&](Tx& tx) { return apply_next(tx, migrations); })) ++applied;
  if (applied > 0) log::info("db.migrated", {{"steps", applied}, {"newest", label(migrations.back())}});
  return applied;
}

std::vector<MigrationState> migration_states(Database& database, const std::vector<Migration>& migrations) {
  const Applied applied = database.read([](Tx& tx) { return table_exists(tx) ? applied_steps(tx) : Applied{}; });
  std::vector<MigrationState> states;
  states.reserve(migrations.size());
  for (const Migration& step : migrations)
    states.push_back({.number = step.number, .name = step.name, .applied = applied.contains(step.number)});
  return states;
}

void drop_everything(Database& database) {
  database.write([](Tx& tx) {
    if (tx.dialect() == Dialect::kSqlite) return drop_everything_sqlite(tx);
    wait_for_turn(tx);
    tx.run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  });
}

}  // namespace hurtrock::db
