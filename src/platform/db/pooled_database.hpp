#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "platform/db/connection.hpp"
#include "platform/db/db.hpp"
#include "platform/db/pool.hpp"
#include "platform/db/shared_commits.hpp"

namespace hurtrock::db {

/// The Database behind Database::open.
class PooledDatabase : public Database {
 public:
  PooledDatabase(const std::string& url, Options options);

  [[nodiscard]] Dialect dialect() const override { return dialect_; }
  [[nodiscard]] Stats stats() const override;

 protected:
  void transact(Access access, const std::function<bool(Tx&)>& body) override;

 private:
  void open_sqlite(std::string path);
  void open_postgres(const std::string& url);
  /// Ours watched for what is slow, if that is wanted.
  [[nodiscard]] Connect watched_if_wanted(Connect connect);
  void attempt(Access access, const std::function<bool(Tx&)>& body);
  [[nodiscard]] Pool& pool_for(Access access) const;

  Options options_;
  Dialect dialect_;
  std::atomic<std::int64_t> slow_ = 0;  // before the connections that count it
  std::unique_ptr<Pool> writers_;       // for everything where there are no readers_
  std::unique_ptr<Pool> readers_;
  std::unique_ptr<SharedCommits> shared_commits_;  // SQLite only
  std::atomic<std::int64_t> conflicts_ = 0;
  std::atomic<std::int64_t> reconnects_ = 0;
};

}  // namespace hurtrock::db
