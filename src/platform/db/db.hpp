#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "platform/db/error.hpp"
#include "platform/db/values.hpp"

/// One layer over SQLite and PostgreSQL. Statements are one text for both, with `$1`, `$2`, ... numbered in order of
/// first appearance, prepared once per connection. "FOR UPDATE" and "FOR UPDATE SKIP LOCKED" are left out on SQLite,
/// where a write transaction is alone anyway.
///
/// Where the two differ without saying so:
/// - SUM of BIGINT is NUMERIC on PostgreSQL; whole numbers in the range of 64 bits are read as such, fractions (AVG)
/// are
///   kMisuse on both.
/// - NULLs sort first on SQLite and last on PostgreSQL: say NULLS FIRST or NULLS LAST.
/// - LIKE tells capitals from small letters on both; lower() knows only ASCII on SQLite.
/// - PostgreSQL must be able to tell the type of a bound NULL: write CAST($1 AS BIGINT) IS NULL, not $1 IS NULL alone.
/// - PostgreSQL refuses text with NUL characters or wrong UTF-8 (kMisuse); SQLite keeps it.
namespace hurtrock::db {

enum class Dialect : std::uint8_t { kSqlite, kPostgres };

/// The rows of one answer, copied out of the connection. Row and column numbers start at 0.
class Rows {
 public:
  [[nodiscard]] std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] std::size_t columns() const { return columns_; }

  /// The cell as T: std::int64_t, int, bool (0 or 1), std::string, Money, Time, Id<...>, or std::optional of these; or
  /// std::string_view of a text that lives as long as these rows.
  /// Throws kMisuse for a NULL in a plain T, a number outside T's range, or another kind of value.
  template <class T>
  [[nodiscard]] T get(std::size_t row, std::size_t column) const;

  // For the drivers. Text from PostgreSQL is turned into numbers by the driver, by the column's type.
  using Cell = std::variant<std::monostate, std::int64_t, std::string>;
  Rows() = default;
  Rows(std::size_t columns, std::vector<Cell> cells) : columns_(columns), cells_(std::move(cells)) {}

 private:
  [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const;  // throws kMisuse outside
  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
};

/// What a transaction may do.
enum class Access : std::uint8_t { kRead, kWrite };

/// One physical connection. Implemented by the two drivers; used by nothing but Database and Tx.
class Connection;

/// An open transaction. Lives on one thread, for the length of one function handed to Database::read or write.
/// The first statement that fails ends it, on both databases: every later statement throws the same error again, and
/// nothing is committed even if the function swallows it. To go on after a duplicate, use ON CONFLICT DO NOTHING.
class Tx {
 public:
  explicit Tx(Connection& connection, Dialect dialect) : connection_(connection), dialect_(dialect) {}
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  /// Runs one statement; answers its rows (also those of RETURNING).
  template <class... Args>
  Rows query(std::string_view sql, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    return run(sql, {values, sizeof...(Args)}).rows;
  }
  /// Runs one statement; answers how many rows it inserted, changed or deleted.
  template <class... Args>
  std::int64_t execute(std::string_view sql, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    return run(sql, {values, sizeof...(Args)}).affected;
  }
  /// Runs one statement of whose outcome nothing is asked. PostgreSQL hears of it together with the statement that
  /// follows or with COMMIT, which saves waiting for an answer; if it fails, it is that one which throws its error, or
  /// settle().
  template <class... Args>
  void send(std::string_view sql, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    send_list(sql, {values, sizeof...(Args)});
  }
  /// Throws the error of a statement that was sent before, if one failed. For whoever must know which part of the
  /// transaction the database has refused.
  void settle();
  /// Every row as a tuple: `for (auto& [id, name] : tx.all<ProductId, std::string>("SELECT id, name ..."))`.
  template <class... Columns, class... Args>
  std::vector<std::tuple<Columns...>> all(std::string_view sql, const Args&... args);
  /// The only row, or nothing; throws kMisuse when there are several.
  template <class... Columns, class... Args>
  std::optional<std::tuple<Columns...>> maybe(std::string_view sql, const Args&... args);
  /// The only row; throws kMisuse when there is none or several. One column comes as itself, several as a tuple.
  template <class... Columns, class... Args>
  auto one(std::string_view sql, const Args&... args);
  /// The first column of the only row, or nothing.
  template <class T, class... Args>
  std::optional<T> maybe_value(std::string_view sql, const Args&... args);
  /// As `query`, with the values in a list built at run time (filters).
  Rows query_list(std::string_view sql, std::span<const Value> values) { return run(sql, values).rows; }
  /// As `send`, likewise.
  void send_list(std::string_view sql, std::span<const Value> values);

