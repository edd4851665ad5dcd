#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/postgres_values.hpp"

namespace hurtrock::db {

/// The wire to one PostgreSQL session: sends, waits with a deadline, and tells a lost connection from a failed
/// statement. Knows nothing of transactions. Whatever throws ConnectionLost has broken the link for good.
class PostgresLink {
 public:
  explicit PostgresLink(const std::string& url);

  [[nodiscard]] PGconn* get() const { return connection_.get(); }
  /// Not broken, and the server is outside a transaction.
  [[nodiscard]] bool idle() const;
  [[nodiscard]] bool broken() const { return broken_; }
  /// The server has hung up while nothing was asked of it. May miss it; never wrong when true.
  [[nodiscard]] bool hung_up();
  /// Nothing more will be asked of this session.
  void give_up() { broken_ = true; }

  /// Sends `sql` without values, which may be several statements, and returns the last result. Throws when one fails.
  ResultPtr ask(const std::string& sql, std::chrono::milliseconds patience);

  /// Several statements in one round trip: between open_batch, which may be called again, and close_batch any number of
  /// libpq's PQsend functions on get(), each checked by sent(). What they send may not leave before the batch is
  /// closed.
  void open_batch();
  [[nodiscard]] bool batch_is_open() const { return batch_is_open_; }
  void sent(int accepted);
  /// Ends the batch and sends it off. Until its answers are taken, nothing else may be asked.
  void close_batch();
  /// Waits for the results of the closed batch, one for each send; after a failed one the rest are
  /// PGRES_PIPELINE_ABORTED.
  std::vector<ResultPtr> take_answers();

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  ResultPtr next_result(std::chrono::milliseconds patience);
  [[noreturn]] void lose(std::string_view why);

  std::unique_ptr<PGconn, Finish> connection_;
  bool batch_is_open_ = false;
  std::size_t batch_size_ = 0;
  bool broken_ = false;
};

/// PostgreSQL gives up on a statement after 30 s; when it does not answer at all, we do a little later.
inline constexpr std::chrono::seconds kAnswerPatience{40};
/// For migrations, which run as long as they need. -1 as poll(2) takes it.
inline constexpr std::chrono::milliseconds kNoDeadline{-1};

}  // namespace hurtrock::db
