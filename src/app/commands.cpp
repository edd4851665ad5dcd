#include "app/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <expected>
#include <string_view>
#include <tuple>
#include <vector>

#include "app/audit.hpp"
#include "app/existing_database.hpp"
#include "app/shop.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/copy.hpp"
#include "platform/db/error.hpp"
#include "platform/db/migrations.hpp"
#include "sample_data/sample_data.hpp"

namespace hurtrock::app {
namespace {

/// A file that is not there has no step, and does not come about by the question.
void print_migration_states(const std::string& url, db::Schema schema, std::string_view name) {
  const auto migrations = db::built_in_migrations(db::dialect_of(url), schema);
  std::vector<db::MigrationState> states;
  if (db::is_missing(url)) {
    for (const auto& step : migrations) states.push_back({.number = step.number, .name = step.name, .applied = false});
  } else {
    states = db::migration_states(*db::Database::open(url, kToLook), migrations);
  }
  for (const auto& state : states)
    fmt::print("{}{:04} {} {}\n", name, state.number, state.applied ? "applied" : "missing", state.name);
}

/// Or why there are none: a shop may run without chat.
std::expected<std::vector<Truth>, std::string> truths_of_chat(const Config& config) {
  const std::string& url = config.chat_database_url;
  if (db::is_missing(url)) return std::unexpected("is not there");
  try {
    const auto db = db::Database::open(url, kToLook);
    if (std::ranges::any_of(db::migration_states(*db, db::built_in_migrations(db->dialect(), db::Schema::kChat)),
                            [](const auto& state) { return !state.applied; }))
      return std::unexpected("is not up to date");
    return db->read([](db::Tx& tx) { return audit_chat(tx); });
  } catch (const db::Error& error) {
    if (error.kind() != db::ErrorKind::kUnavailable) throw;
    return std::unexpected("does not answer");
  }
}

}  // namespace

int migrate_command(const Config& config, bool status_only, bool reset, bool yes_destroy_data) {
  if (reset && !status_only && !config.development() && !yes_destroy_data) {
    fmt::print(stderr, "hurtrock: migrate --reset deletes everything; in production add --yes-destroy-data\n");
    return 1;
  }
  int applied = 0;
  for (const auto& [name, url, schema] : {std::tuple{"", &config.database_url, db::Schema::kShop},
                                          {"chat ", &config.chat_database_url, db::Schema::kChat}}) {
    if (status_only) {
      print_migration_states(*url, schema, name);
      continue;
    }
    const auto db = db::Database::open(*url);
    const auto migrations = db::built_in_migrations(db->dialect(), schema);
    if (reset) db::drop_everything(*db);
    applied += db::migrate(*db, migrations);
  }
  if (!status_only) fmt::print("{} migration{} applied\n", applied, applied == 1 ? "" : "s");
  return 0;
}

int sample_data_command(const Config& config, std::int64_t products, InProduction in_production) {
  if (!config.development() && in_production == InProduction::kLeftOut) {
    fmt::print("A shop in production begins with its own products: nothing loaded\n");
    return 0;
  }
  if (!config.development() && in_production == InProduction::kRefused) {
    fmt::print(stderr,
               "hurtrock: sample-data fills the shop with products that there are not; in production add "
               "--yes-sample-data\n");
    return 1;
  }
  run_migrations(config);
  const auto db = db::Database::open(config.database_url, {.durable = false});
  const auto loaded = sample_data::load(*db,
                                        {.products = products,
                                         .media_folder = config.data_dir + "/media",
                                         .paintings = sample_data::embedded_paintings(),
                                         .with_accounts = config.development()},
                                        SystemClock{});
  if (loaded.was_empty) {
    fmt::print("{} products with {} variants and {} pictures loaded\n", loaded.products, loaded.variants,
               loaded.picture_files);
  } else {
    fmt::print("There are products already: nothing loaded\n");
  }
  return 0;
}

int audit_command(const Config& config) {
  demand_database(config);
  const auto db = db::Database::open(config.database_url, kToLook);
  auto truths = db->read([](db::Tx& tx) { return audit(tx); });
  const auto of_chat = truths_of_chat(config);
  if (of_chat) truths.insert(truths.end(), of_chat->begin(), of_chat->end());
  for (const Truth& truth : truths) {
    fmt::print("{:4} {}\n", truth.violations.empty() ? "ok" : "FAIL", truth.name);
    for (const auto& violation : truth.violations) fmt::print("       {}\n", violation);
  }
  if (!of_chat) fmt::print("{:4} chat: its database {}: its messages were not looked at\n", "--", of_chat.error());
  std::fflush(stdout);
  for (const Truth& truth : truths) {
    if (truth.violations.empty()) continue;
    fmt::print(stderr, "hurtrock: audit failed: {}: {}\n", truth.name, truth.violations.front());
    return 1;
  }
  return 0;
}

std::string version_text() { return fmt::format("hurtrock {}", HURTROCK_VERSION); }

int version_command() {
  fmt::print("{}\n", version_text());
  return 0;
}

}  // namespace hurtrock::app
