#include "platform/db/copy.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "platform/db/sqlite_error.hpp"

namespace hurtrock::db {
namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";
/// Somebody may be writing a large transaction.
constexpr int kPatienceMs = 60'000;

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Link = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

void check(sqlite3* db, int code, std::string_view sql) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) throw sqlite_error(code, sqlite3_errmsg(db), sql);
}

/// An existing file only: asking about a database must not make one.
Link open(const std::filesystem::path& file) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Link link{opened};
  check(opened, code, "open " + file.string());
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, kPatienceMs);
  return link;
}

Statement prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  check(db, sqlite3_prepare_v2(db, sql, -1, &statement, nullptr), sql);
  return Statement{statement};
}

/// The first column of the first row, if there is one.
std::optional<std::string> first_answer(sqlite3* db, const char* sql) {
  const Statement statement = prepare(db, sql);
  const int code = sqlite3_step(statement.get());
  check(db, code, sql);
  if (code != SQLITE_ROW) return std::nullopt;
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
  return text == nullptr ? std::string{} : std::string{text};
}

Error cannot_ask(const std::filesystem::path& file, int error) {
  return Error{ErrorKind::kOther, {}, "cannot tell who has " + file.string() + " open: " + std::strerror(error)};
}

/// Nothing when there is no such file.
std::optional<int> open_to_ask(const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened >= 0) return opened;
  if (errno == ENOENT) return std::nullopt;
  throw cannot_ask(file, errno);
}

}  // namespace

Dialect dialect_of(const std::string& url) {
  if (url.starts_with(kSqliteScheme) && url.size() > kSqliteScheme.size()) return Dialect::kSqlite;
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Dialect::kPostgres;
  throw Error{ErrorKind::kMisuse, {}, "a database's address is sqlite:PATH or postgresql://..."};
}

std::filesystem::path sqlite_file(const std::string& url) { return url.substr(kSqliteScheme.size()); }

bool is_missing(const std::string& url) {
  return dialect_of(url) == Dialect::kSqlite && !std::filesystem::exists(sqlite_file(url));
}

void copy_sqlite(const std::filesystem::path& from, const std::filesystem::path& to) {
  const Link db = open(from);
  // Unlike SQLite's backup functions it needs no second beginning when another process writes meanwhile.
  const char* const sql = "VACUUM INTO ?1";
  const Statement statement = prepare(db.get(), sql);
  const std::string name = to.string();
  check(db.get(), sqlite3_bind_text(statement.get(), 1, name.c_str(), -1, SQLITE_STATIC), sql);
  check(db.get(), sqlite3_step(statement.get()), sql);
}

std::optional<std::string> sqlite_damage(const std::filesystem::path& file) {
  try {
    const Link db = open(file);
    if (auto found = first_answer(db.get(), "PRAGMA quick_check(1)"); found != "ok") return found;
    if (const auto table = first_answer(db.get(), "PRAGMA foreign_key_check"))
      return "rows of " + *table + " refer to others that are not there";
    return std::nullopt;
  } catch (const Error& error) {
    return error.what();
  }
}

std::vector<std::string> postgres_environment(const std::string& url) {
  struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* text) const { PQfreemem(text); }
  };
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, Free> options{PQconninfoParse(url.c_str(), &message)};
  const std::unique_ptr<char, Free> owned{message};
  if (!options) throw Error{ErrorKind::kMisuse, {}, "the database's address is malformed"};
  std::vector<std::string> variables;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && option->envvar != nullptr)
      variables.push_back(std::string(option->envvar) + "=" + option->val);
  return variables;
}

std::string postgres_url_with_database(const std::string& url, const std::string& database) {
  const auto host = url.find("://") + 3;
  const auto end_of_host = std::min(url.find_first_of("/?", host), url.size());
  const auto parameters = std::min(url.find('?', host), url.size());
  return url.substr(0, end_of_host) + "/" + database + url.substr(parameters);
}

std::optional<pid_t> sqlite_user(const std::filesystem::path& file) {
  // Where SQLite locks a file: https://www.sqlite.org/src/file/src/os.h, PENDING_BYTE and what follows. In WAL mode
  // each connection keeps the shared bytes locked for as long as it is open.
  constexpr off_t kPendingByte = 0x40000000;
  constexpr off_t kLockedBytes = 512;
  const auto opened = open_to_ask(file);
  if (!opened) return std::nullopt;
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kPendingByte;
  lock.l_len = kLockedBytes;
  const int error = ::fcntl(*opened, F_GETLK, &lock) == 0 ? 0 : errno;
  ::close(*opened);
  if (error != 0) throw cannot_ask(file, error);
  return lock.l_type != F_UNLCK ? std::optional{lock.l_pid} : std::nullopt;
}

std::int64_t other_connections(Database& database) {
  if (database.dialect() == Dialect::kSqlite) return 0;
  return database.read([](Tx& tx) {
    return tx.one<std::int64_t>(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hurtrock' "
        "AND pid <> pg_backend_pid()");
  });
}

}  // namespace hurtrock::db
