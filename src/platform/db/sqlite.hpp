#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "platform/db/connection.hpp"

namespace hurtrock::db {

struct SqliteSettings {
  std::string path;
  bool durable;
  /// How long a statement waits for another process.
  std::chrono::milliseconds busy_timeout;
  /// What is not there is not made.
  bool only_reads = false;
};

/// Creates the file and its folder when they are missing, unless `only_reads`. A connection for kRead refuses to write.
std::unique_ptr<Connection> connect_sqlite(const SqliteSettings& settings, Access access);

}  // namespace hurtrock::db
