#include "platform/db/postgres.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/db/postgres_error.hpp"
#include "platform/db/postgres_link.hpp"
#include "platform/db/postgres_values.hpp"
#include "platform/db/sql_text.hpp"
#include "platform/db/statement_cache.hpp"

namespace hurtrock::db {
namespace {

constexpr int kTextResults = 0;

// More are not kept back: the server answers while we still send, and neither may wait for the other.
constexpr std::size_t kMostKeptBack = 64;

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const std::string& url) : link_(url) {}

  void begin(Access access) override;
  Tx::Result run(std::string_view sql, std::span<const Value> values) override;
  void send(std::string_view sql, std::span<const Value> values) override;
  void settle() override;
  void run_script(std::string_view sql) override;
  void commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool reusable() const override { return is_ending_ || link_.idle(); }

 private:
  /// What one answer of a batch will be about.
  struct Part {
    std::string sql;
    std::string prepares;  ///< the statement's key in statements_, or empty
    bool was_prepared = false;
    bool forgets = false;  ///< a statement that statements_ has forgotten already
  };

  [[nodiscard]] const char* begin_statement() const;
  void add(std::string_view sql, std::span<const Value> values);
  void add_plain(const std::string& sql);
  ResultPtr take_answers();
  void end_reading();
  ResultPtr send_commit();
  void drop_batch();
  [[nodiscard]] Error error_of(const PGresult* failure, const Part& part);

  PostgresLink link_;
  StatementCache<std::string> statements_{kPreparedStatements};  // -> its name on the server
  std::int64_t names_given_ = 0;
  Access access_ = Access::kRead;
  // BEGIN travels with the transaction's first statement and costs no round trip of its own.
  bool begin_is_due_ = false;
  std::vector<Part> batch_;  // what has been sent since the last answers
  // A transaction that only read is over for everybody but the server, whose answer is taken before the next one.
  bool is_ending_ = false;
};

void PostgresConnection::begin(Access access) {
  if (std::exchange(is_ending_, false)) link_.take_answers();
  access_ = access;
  begin_is_due_ = true;
}

const char* PostgresConnection::begin_statement() const {
  return access_ == Access::kWrite ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                   : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
}

Tx::Result PostgresConnection::run(std::string_view sql, std::span<const Value> values) {
  add(sql, values);
  const ResultPtr answer = take_answers();
  return {.rows = rows_of(answer.get(), sql), .affected = affected_by(answer.get())};
}

void PostgresConnection::send(std::string_view sql, std::span<const Value> values) {
  add(sql, values);
  if (batch_.size() >= kMostKeptBack) take_answers();
}

void PostgresConnection::settle() {
  if (link_.batch_is_open()) take_answers();
}

/// BEGIN, preparation and the statement itself, as far as needed, into the batch.
void PostgresConnection::add(std::string_view sql, std::span<const Value> values) {
  const Parameters parameters{values, sql};
  std::string key = parameters.signature() + ' ' + std::string{sql};
  link_.open_batch();
  if (std::exchange(begin_is_due_, false)) add_plain(begin_statement());

  const std::string* name = statements_.find(key);
  const bool was_prepared = name != nullptr;
  if (!was_prepared) {
    if (statements_.full()) {
      add_plain("DEALLOCATE " + statements_.oldest());
      batch_.back().forgets = true;
      statements_.drop_oldest();
    }
    name = &statements_.insert(key, fmt::format("s{}", ++names_given_));
    link_.sent(PQsendPrepare(link_.get(), name->c_str(), without_escape_signs(sql).c_str(), parameters.count(),
                             parameters.types()));
    batch_.push_back({.sql = std::string{sql}, .prepares = std::move(key)});
  }
  link_.sent(PQsendQueryPrepared(link_.get(), name->c_str(), parameters.count(), parameters.values(),
                                 parameters.lengths(), parameters.formats(), kTextResults));
  batch_.push_back({.sql = std::string{sql}, .prepares = {}, .was_prepared = was_prepared});
}

void PostgresConnection::add_plain(const std::string& sql) {
  link_.sent(PQsendQueryParams(link_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, kTextResults));
  batch_.push_back({.sql = sql, .prepares = {}});
}

