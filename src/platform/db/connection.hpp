#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "platform/db/db.hpp"

namespace hurtrock::db {

/// One physical connection, used by one thread at a time. Everything but rollback() throws Error.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual void begin(Access access) = 0;
  virtual Tx::Result run(std::string_view sql, std::span<const Value> values) = 0;
  /// Runs it now, or with whatever comes next; then its failure is thrown there.
  virtual void send(std::string_view sql, std::span<const Value> values) = 0;
  /// Waits until all that was sent has been run, and throws the failure of what was not.
  virtual void settle() = 0;
  virtual void run_script(std::string_view sql) = 0;
  virtual void commit() = 0;
  /// Does nothing when no transaction is open. When it fails, the connection is no longer reusable.
  virtual void rollback() noexcept = 0;
  /// No transaction is open and the next one would find everything as the first one did.
  [[nodiscard]] virtual bool reusable() const = 0;
};

using Connect = std::function<std::unique_ptr<Connection>()>;

/// Each connection keeps this many statements prepared.
inline constexpr std::size_t kPreparedStatements = 200;

/// The connection broke before COMMIT left: nothing has happened, and another connection may fare better.
class ConnectionLost final : public Error {
 public:
  explicit ConnectionLost(const std::string& message) : Error(ErrorKind::kUnavailable, {}, message) {}
};

}  // namespace hurtrock::db
