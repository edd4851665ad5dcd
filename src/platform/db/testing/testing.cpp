#include "platform/db/testing/testing.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/db/migrations.hpp"
#include "platform/db/pooled_database.hpp"

namespace hurtrock::db::testing {
namespace {

constexpr const char* kEmptyTemplate = "template0";

std::string maintenance_url() {
  const char* const url = std::getenv("HURTROCK_TEST_POSTGRES");
  if (url == nullptr || *url == '\0')
    throw std::runtime_error{
        "this test needs PostgreSQL: run it as `bin/with-postgres COMMAND`, or set HURTROCK_TEST_POSTGRES, or leave "
        "PostgreSQL out with HURTROCK_TEST_WITHOUT_POSTGRES=1"};
  return url;
}

/// The maintenance database's address with another database's name: .../postgres?x=y -> .../name?x=y.
std::string url_of_database(const std::string& name) {
  std::string url = maintenance_url();
  const std::size_t authority = url.find("://") + 3;
  const std::size_t query = std::min(url.find('?', authority), url.size());
  const std::size_t path = std::min(url.find('/', authority), query);
  return url.replace(path, query - path, "/" + name);
}

/// CREATE and DROP DATABASE refuse to run inside a transaction, so they do not go through Database.
void ask_maintenance(const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(maintenance_url().c_str()), &PQfinish};
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()), &PQclear};
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw std::runtime_error{fmt::format("{}: {}", sql, PQerrorMessage(connection.get()))};
}

std::string random_name() {
  crypto::start();
  return "hurtrock_test_" + crypto::hex(crypto::random_bytes(8));
}

struct AddressOwner {
  std::unique_ptr<ScratchAddress> address;
};

/// A base and not a member, because bases are destroyed last: the database is removed after its connections closed.
class ScratchDatabase final : private AddressOwner, public PooledDatabase {
 public:
  ScratchDatabase(std::unique_ptr<ScratchAddress> owned, Options options)
      : AddressOwner{std::move(owned)}, PooledDatabase(address->url(), options) {}
};

std::string file_in(const std::string& folder) { return folder + "/test.db"; }

}  // namespace

std::vector<Dialect> all_dialects() {
  const char* const without = std::getenv("HURTROCK_TEST_WITHOUT_POSTGRES");
  if (without != nullptr && std::string_view{without} == "1") return {Dialect::kSqlite};
  return {Dialect::kSqlite, Dialect::kPostgres};
}

std::string dialect_name(Dialect dialect) { return dialect == Dialect::kSqlite ? "Sqlite" : "Postgres"; }

ScratchAddress::ScratchAddress(Dialect dialect) : ScratchAddress(dialect, kEmptyTemplate) {}

ScratchAddress::ScratchAddress(Dialect dialect, const std::string& postgres_template)
    : dialect_(dialect), name_(random_name()) {
  if (dialect == Dialect::kSqlite) {
    name_ = std::filesystem::temp_directory_path() / name_;
    url_ = "sqlite:" + file_in(name_);
  } else {
    // Copied by file: through the log it takes twice as long, and nobody is to get this database back after a crash.
    ask_maintenance(fmt::format("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name_, postgres_template));
    url_ = url_of_database(name_);
  }
}

std::unique_ptr<ScratchAddress> ScratchAddress::copy_of(const ScratchAddress& original) {
  const bool is_sqlite = original.dialect_ == Dialect::kSqlite;
  std::unique_ptr<ScratchAddress> copy{
      new ScratchAddress{original.dialect_, is_sqlite ? kEmptyTemplate : original.name_}};
  if (is_sqlite) {
    std::filesystem::create_directory(copy->name_);
    std::filesystem::copy_file(file_in(original.name_), file_in(copy->name_));
  }
  return copy;
}

ScratchAddress::~ScratchAddress() {
  try {
    if (dialect_ == Dialect::kSqlite)
      std::filesystem::remove_all(name_);
    else
      ask_maintenance(fmt::format("DROP DATABASE {} WITH (FORCE)", name_));
  } catch (const std::exception& error) {
    fmt::print(stderr, "a scratch database stays behind: {}\n", error.what());
  }
}

std::unique_ptr<Database> scratch_database(Dialect dialect, Options options) {
  return std::make_unique<ScratchDatabase>(std::make_unique<ScratchAddress>(dialect), options);
}

namespace {

std::unique_ptr<ScratchAddress> migrated_address(Dialect dialect, Schema schema) {
  auto address = std::make_unique<ScratchAddress>(dialect);
  migrate(*Database::open(address->url(), kScratchOptions), built_in_migrations(dialect, schema));
  return address;
}

/// Migrated when it is first asked for, then copied: much faster than migrating each.
const ScratchAddress& original_of(Dialect dialect, Schema schema) {
  static std::map<std::pair<Dialect, Schema>, std::unique_ptr<ScratchAddress>> originals;
  auto& original = originals[{dialect, schema}];
  if (!original) original = migrated_address(dialect, schema);
  return *original;
}

}  // namespace

std::unique_ptr<Database> migrated_database(Dialect dialect, Options options, Schema schema) {
  return std::make_unique<ScratchDatabase>(ScratchAddress::copy_of(original_of(dialect, schema)), options);
}

}  // namespace hurtrock::db::testing
