#pragma once

#include <filesystem>
#include <string>

#include "platform/db/db.hpp"

/// One of the shop's databases as a file, and back.
namespace hurtrock::app {

/// "sqlite" or "postgresql": how a backup names the kind.
std::string kind_of(const std::string& url);

/// Writes the database as of one moment into a new file, whatever others do meanwhile: a SQLite database, or what
/// pg_dump writes. Throws std::runtime_error with what to do.
void dump_database(const std::string& url, const std::filesystem::path& file);

/// The contents of such a file into a PostgreSQL database without tables. Throws std::runtime_error; then it still has
/// none.
void load_postgres(const std::filesystem::path& file, const std::string& url);

/// A database of its own beside another one, for a look at a backup.
class ScratchPostgres {
 public:
  explicit ScratchPostgres(const std::string& beside);
  ~ScratchPostgres();
  ScratchPostgres(const ScratchPostgres&) = delete;
  ScratchPostgres& operator=(const ScratchPostgres&) = delete;
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  std::string server_, name_, url_;
};

}  // namespace hurtrock::app
