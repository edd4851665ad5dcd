#include "app/greeting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

#include "accounts/staff.hpp"
#include "app/database_users.hpp"
#include "app/doctor_checks.hpp"
#include "app/existing_database.hpp"
#include "app/sample_accounts.hpp"
#include "platform/db/copy.hpp"
#include "platform/db/migrations.hpp"

namespace hurtrock::app {
namespace {

constexpr std::string_view kNobodyYet = "nobody can yet: hurtrock admin create EMAIL invites the first admin";

/// That nobody has ever begun a shop in it.
bool is_new_database(const std::string& url) {
  if (db::is_missing(url)) return true;
  const auto db = db::Database::open(url, kToLook);
  return std::ranges::none_of(db::migration_states(*db, db::built_in_migrations(db->dialect())),
                              [](const auto& state) { return state.applied; });
}

/// Empty when there is nothing to say, or nobody who could be asked: no login is told that may not open.
std::string how_to_log_in(const Config& config) {
  try {
    if (is_new_database(config.database_url)) return std::string(kNobodyYet);
    const auto db = db::Database::open(config.database_url, kToLook);
    if (const auto login = open_sample_admin(*db); login && config.development())
      return fmt::format("{} / {} (sample data, development only)", login->email, login->password.reveal());
    return std::string(db->read([](db::Tx& tx) { return accounts::has_admin(tx); }) ? std::string_view{} : kNobodyYet);
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace

void greet(const Config& config) {
  fmt::print("Hurtrock Music Store\n  shop   {0}\n  admin  {0}/admin\n  chat   {1}\n", config.public_url,
             config.chat_public_url);
  // Another machine of the same shop, or one behind a web server, is not where its address leads.
  if (!config.public_url.ends_with(fmt::format(":{}", config.port)))
    fmt::print("  here   {}, port {} (shop) and {} (chat)\n", config.host, config.port, config.chat_port);
  if (const auto login = how_to_log_in(config); !login.empty()) fmt::print("  login  {}\n", login);
  fmt::print("Stop with Ctrl-C.\n");
  std::fflush(stdout);
  if (const auto another = another_secret_at_work(config)) fmt::print(stderr, "hurtrock: warning: {}\n", *another);
  for (const std::string& silent : silent_databases(config))
    fmt::print(stderr,
               "hurtrock: warning: {}. Until then what needs it ends, and is started again and again; hurtrock doctor "
               "says when all is well\n",
               silent);
}

}  // namespace hurtrock::app
