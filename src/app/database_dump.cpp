#include "app/database_dump.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/db/copy.hpp"
#include "platform/process/process.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

std::string search_path() {
  const char* const path = std::getenv("PATH");
  return path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
}

std::string find_program(const std::string& name) {
  const std::string path = search_path();
  for (const auto folder : text::split(path, ':'))
    if (const auto program = fmt::format("{}/{}", folder, name); ::access(program.c_str(), X_OK) == 0) return program;
  throw std::runtime_error(fmt::format("{} is not installed: apt-get install postgresql-client", name));
}

/// One of PostgreSQL's own programs. What it has to say about a failure goes to our standard error.
void run_client(const std::string& name, std::vector<std::string> arguments, const std::string& url) {
  auto environment = db::postgres_environment(url);
  environment.push_back("PATH=" + search_path());
  environment.emplace_back("LC_ALL=C.UTF-8");
  environment.emplace_back("PGCONNECT_TIMEOUT=10");
  arguments.insert(arguments.begin(), {find_program(name)});
  // A shop's database takes minutes; this is for one that hangs.
  const auto finished = process::run(arguments, environment, {.deadline = 12h});
  if (finished.status != 0)
    throw std::runtime_error(
        fmt::format("{} failed: it says above why (its version must not be older than the server's)", name));
}

}  // namespace

std::string kind_of(const std::string& url) {
  return db::dialect_of(url) == db::Dialect::kSqlite ? "sqlite" : "postgresql";
}

void dump_database(const std::string& url, const std::filesystem::path& file) {
  if (db::dialect_of(url) == db::Dialect::kSqlite) return db::copy_sqlite(db::sqlite_file(url), file);
  // Rights and owners are those of the place where it is brought back. Compressed once, by pg_dump.
  run_client("pg_dump",
             {"--format=custom", "--no-owner", "--no-privileges", "--no-password", "--lock-wait-timeout=60s",
              "--file=" + file.string()},
             url);
}

void load_postgres(const std::filesystem::path& file, const std::string& url) {
  std::string database;
  for (const auto& variable : db::postgres_environment(url))
    if (variable.starts_with("PGDATABASE=")) database = variable.substr(variable.find('=') + 1);
  run_client("pg_restore",
             {"--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password",
              "--dbname=" + database, file.string()},
             url);
}

ScratchPostgres::ScratchPostgres(const std::string& beside)
    : server_(beside), name_("hurtrock_check_" + crypto::hex(crypto::random_bytes(6))) {
  try {
    run_client("createdb", {"--no-password", "--template=template0", "--encoding=UTF8", name_}, server_);
  } catch (const std::runtime_error&) {
    throw std::runtime_error(
        "cannot make a scratch database beside the shop's: allow its user that (ALTER ROLE ... CREATEDB), or restore "
        "the backup on another machine");
  }
  url_ = db::postgres_url_with_database(beside, name_);
}

ScratchPostgres::~ScratchPostgres() {
  try {
    run_client("dropdb", {"--no-password", "--if-exists", "--force", name_}, server_);
  } catch (const std::exception&) {
    // It says above why, and its name tells what it is.
  }
}

}  // namespace hurtrock::app
