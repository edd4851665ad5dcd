#include "app/database_users.hpp"

#include <chrono>
#include <exception>
#include <thread>

#include "app/backup.hpp"
#include "app/existing_database.hpp"
#include "app/secret_store.hpp"
#include "platform/db/copy.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kConnectionsEnd = 1s;

}  // namespace

bool is_used_by_others(const std::string& url) {
  if (db::dialect_of(url) == db::Dialect::kSqlite) return db::sqlite_user(db::sqlite_file(url)).has_value();
  const auto postgres = db::Database::open(url, {.connections = 1});
  const auto deadline = std::chrono::steady_clock::now() + kConnectionsEnd;
  while (db::other_connections(*postgres) > 0) {
    if (std::chrono::steady_clock::now() >= deadline) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

std::optional<std::string> another_secret_at_work(const Config& config) {
  const std::string& url = config.database_url;
  try {
    if (db::is_missing(url)) return std::nullopt;
    const auto last = db::Database::open(url, kToLook)->read([](db::Tx& tx) { return last_secret(tx); });
    if (!last || *last == fingerprint(config.session_secret) || !is_used_by_others(url)) return std::nullopt;
    return "the shop that is running on the database of DATABASE_URL has another SESSION_SECRET: each refuses the "
           "other's logins, forms and links. If this is one more machine of it, give it the same SESSION_SECRET; if it "
           "is a copy, stop it and set another DATABASE_URL, for until then both work on the same orders";
  } catch (const std::exception&) {
    // Of a new database, or one that does not answer, others tell.
    return std::nullopt;
  }
}

}  // namespace hurtrock::app
