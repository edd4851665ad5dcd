#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/db/migrations.hpp"

/// Empty, private databases for tests, of both kinds.
///
/// SQLite lives in the system's temporary folder. PostgreSQL is the server that the environment variable
/// HURTROCK_TEST_POSTGRES names: the address of a maintenance database in which databases may be created, as
/// bin/with-postgres sets it. Without it, tests that ask for PostgreSQL fail; with HURTROCK_TEST_WITHOUT_POSTGRES=1,
/// all_dialects() leaves PostgreSQL out.
namespace hurtrock::db::testing {

/// The dialects to run every test on: ::testing::ValuesIn(all_dialects()).
std::vector<Dialect> all_dialects();

/// "Sqlite" or "Postgres", to name a parametrised test.
std::string dialect_name(Dialect dialect);

/// Databases for tests wait no longer than needed and do not flush to the disk.
inline constexpr Options kScratchOptions{.connections = 8, .durable = false};

/// The address of a new, empty database; removed with its contents at the end of this object's life. For tests that
/// open it several times, as several processes would.
class ScratchAddress {
 public:
  explicit ScratchAddress(Dialect dialect);
  /// A copy of a database that nobody has open.
  static std::unique_ptr<ScratchAddress> copy_of(const ScratchAddress& original);
  ScratchAddress(const ScratchAddress&) = delete;
  ScratchAddress& operator=(const ScratchAddress&) = delete;
  ~ScratchAddress();

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  ScratchAddress(Dialect dialect, const std::string& postgres_template);

  Dialect dialect_;
  std::string name_;  // SQLite: the folder; PostgreSQL: the database
  std::string url_;
};

/// A new, empty database; removed when the handle is destroyed.
std::unique_ptr<Database> scratch_database(Dialect dialect, Options options = kScratchOptions);

/// The same, with every built-in migration applied.
std::unique_ptr<Database> migrated_database(Dialect dialect, Options options = kScratchOptions,
                                            Schema schema = Schema::kShop);

}  // namespace hurtrock::db::testing