/// Sends the batch and returns the answer to its last part. Throws the error of the first part that failed; the server
/// has done nothing of what came behind that.
ResultPtr PostgresConnection::take_answers() {
  const std::vector<Part> parts = std::exchange(batch_, {});
  link_.close_batch();
  std::vector<ResultPtr> results = link_.take_answers();
  const auto succeeded = [](const ResultPtr& result) {
    const ExecStatusType status = PQresultStatus(result.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (succeeded(results[i])) continue;
    if (!parts[i].prepares.empty()) statements_.drop(parts[i].prepares);
    // The server would keep it for ever; rather another session.
    if (parts[i].forgets) link_.give_up();
  }
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (PQresultStatus(results[i].get()) == PGRES_FATAL_ERROR) throw error_of(results[i].get(), parts[i]);
  return std::move(results.back());
}

Error PostgresConnection::error_of(const PGresult* failure, const Part& part) {
  if (!part.was_prepared || !means_stale_statement(failure)) return postgres_error(failure, part.sql);
  // A table was altered under a prepared statement. Another connection prepares it anew.
  link_.give_up();
  return {ErrorKind::kConflict, {}, fmt::format("{}: its tables have changed", first_words(part.sql))};
}

void PostgresConnection::run_script(std::string_view sql) {
  settle();
  if (std::exchange(begin_is_due_, false)) link_.ask(begin_statement(), kAnswerPatience);
  link_.ask(std::string{sql}, kNoDeadline);
}

void PostgresConnection::commit() {
  if (std::exchange(begin_is_due_, false)) return;  // no statement was run
  if (access_ == Access::kRead) return end_reading();
  // A connection found dead before COMMIT leaves is an ordinary loss, and the transaction can safely be run again.
  if (link_.hung_up()) {
    link_.give_up();
    throw ConnectionLost{"PostgreSQL: connection lost before COMMIT"};
  }
  try {
    const ResultPtr answer = send_commit();
    // To COMMIT of a failed transaction the server answers ROLLBACK, and calls it a success.
    if (answer == nullptr || std::string_view{PQcmdStatus(answer.get())} != "COMMIT")
      throw Error{ErrorKind::kOther, {}, "COMMIT was answered by a rollback"};
  } catch (const ConnectionLost& lost) {
    throw Error{ErrorKind::kOutcomeUnknown, {}, fmt::format("COMMIT: {}", lost.what())};
  }
}

/// The rows were read: whatever becomes of the COMMIT, and of the connection, is none of the reader's business.
void PostgresConnection::end_reading() {
  settle();
  try {
    link_.open_batch();
    add_plain("COMMIT");
    batch_.clear();
    link_.close_batch();
    is_ending_ = true;
  } catch (const ConnectionLost&) {
    // The pool closes the connection.
  }
}

/// Together with what was kept back, if anything was; should that fail, the server passes over COMMIT.
ResultPtr PostgresConnection::send_commit() {
  if (!link_.batch_is_open()) return link_.ask("COMMIT", kAnswerPatience);
  add_plain("COMMIT");
  return take_answers();
}

/// Ends the batch of a transaction that is rolled back, whatever comes of it.
void PostgresConnection::drop_batch() {
  try {
    take_answers();
  } catch (const Error&) {
    if (link_.broken()) throw;
  }
}

void PostgresConnection::rollback() noexcept {
  if (std::exchange(begin_is_due_, false) || is_ending_ || link_.broken() || link_.idle()) return;
  try {
    if (link_.batch_is_open()) drop_batch();
    link_.ask("ROLLBACK", kAnswerPatience);
  } catch (...) {
    link_.give_up();
  }
}

}  // namespace

void check_postgres_url(const std::string& url) {
  using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
  // libpq's own explanation may quote a part of the password.
  if (Options{PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree} == nullptr)
    throw Error{ErrorKind::kMisuse, {}, "the database's postgresql:// address is not well-formed"};
}

std::unique_ptr<Connection> connect_postgres(const std::string& url) {
  return std::make_unique<PostgresConnection>(url);
}

}  // namespace hurtrock::db
