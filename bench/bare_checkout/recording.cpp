#include "recording.hpp"

#include <stdexcept>
#include <utility>

#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"

namespace hurtrock::bench {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

Value owned(const db::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string{*text};
  if (std::holds_alternative<db::Bytes>(value)) throw std::logic_error("no order binds bytes");
  return {};
}

/// Passes everything on, and notes it.
class Recorder final : public db::Connection {
 public:
  Recorder(db::Connection& connection, Transaction& notes) : connection_(connection), notes_(notes) {}

  void begin(db::Access access) override { connection_.begin(access); }
  db::Tx::Result run(std::string_view sql, std::span<const db::Value> values) override {
    Statement statement{.sql = std::string{sql}, .values = {}, .given = {}};
    for (const db::Value& value : values) statement.values.push_back(owned(value));
    db::Tx::Result result = connection_.run(sql, values);
    if (sql.contains("RETURNING id"))
      for (std::size_t row = 0; row < result.rows.size(); ++row)
        statement.given.push_back(result.rows.get<std::int64_t>(row, 0));
    notes_.push_back(std::move(statement));
    return result;
  }
  void send(std::string_view sql, std::span<const db::Value> values) override { run(sql, values); }
  void settle() override { connection_.settle(); }
  void run_script(std::string_view sql) override { connection_.run_script(sql); }
  void commit() override { connection_.commit(); }
  void rollback() noexcept override { connection_.rollback(); }
  [[nodiscard]] bool reusable() const override { return connection_.reusable(); }

 private:
  db::Connection& connection_;
  Transaction& notes_;
};

}  // namespace

RecordingDatabase::RecordingDatabase(const std::string& url) {
  if (url.starts_with(kSqlite)) {
    dialect_ = db::Dialect::kSqlite;
    connection_ = db::connect_sqlite(
        {.path = url.substr(kSqlite.size()), .durable = false, .busy_timeout = std::chrono::seconds{2}},
        db::Access::kWrite);
  } else {
    dialect_ = db::Dialect::kPostgres;
    connection_ = db::connect_postgres(url);
  }
}

void RecordingDatabase::transact(db::Access access, const std::function<bool(db::Tx&)>& body) {
  Transaction notes;
  Recorder recorder{*connection_, notes};
  db::Tx tx{recorder, dialect_};
  recorder.begin(access);
  try {
    if (!body(tx)) {
      recorder.rollback();
      return;
    }
    tx.rethrow_failure();
    recorder.commit();
  } catch (...) {
    recorder.rollback();
    throw;
  }
  committed_.push_back(std::move(notes));
}

}  // namespace hurtrock::bench
