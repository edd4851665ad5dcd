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

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const std::string& url) : link_(url) {}

  void begin(Access access) override;
  Tx::Result run(std::string_view sql, std::span<const Value> values) override;
  void run_script(std::string_view sql) override;
  void commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool reusable() const override { return link_.idle(); }

 private:
  [[nodiscard]] const char* begin_statement() const;
  std::vector<ResultPtr> send(const std::string& key, const Parameters& parameters, std::string_view sql);
  [[nodiscard]] Error error_of(const PGresult* failure, bool was_prepared, std::string_view sql);

  PostgresLink link_;
  StatementCache<std::string> statements_{kPreparedStatements};  // -> its name on the server
  std::int64_t names_given_ = 0;
  Access access_ = Access::kRead;
  // BEGIN travels with the transaction's first statement and costs no round trip of its own.
  bool begin_is_due_ = false;
};

void PostgresConnection::begin(Access access) {
  access_ = access;
  begin_is_due_ = true;
}

const char* PostgresConnection::begin_statement() const {
  return access_ == Access::kWrite ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                   : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
}

Tx::Result PostgresConnection::run(std::string_view sql, std::span<const Value> values) {
  const Parameters parameters{values, sql};
  const std::string key = parameters.signature() + ' ' + std::string{sql};
  const bool was_prepared = statements_.find(key) != nullptr;

  const std::vector<ResultPtr> results = send(key, parameters, sql);
  for (const ResultPtr& result : results)
    if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR) throw error_of(result.get(), was_prepared, sql);
  PGresult* const answer = results.back().get();
  return {.rows = rows_of(answer, sql), .affected = affected_by(answer)};
}

/// BEGIN, preparation and the statement itself, as far as needed, in one round trip. The statement's result is the
/// last.
std::vector<ResultPtr> PostgresConnection::send(const std::string& key, const Parameters& parameters,
                                                std::string_view sql) {
  PGconn* const connection = link_.get();
  link_.open_batch();
  const auto send_plain = [&](const std::string& text) {
    link_.sent(PQsendQueryParams(connection, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, kTextResults));
  };
  if (std::exchange(begin_is_due_, false)) send_plain(begin_statement());

  const std::string* known = statements_.find(key);
  const bool evicts = known == nullptr && statements_.full();
  const std::string name = known != nullptr ? *known : fmt::format("s{}", ++names_given_);
  if (evicts) send_plain("DEALLOCATE " + statements_.oldest());
  if (known == nullptr)
    link_.sent(
        PQsendPrepare(connection, name.c_str(), std::string{sql}.c_str(), parameters.count(), parameters.types()));
  link_.sent(PQsendQueryPrepared(connection, name.c_str(), parameters.count(), parameters.values(),
                                 parameters.lengths(), parameters.formats(), kTextResults));
  auto results = link_.close_batch();

  // What the server did is only known now: had an earlier part failed, it would have skipped the later ones.
  const auto succeeded = [&](std::size_t from_the_end) {
    return PQresultStatus(results[results.size() - from_the_end].get()) == PGRES_COMMAND_OK;
  };
  if (evicts && succeeded(3)) statements_.drop_oldest();
  if (known == nullptr && succeeded(2)) statements_.insert(key, name);
  return results;
}

Error PostgresConnection::error_of(const PGresult* failure, bool was_prepared, std::string_view sql) {
  if (!was_prepared || !means_stale_statement(failure)) return postgres_error(failure, sql);
  // A table was altered under a prepared statement. Another connection prepares it anew.
  link_.give_up();
  return {ErrorKind::kConflict, {}, fmt::format("{}: its tables have changed", first_words(sql))};
}

void PostgresConnection::run_script(std::string_view sql) {
  if (std::exchange(begin_is_due_, false)) link_.ask(begin_statement(), kAnswerPatience);
  link_.ask(std::string{sql}, kNoDeadline);
}

void PostgresConnection::commit() {
  if (std::exchange(begin_is_due_, false)) return;  // no statement was run
  // A connection found dead before COMMIT leaves is an ordinary loss, and the transaction can safely be run again.
  if (link_.hung_up()) {
    link_.give_up();
    throw ConnectionLost{"PostgreSQL: connection lost before COMMIT"};
  }
  try {
    const ResultPtr answer = link_.ask("COMMIT", kAnswerPatience);
    // To COMMIT of a failed transaction the server answers ROLLBACK, and calls it a success.
    if (answer == nullptr || std::string_view{PQcmdStatus(answer.get())} != "COMMIT")
      throw Error{ErrorKind::kOther, {}, "COMMIT was answered by a rollback"};
  } catch (const ConnectionLost& lost) {
    if (access_ == Access::kRead) return;  // the rows were read; the pool closes the connection
    throw Error{ErrorKind::kOutcomeUnknown, {}, fmt::format("COMMIT: {}", lost.what())};
  }
}

void PostgresConnection::rollback() noexcept {
  if (std::exchange(begin_is_due_, false) || link_.broken() || link_.idle()) return;
  try {
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
