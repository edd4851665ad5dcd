#include "platform/db/postgres_link.hpp"

#include <fmt/core.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <utility>

#include "platform/db/connection.hpp"
#include "platform/db/postgres_error.hpp"

namespace hurtrock::db {
namespace {

/// Waits until there is something to read; false when `patience` ran out.
bool readable(const PGconn* connection, std::chrono::milliseconds patience) {
  pollfd socket{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
  int ready = 0;
  do ready = poll(&socket, 1, static_cast<int>(patience.count()));
  while (ready < 0 && errno == EINTR);
  return ready != 0;  // an error of poll is left to the read that follows
}

/// Asked for no result at all, libpq too would say it failed.
bool failed(const ResultPtr& result) { return result && PQresultStatus(result.get()) == PGRES_FATAL_ERROR; }

PGconn* connect(const std::string& url) {
  // Those before "dbname" may be overridden by the url; those after it hold. A dead peer is noticed within 35 s. To
  // compile a statement takes longer than most of ours run, and what lies in memory or on a solid-state disk costs the
  // same wherever it is: PostgreSQL reckons with turning disks unless it is told.
  static constexpr std::array kNames{"connect_timeout",
                                     "keepalives_idle",
                                     "keepalives_interval",
                                     "keepalives_count",
                                     "tcp_user_timeout",
                                     "application_name",
                                     "options",
                                     "dbname",
                                     "client_encoding",
                                     static_cast<const char*>(nullptr)};
  const std::array values{"5",
                          "15",
                          "5",
                          "4",
                          "35000",
                          "hurtrock",
                          "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s "
                          "-c client_min_messages=error -c jit=off -c random_page_cost=1.1",
                          url.c_str(),
                          "UTF8",
                          static_cast<const char*>(nullptr)};
  constexpr int kExpandDbname = 1;
  return PQconnectdbParams(kNames.data(), values.data(), kExpandDbname);
}

}  // namespace

PostgresLink::PostgresLink(const std::string& url) : connection_(connect(url)) {
  if (PQstatus(get()) != CONNECTION_OK) lose("cannot connect");
  PQsetNoticeProcessor(get(), [](void*, const char*) {}, nullptr);
}

bool PostgresLink::idle() const {
  return !broken_ && PQtransactionStatus(get()) == PQTRANS_IDLE && PQpipelineStatus(get()) == PQ_PIPELINE_OFF;
}

bool PostgresLink::hung_up() {
  // The first read may bring the server's farewell, which libpq takes for a notice; the next one finds the end.
  for (int reads = 0; reads < 2 && readable(get(), std::chrono::milliseconds{0}); ++reads) {
    if (PQconsumeInput(get()) == 0 || PQstatus(get()) == CONNECTION_BAD) return true;
    PQisBusy(get());
  }
  return false;
}

ResultPtr PostgresLink::ask(const std::string& sql, std::chrono::milliseconds patience) {
  sent(PQsendQuery(get(), sql.c_str()));
  ResultPtr last;
  ResultPtr failure;
  while (ResultPtr result = next_result(patience)) {
    if (failed(result))
      failure = std::move(result);
    else
      last = std::move(result);
  }
  if (failure) throw postgres_error(failure.get(), sql);
  return last;
}

void PostgresLink::open_batch() {
  if (batch_is_open_) return;
  batch_size_ = 0;
  batch_is_open_ = true;
  if (PQenterPipelineMode(get()) == 0) lose("cannot send");
}

void PostgresLink::sent(int accepted) {
  if (accepted == 0) lose("cannot send");
  ++batch_size_;
}

void PostgresLink::close_batch() {
  batch_is_open_ = false;
  if (PQpipelineSync(get()) == 0) lose("cannot send");
}

std::vector<ResultPtr> PostgresLink::take_answers() {
  std::vector<ResultPtr> results;
  results.reserve(batch_size_);
  while (results.size() < batch_size_) {
    results.push_back(next_result(kAnswerPatience));
    if (!results.back() || next_result(kAnswerPatience)) lose("answered out of order");
  }
  const ResultPtr end = next_result(kAnswerPatience);
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(get()) == 0) lose("answered out of order");
  return results;
}

ResultPtr PostgresLink::next_result(std::chrono::milliseconds patience) {
  while (PQisBusy(get()) != 0) {
    if (!readable(get(), patience)) lose("no answer in time");
    if (PQconsumeInput(get()) == 0) lose("connection lost");
  }
  ResultPtr result{PQgetResult(get())};
  if (PQstatus(get()) == CONNECTION_BAD || (failed(result) && ends_connection(result.get()))) lose("connection lost");
  return result;
}

void PostgresLink::lose(std::string_view why) {
  broken_ = true;
  throw ConnectionLost{fmt::format("PostgreSQL: {}: {}", why, connection_message(get()))};
}

}  // namespace hurtrock::db