  /// Several statements without values, separated by semicolons; their rows are dropped.
  void run_script(std::string_view sql);

  /// Rolls back instead of committing when the function returns.
  void abandon() { abandoned_ = true; }
  [[nodiscard]] bool abandoned() const { return abandoned_; }
  [[nodiscard]] Dialect dialect() const { return dialect_; }
  /// Throws the error of the statement that failed, if one did. For Database.
  void rethrow_failure() const;

  struct Result {
    Rows rows;
    std::int64_t affected = 0;
  };

 private:
  Result run(std::string_view sql, std::span<const Value> values);
  /// Does it, and remembers the failure.
  template <class Act>
  auto attempt(Act&& act);
  Connection& connection_;
  Dialect dialect_;
  bool abandoned_ = false;
  std::exception_ptr failure_;
};

struct Options {
  /// PostgreSQL: those that write and those that read; of a single one, both. SQLite: those that read, beside the one
  /// that writes.
  std::size_t connections = 8;
  /// PostgreSQL: how many of them write, of several at most all but one; 0: half. The more write at the same time on
  /// few processors, the longer the slowest waits.
  std::size_t writers = 0;
  /// How long to wait for a free connection, or for SQLite's writer; then kUnavailable. Another process that writes to
  /// the same SQLite file is waited for as long, but at most 2 s a try; then kConflict.
  std::chrono::milliseconds acquire_timeout{5000};
  /// How often a transaction is run again after kConflict, with growing random pauses of 1 to 50 ms.
  int conflict_retries = 8;
  /// SQLite: PRAGMA synchronous=FULL when true (an acknowledged order survives loss of power, not only of the process).
  bool durable = true;
  /// For whoever only looks: no file and no folder is made (then the first use fails with kUnavailable), and write() is
  /// kMisuse.
  bool only_reads = false;
  /// What takes longer than this is logged as db.slow_query, with the request it belongs to; 0: nothing is.
  std::chrono::milliseconds slow_query{0};
};

/// A database and its pool of connections. All functions are thread-safe and may block.
class Database {
 public:
  /// `url`: "sqlite:PATH" or "postgresql://...". Creates the SQLite file's folder and file, unless it is to be read
  /// only; opens connections lazily, so a PostgreSQL that is down fails at first use, not here. Throws kMisuse for any
  /// other url.
  static std::unique_ptr<Database> open(const std::string& url, Options options = {});
  virtual ~Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] virtual Dialect dialect() const = 0;

  /// Runs `body(Tx&)` in a transaction that may write (SQLite: BEGIN IMMEDIATE, one at a time in order of arrival;
  /// PostgreSQL: READ COMMITTED) and returns what it returns. Commits, except when the body throws, calls
  /// `tx.abandon()`, or returns a std::expected without a value: then nothing has happened. Run again after kConflict
  /// and after a connection lost before COMMIT (three tries), so the body must touch nothing but rows and its own
  /// locals. On SQLite it may run on the thread of another caller that writes at the same time, under this one's
  /// request id, while this one waits. A body that opens another transaction of the same database gets kMisuse.
  template <class Body>
  auto write(Body&& body) -> std::invoke_result_t<Body&, Tx&>;

  /// The same for reading: one consistent snapshot on SQLite (PostgreSQL: REPEATABLE READ, READ ONLY).
  template <class Body>
  auto read(Body&& body) -> std::invoke_result_t<Body&, Tx&>;

  /// For /metrics: connections open and in use now; since the start, waits for one, conflicts run again,
  /// transactions run again on a new connection, and what was slow.
  struct Stats {
    std::int64_t open = 0, in_use = 0, waits = 0, conflicts = 0, reconnects = 0, slow = 0;
  };
  [[nodiscard]] virtual Stats stats() const = 0;

 protected:
  Database() = default;
  /// Runs `body` as promised above; the body says whether to commit.
  virtual void transact(Access access, const std::function<bool(Tx&)>& body) = 0;
};

}  // namespace hurtrock::db

#include "platform/db/db_templates.hpp"
