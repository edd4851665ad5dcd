#include "platform/db/pooled_database.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/slow_queries.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::db {
namespace {

using std::chrono::milliseconds;

constexpr int kTriesOnLostConnections = 3;
constexpr milliseconds kLongestBusyTimeout{2000};

/// Marks this thread as inside a transaction of `database`. A second one would wait for the first for ever on SQLite,
/// and on PostgreSQL could empty the pool.
class Nesting {
 public:
  explicit Nesting(const Database* database) : database_(database), outer_(innermost_) {
    for (const Nesting* open = outer_; open != nullptr; open = open->outer_)
      if (open->database_ == database)
        throw Error{ErrorKind::kMisuse, {}, "a transaction of this database is already open on this thread"};
    innermost_ = this;
  }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  ~Nesting() { innermost_ = outer_; }

 private:
  static thread_local const Nesting* innermost_;
  const Database* database_;
  const Nesting* outer_;
};

thread_local const Nesting* Nesting::innermost_ = nullptr;

/// Random, so that those who met do not meet again; growing, up to 50 ms, so that a crowd disperses.
void pause_before_retry(int retries) {
  constexpr std::uint32_t kLongest = 50;
  const std::uint32_t ceiling = std::min(kLongest, 2U << std::min(retries, 5));
  std::this_thread::sleep_for(milliseconds{1 + crypto::random_below(ceiling)});
}

}  // namespace

PooledDatabase::PooledDatabase(const std::string& url, Options options) : options_(options), dialect_() {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url.starts_with(kSqlite) && url.size() > kSqlite.size())
    open_sqlite(url.substr(kSqlite.size()));
  else if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    open_postgres(url);
  else
    throw Error{ErrorKind::kMisuse, {}, "a database's address is sqlite:PATH or postgresql://..."};
}

void PooledDatabase::open_sqlite(std::string path) {
  dialect_ = Dialect::kSqlite;
  const SqliteSettings settings{
      .path = std::move(path),
      .durable = options_.durable,
      .busy_timeout = std::min(options_.acquire_timeout, kLongestBusyTimeout),
      .only_reads = options_.only_reads,
  };
  const auto connect_for = [&](Access access) {
    return watched_if_wanted([=] { return connect_sqlite(settings, access); });
  };
  writers_ = std::make_unique<Pool>(1, options_.acquire_timeout, connect_for(Access::kWrite));
  shared_commits_ = std::make_unique<SharedCommits>(*writers_, options_.acquire_timeout);
  readers_ = std::make_unique<Pool>(options_.connections, options_.acquire_timeout, connect_for(Access::kRead));
}

void PooledDatabase::open_postgres(const std::string& url) {
  dialect_ = Dialect::kPostgres;
  check_postgres_url(url);
  const auto pool_of = [&](std::size_t connections) {
    return std::make_unique<Pool>(connections, options_.acquire_timeout,
                                  watched_if_wanted([url] { return connect_postgres(url); }));
  };
  if (options_.connections == 1) {
    writers_ = pool_of(1);
    return;
  }
  const std::size_t wanted = options_.writers > 0 ? options_.writers : options_.connections / 2;
  const std::size_t for_writing = std::min(wanted, options_.connections - 1);
  writers_ = pool_of(for_writing);
  readers_ = pool_of(options_.connections - for_writing);
}

Connect PooledDatabase::watched_if_wanted(Connect connect) {
  return options_.slow_query.count() > 0 ? watched(std::move(connect), options_.slow_query, slow_) : connect;
}

void PooledDatabase::transact(Access access, const std::function<bool(Tx&)>& body) {
  if (access == Access::kWrite && options_.only_reads)
    throw Error{ErrorKind::kMisuse, {}, "this database was opened to be read only"};
  const Nesting nesting{this};
  int conflicts = 0;
  int losses = 0;
  for (;;) {
    try {
      return attempt(access, body);
    } catch (const ConnectionLost& lost) {
      for (Pool* pool : {writers_.get(), readers_.get()})
        if (pool != nullptr) pool->close_idle();
      if (++losses == kTriesOnLostConnections) throw;
      ++reconnects_;
      log::warn("db.connection_lost", {{"reason", lost.what()}, {"tries_left", kTriesOnLostConnections - losses}});
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kConflict || conflicts == options_.conflict_retries) throw;
      ++conflicts;
      ++conflicts_;
    }
    pause_before_retry(conflicts + losses);
  }
}

void PooledDatabase::attempt(Access access, const std::function<bool(Tx&)>& body) {
  if (access == Access::kWrite && shared_commits_) return shared_commits_->write(body);
  const Pool::Lease lease = pool_for(access).borrow();
  transact_alone(*lease, access, dialect_, body);
}

Pool& PooledDatabase::pool_for(Access access) const {
  return access == Access::kRead && readers_ ? *readers_ : *writers_;
}

Database::Stats PooledDatabase::stats() const {
  Stats total{.conflicts = conflicts_, .reconnects = reconnects_, .slow = slow_};
  for (const Pool* pool : {writers_.get(), readers_.get()}) {
    if (pool == nullptr) continue;
    const Pool::Stats stats = pool->stats();
    total.open += stats.open;
    total.in_use += stats.in_use;
    total.waits += stats.waits;
  }
  if (shared_commits_) total.waits += shared_commits_->waits();
  return total;
}

std::unique_ptr<Database> Database::open(const std::string& url, Options options) {
  return std::make_unique<PooledDatabase>(url, options);
}

}  // namespace hurtrock::db
