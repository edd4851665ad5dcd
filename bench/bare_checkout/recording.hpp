#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "platform/db/connection.hpp"

namespace hurtrock::bench {

/// A bound value that lives as long as its statement.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

struct Statement {
  std::string sql;
  std::vector<Value> values;
  std::vector<std::int64_t> given;  ///< the ids that rows got, where the statement answered them
};
using Transaction = std::vector<Statement>;

/// A database of one connection that remembers the statements of every transaction it has committed. For one thread.
class RecordingDatabase final : public db::Database {
 public:
  /// `url` as Database::open takes it.
  explicit RecordingDatabase(const std::string& url);

  [[nodiscard]] db::Dialect dialect() const override { return dialect_; }
  [[nodiscard]] Stats stats() const override { return {}; }
  [[nodiscard]] std::vector<Transaction> take() { return std::move(committed_); }

 protected:
  void transact(db::Access access, const std::function<bool(db::Tx&)>& body) override;

 private:
  db::Dialect dialect_;
  std::unique_ptr<db::Connection> connection_;
  std::vector<Transaction> committed_;
};

}  // namespace hurtrock::bench
