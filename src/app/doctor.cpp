#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <system_error>

#include "accounts/staff.hpp"
#include "app/commands.hpp"
#include "app/gateways.hpp"
#include "app/mailer.hpp"
#include "app/picture_helper.hpp"
#include "platform/db/migrations.hpp"
#include "platform/fetch/fetch.hpp"
#include "platform/process/process.hpp"

namespace hurtrock::app {
namespace {

constexpr std::uint64_t kLeastFreeBytes = 500ULL * 1024 * 1024;

/// Nothing when all is well, otherwise what is wrong and what to do.
using Finding = std::optional<std::string>;

Finding check_data_folder(const Config& config) {
  std::error_code error;
  std::filesystem::create_directories(config.data_dir, error);
  if (error || ::access(config.data_dir.c_str(), W_OK) != 0)
    return fmt::format("{} is not writable: set DATA_DIR to a folder that this user owns", config.data_dir);
  struct statvfs disk{};
  if (::statvfs(config.data_dir.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < kLeastFreeBytes)
    return fmt::format("less than 500 MB are free below {}: make room", config.data_dir);
  return std::nullopt;
}

Finding check_migrated(const std::string& url, db::Schema schema, std::string_view variable) {
  try {
    const auto db = db::Database::open(url);
    db->read([](db::Tx& tx) { return tx.one<std::int64_t>("SELECT CAST(1 AS BIGINT)"); });
    for (const auto& state : db::migration_states(*db, db::built_in_migrations(db->dialect(), schema)))
      if (!state.applied)
        return fmt::format("migration {:04} {} is missing: run hurtrock migrate", state.number, state.name);
    return std::nullopt;
  } catch (const std::exception& error) {
    return fmt::format("{}: check {} and that the server runs", error.what(), variable);
  }
}

Finding check_database(const Config& config) {
  return check_migrated(config.database_url, db::Schema::kShop, "DATABASE_URL");
}

Finding check_chat_database(const Config& config) {
  return check_migrated(config.chat_database_url, db::Schema::kChat, "CHAT_DATABASE_URL");
}

Finding check_mail(const Config& config) {
  try {
    make_mailer(config);
    return std::nullopt;
  } catch (const std::exception& error) {
    return std::string(error.what());
  }
}

/// That it has no picture to look at is for it to say: then all its libraries are there.
Finding check_pictures(const Config&) {
  const std::string helper = picture_helper();
  try {
    if (process::run({helper, "inspect", "/dev/null"}, {}, {}).status == 0) return std::nullopt;
  } catch (const std::system_error&) {
    // The message is the same.
  }
  return fmt::format("{} does not run, so no pictures can be uploaded: install it there, with libvips", helper);
}

/// Without a database there are no settings: it has been reported, and the environment's keys are looked at.
payments::Settings settings_of(const Config& config, std::string_view provider) {
  try {
    const auto db = db::Database::open(config.database_url);
    return db->read([&](db::Tx& tx) { return payments::find_settings(tx, provider); }).value_or(payments::Settings{});
  } catch (const std::exception&) {
    return {};
  }
}

/// Without a database nobody knows: it has been reported.
Finding check_admin(const Config& config) {
  try {
    const auto db = db::Database::open(config.database_url);
    if (db->read([](db::Tx& tx) { return accounts::has_admin(tx); })) return std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return "nobody can run the shop: invite the first admin with hurtrock admin create EMAIL";
}

/// What is wrong, and what to do; `host` and `variables` are those of the provider.
Finding explain(payments::KeyCheck found, std::string_view host, std::string_view variables, const Config& config) {
  using enum payments::KeyCheck;
  switch (found) {
    case kWorks:
    case kNoKeys:
      return std::nullopt;
    case kSealed:
      return "the keys from /admin/payments were sealed with another SESSION_SECRET: type them again there, or put "
             "that "
             "secret back";
    case kWrongKey:
      return fmt::format("the key is refused: check it at /admin/payments, or {}", variables);
    case kWrongEnvironment:
      return "the key belongs to the provider's other environment: change environment or key at /admin/payments";
    case kForbidden:
      return "the key may not do what the shop needs: allow it Checkout Sessions, PaymentIntents and refunds";
    case kUnreachable:
      return fmt::format("{} does not answer: {}", host,
                         config.uses_sandbox ? "start hurtrock sandbox or hurtrock serve" : "check the network");
    case kUnclear:
      return fmt::format("{} answers something else than the provider would: check its address", host);
  }
  return std::nullopt;
}

Finding check_midtrans(const Config& config) {
  const auto access = midtrans_access(config, settings_of(config, "midtrans"));
  if (access.source == KeySource::kNone)
    return "no server key: set it at /admin/payments or as MIDTRANS_SERVER_KEY, or buyers can pay by COD only";
  return explain(check_keys(access, *fetch::make_client()), access.config.api_base,
                 "MIDTRANS_SERVER_KEY and MIDTRANS_ENVIRONMENT", config);
}

/// A shop need not take cards.
Finding check_stripe(const Config& config) {
  const auto access = stripe_access(config, settings_of(config, "stripe"));
  return explain(check_keys(access, *fetch::make_client()), access.config.api_base, "STRIPE_SECRET_KEY", config);
}

}  // namespace

int doctor_command(const Config& config) {
  const std::pair<const char*, std::function<Finding(const Config&)>> checks[] = {
      {"data folder", check_data_folder},
      {"database", check_database},
      {"chat database", check_chat_database},
      {"admin", check_admin},
      {"mail", check_mail},
      {"pictures", check_pictures},
      {"midtrans", check_midtrans},
      {"stripe", check_stripe}};
  bool healthy = true;
  for (const auto& [name, check] : checks) {
    const Finding finding = check(config);
    fmt::print("{:4} {}{}\n", finding ? "FAIL" : "ok", name, finding ? ": " + *finding : "");
    healthy = healthy && !finding;
  }
  std::fflush(stdout);
  if (healthy) return 0;
  fmt::print(stderr, "hurtrock: doctor found something to mend: see the lines marked FAIL\n");
  return 1;
}

}  // namespace hurtrock::app
