#include "bare.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <charconv>
#include <cstring>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "platform/db/sql_text.hpp"

namespace hurtrock::bench {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

class BareSqlite final : public BareConnection {
 public:
  explicit BareSqlite(const std::string& path) {
    check(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
    check(sqlite3_exec(db_,
                       "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON;"
                       "PRAGMA cache_size = -8192; PRAGMA mmap_size = 2147418112; PRAGMA temp_store = MEMORY;"
                       "PRAGMA synchronous = FULL",
                       nullptr, nullptr, nullptr));
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
  }
  ~BareSqlite() override {
    for (auto& [sql, prepared] : prepared_) sqlite3_finalize(prepared.statement);
    sqlite3_finalize(begin_);
    sqlite3_finalize(commit_);
    sqlite3_close(db_);
  }

  void begin() override { step_to_end(begin_); }
  void commit() override { step_to_end(commit_); }
  std::vector<std::int64_t> run(const Statement& statement) override {
    const Prepared& prepared = prepared_for(statement);
    for (std::size_t i = 0; i < statement.values.size(); ++i) bind(prepared, i, statement.values[i]);
    return step_to_end(prepared.statement);
  }

 private:
  struct Prepared {
    sqlite3_stmt* statement = nullptr;
    std::vector<int> parameters;  ///< SQLite's number of each `$n`, 0 when the statement does not use it
  };

  void check(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(db_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  const Prepared& prepared_for(const Statement& statement) {
    const auto known = prepared_.find(statement.sql);
    if (known != prepared_.end()) return known->second;
    Prepared prepared{.statement = prepare(db::without_row_locks(statement.sql)), .parameters = {}};
    for (std::size_t i = 1; i <= statement.values.size(); ++i)
      prepared.parameters.push_back(sqlite3_bind_parameter_index(prepared.statement, fmt::format("${}", i).c_str()));
    return prepared_.emplace(statement.sql, std::move(prepared)).first->second;
  }
  void bind(const Prepared& prepared, std::size_t i, const Value& value) const {
    const int parameter = prepared.parameters[i];
    if (parameter == 0) return;
    if (const auto* number = std::get_if<std::int64_t>(&value))
      check(sqlite3_bind_int64(prepared.statement, parameter, *number));
    else if (const auto* text = std::get_if<std::string>(&value))
      check(sqlite3_bind_text(prepared.statement, parameter, text->data(), static_cast<int>(text->size()),
                              SQLITE_STATIC));
    else
      check(sqlite3_bind_null(prepared.statement, parameter));
  }
  std::vector<std::int64_t> step_to_end(sqlite3_stmt* statement) const {
    std::vector<std::int64_t> ids;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) ids.push_back(sqlite3_column_int64(statement, 0));
    if (code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement);
    return ids;
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt *begin_ = nullptr, *commit_ = nullptr;
  std::unordered_map<std::string, Prepared> prepared_;
};

class BarePostgres final : public BareConnection {
 public:
  explicit BarePostgres(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
  }
  ~BarePostgres() override { PQfinish(connection_); }

  void begin() override { numbers_in(PQexec(connection_, "BEGIN")); }
  void commit() override { numbers_in(PQexec(connection_, "COMMIT")); }
  std::vector<std::int64_t> run(const Statement& statement) override {
    const std::string& name = name_of(statement);
    texts_.clear();
    texts_.reserve(statement.values.size());
    values_.clear();
    for (const Value& value : statement.values) {
      if (const auto* number = std::get_if<std::int64_t>(&value))
        values_.push_back(texts_.emplace_back(std::to_string(*number)).c_str());
      else if (const auto* text = std::get_if<std::string>(&value))
        values_.push_back(text->c_str());
      else
        values_.push_back(nullptr);
    }
    return numbers_in(PQexecPrepared(connection_, name.c_str(), static_cast<int>(values_.size()), values_.data(),
                                     nullptr, nullptr, 0));
  }

 private:
  const std::string& name_of(const Statement& statement) {
    const auto known = names_.find(statement.sql);
    if (known != names_.end()) return known->second;
    std::string name = fmt::format("s{}", names_.size());
    numbers_in(PQprepare(connection_, name.c_str(), statement.sql.c_str(), 0, nullptr));
    return names_.emplace(statement.sql, std::move(name)).first->second;
  }
  /// Of the first column; what is no number is 0.
  std::vector<std::int64_t> numbers_in(PGresult* result) const {
    const std::unique_ptr<PGresult, decltype(&PQclear)> owner{result, &PQclear};
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection_));
    std::vector<std::int64_t> numbers(PQnfields(result) == 0 ? 0U : static_cast<std::size_t>(PQntuples(result)));
    for (std::size_t row = 0; row < numbers.size(); ++row) {
      const char* text = PQgetvalue(result, static_cast<int>(row), 0);
      std::from_chars(text, text + std::strlen(text), numbers[row]);
    }
    return numbers;
  }

  PGconn* connection_;
  std::unordered_map<std::string, std::string> names_;
  std::vector<std::string> texts_;
  std::vector<const char*> values_;
};

}  // namespace

std::unique_ptr<BareConnection> connect_bare(const std::string& url) {
  if (url.starts_with(kSqlite)) return std::make_unique<BareSqlite>(url.substr(kSqlite.size()));
  return std::make_unique<BarePostgres>(url);
}

}  // namespace hurtrock::bench
