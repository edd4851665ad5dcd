#include "platform/db/sqlite.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/db/sql_text.hpp"
#include "platform/db/sqlite_error.hpp"
#include "platform/db/statement_cache.hpp"

namespace hurtrock::db {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabasePtr = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementPtr = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// A prepared statement, and for each of SQLite's parameters the n of its `$n`: SQLite numbers them by appearance.
struct Prepared {
  StatementPtr statement;
  std::vector<std::size_t> numbers;
  std::size_t values = 0;
};

/// Frees a statement's locks and forgets the views bound to it.
class Use {
 public:
  explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const SqliteSettings& settings, Access access);

  void begin(Access access) override { run(access == Access::kWrite ? "BEGIN IMMEDIATE" : "BEGIN", {}); }
  Tx::Result run(std::string_view sql, std::span<const Value> values) override;
  void send(std::string_view sql, std::span<const Value> values) override { run(sql, values); }
  void settle() override {}
  void run_script(std::string_view sql) override;
  void commit() override { run("COMMIT", {}); }
  void rollback() noexcept override;
  [[nodiscard]] bool reusable() const override { return !in_transaction(); }

 private:
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
  void configure(const SqliteSettings& settings, Access access);
  Prepared& prepared(std::string_view sql);
  [[nodiscard]] Prepared prepare(std::string_view sql) const;
  void bind(const Prepared& prepared, std::span<const Value> values, std::string_view sql) const;
  Rows fetch(sqlite3_stmt* statement, std::string_view sql) const;
  void check(int code, std::string_view sql) const;

  DatabasePtr db_;
  StatementCache<Prepared> statements_{kPreparedStatements};
};

/// Once, before SQLite is first used. Its statistics of memory, which nobody reads, are kept behind one lock that every
/// allocation of every thread takes.
void prepare_library() { [[maybe_unused]] static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

SqliteConnection::SqliteConnection(const SqliteSettings& settings, Access access) {
  prepare_library();
  // NOMUTEX: the pool lends a connection to one thread at a time. Not READONLY for whoever only reads: such a
  // connection leaves the log that it needs lying beside the file.
  const int making = settings.only_reads ? 0 : SQLITE_OPEN_CREATE;
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(settings.path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | making, nullptr);
  db_.reset(opened);
  check(code, "open");
  configure(settings, access);
}

void SqliteConnection::configure(const SqliteSettings& settings, Access access) {
  sqlite3_extended_result_codes(db_.get(), 1);
  sqlite3_busy_timeout(db_.get(), static_cast<int>(settings.busy_timeout.count()));
  // As on PostgreSQL, "x" is a name and never text.
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);

  // This is kept by the file itself.
  if (!settings.only_reads) run_script("PRAGMA journal_mode = WAL");
  // The log is cut back to 64 MiB after a checkpoint; 8 MiB of private cache a connection, the rest is the system's,
  // and read where the system has it, as far as SQLite maps a file: 2 GiB.
  run_script(
      "PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON;"
      "PRAGMA cache_size = -8192; PRAGMA mmap_size = 2147418112; PRAGMA temp_store = MEMORY;"
      "PRAGMA case_sensitive_like = ON;");
  run_script(settings.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  if (access == Access::kRead) run_script("PRAGMA query_only = ON");
}

Tx::Result SqliteConnection::run(std::string_view sql, std::span<const Value> values) {
  const Prepared& statement = prepared(sql);
  const Use use{statement.statement.get()};
  bind(statement, values, sql);

  // sqlite3_changes tells of the last INSERT, UPDATE or DELETE, which may have been another statement.
  const auto changes_before = sqlite3_total_changes64(db_.get());
  Rows rows = fetch(statement.statement.get(), sql);
  const bool changed = sqlite3_total_changes64(db_.get()) != changes_before;
  return {.rows = std::move(rows), .affected = changed ? sqlite3_changes64(db_.get()) : 0};
}

Prepared& SqliteConnection::prepared(std::string_view sql) {
  if (Prepared* known = statements_.find(sql)) return *known;
  return statements_.insert(std::string{sql}, prepare(sql));
}

Prepared SqliteConnection::prepare(std::string_view sql) const {
  const std::string text = without_row_locks(sql);
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  check(sqlite3_prepare_v3(db_.get(), text.c_str(), static_cast<int>(text.size() + 1), SQLITE_PREPARE_PERSISTENT,
                           &statement, &rest),
        sql);
  Prepared prepared{.statement = StatementPtr{statement}, .numbers = {}};
  if (statement == nullptr || std::string_view{rest}.find_first_not_of(" \t\r\n;") != std::string_view::npos)
    throw Error{ErrorKind::kMisuse, {}, fmt::format("{}: not one statement", first_words(sql))};

  const int count = sqlite3_bind_parameter_count(statement);
  for (int parameter = 1; parameter <= count; ++parameter) {
    const char* name = sqlite3_bind_parameter_name(statement, parameter);
    const std::string_view digits = name != nullptr && *name == '$' ? name + 1 : "";
    std::size_t number = 0;
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (bad != std::errc{} || end != digits.data() + digits.size() || number == 0)
      throw Error{ErrorKind::kMisuse, {}, fmt::format("{}: parameters are written $1, $2, ...", first_words(sql))};
    prepared.numbers.push_back(number);
    prepared.values = std::max(prepared.values, number);
  }
  return prepared;
}

/// Binds without copying: the values outlive the call of run(), and Use forgets them at its end.
struct BindValue {
  sqlite3_stmt* statement;
  int parameter;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, parameter); }
  int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, parameter, number); }
  int operator()(std::string_view text) const {
    return sqlite3_bind_text64(statement, parameter, start_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(Bytes bytes) const {
    return sqlite3_bind_blob64(statement, parameter, start_of(bytes.view), bytes.view.size(), SQLITE_STATIC);
  }
  /// SQLite takes a null pointer for NULL, even with a length of zero.
  static const char* start_of(std::string_view view) { return view.data() == nullptr ? "" : view.data(); }
};

void SqliteConnection::bind(const Prepared& prepared, std::span<const Value> values, std::string_view sql) const {
  if (prepared.values != values.size())
    throw Error{ErrorKind::kMisuse,
                {},
                fmt::format("{}: takes {} values, was given {}", first_words(sql), prepared.values, values.size())};
  for (std::size_t i = 0; i < prepared.numbers.size(); ++i) {
    const BindValue bind_value{prepared.statement.get(), static_cast<int>(i + 1)};
    check(std::visit(bind_value, values[prepared.numbers[i] - 1]), sql);
  }
}

Rows::Cell cell_of(sqlite3_stmt* statement, int column, std::string_view sql) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
      // The pointer first: asking for it may convert the value and so change its length. Null for no bytes.
      const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return data == nullptr ? std::string{} : std::string(data, size);
    }
    default:
      throw Error{ErrorKind::kMisuse, {}, fmt::format("{}: column {} is a fraction", first_words(sql), column)};
  }
}

Rows SqliteConnection::fetch(sqlite3_stmt* statement, std::string_view sql) const {
  std::vector<Rows::Cell> cells;
  int columns = 0;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    columns = sqlite3_column_count(statement);
    for (int column = 0; column < columns; ++column) cells.push_back(cell_of(statement, column, sql));
  }
  if (code != SQLITE_DONE) check(code, sql);
  return {static_cast<std::size_t>(columns), std::move(cells)};
}

void SqliteConnection::run_script(std::string_view sql) {
  const std::string text{sql};
  for (const char* rest = text.c_str(); *rest != '\0';) {
    const char* const start = rest;
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db_.get(), start, -1, &statement, &rest), start);
    const StatementPtr owner{statement};
    if (statement == nullptr) continue;  // white space or a comment
    const std::string_view one{start, static_cast<std::size_t>(rest - start)};
    fetch(statement, one);
  }
}

void SqliteConnection::rollback() noexcept {
  // Some errors have rolled back already. When this fails the connection is not reusable, and closing it rolls back.
  if (in_transaction()) sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteConnection::check(int code, std::string_view sql) const {
  if (code == SQLITE_OK) return;
  if (db_ == nullptr) throw sqlite_error(code, sqlite3_errstr(code), sql);
  throw sqlite_error(sqlite3_extended_errcode(db_.get()), sqlite3_errmsg(db_.get()), sql);
}

}  // namespace

std::unique_ptr<Connection> connect_sqlite(const SqliteSettings& settings, Access access) {
  const auto folder = std::filesystem::path{settings.path}.parent_path();
  std::error_code failed;  // the file's own error says more
  if (!folder.empty() && !settings.only_reads) std::filesystem::create_directories(folder, failed);
  return std::make_unique<SqliteConnection>(settings, access);
}

}  // namespace hurtrock::db
