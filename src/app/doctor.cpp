#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <system_error>

#include "app/commands.hpp"
#include "app/mailer.hpp"
#include "app/picture_helper.hpp"
#include "platform/core/crypto.hpp"
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

Finding check_database(const Config& config) {
  try {
    const auto db = db::Database::open(config.database_url);
    db->read([](db::Tx& tx) { return tx.one<std::int64_t>("SELECT CAST(1 AS BIGINT)"); });
    for (const auto& state : db::migration_states(*db, db::built_in_migrations(db->dialect())))
      if (!state.applied)
        return fmt::format("migration {:04} {} is missing: run hurtrock migrate", state.number, state.name);
    return std::nullopt;
  } catch (const std::exception& error) {
    return fmt::format("{}: check DATABASE_URL and that the server runs", error.what());
  }
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

/// Any answer will do: the host is there and speaks HTTP.
Finding check_midtrans(const Config& config) {
  if (config.midtrans_server_key.empty())
    return "no server key: set MIDTRANS_SERVER_KEY, or buyers can pay by COD only";
  const auto answer = fetch::make_client()->send(
      {.method = "GET",
       .url = config.midtrans_api_base + "/v2/doctor-check/status",
       .headers = {{"Accept", "application/json"}},
       .authorization = Secret{"Basic " + crypto::base64(config.midtrans_server_key.reveal() + ":")},
       .timeout = std::chrono::milliseconds{5000}});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered)
    return fmt::format(
        "{} does not answer ({}): {}", config.midtrans_api_base, answer.error,
        config.uses_sandbox ? "start hurtrock sandbox or hurtrock serve" : "check the network and MIDTRANS_API_BASE");
  if (answer.status == 401) return "the server key is refused: check MIDTRANS_SERVER_KEY and MIDTRANS_ENVIRONMENT";
  return std::nullopt;
}

/// A question that any valid key may ask.
Finding check_stripe(const Config& config) {
  if (config.stripe_secret_key.empty()) return std::nullopt;  // a shop need not take cards
  const auto answer =
      fetch::make_client()->send({.method = "GET",
                                  .url = config.stripe_api_base + "/v1/checkout/sessions?limit=1",
                                  .headers = {{"Accept", "application/json"}},
                                  .authorization = Secret{"Bearer " + config.stripe_secret_key.reveal()},
                                  .timeout = std::chrono::milliseconds{5000}});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered)
    return fmt::format(
        "{} does not answer ({}): {}", config.stripe_api_base, answer.error,
        config.uses_sandbox ? "start hurtrock sandbox or hurtrock serve" : "check the network and STRIPE_API_BASE");
  if (answer.status == 401) return "the secret key is refused: check STRIPE_SECRET_KEY";
  return std::nullopt;
}

}  // namespace

int doctor_command(const Config& config) {
  const std::pair<const char*, std::function<Finding(const Config&)>> checks[] = {
      {"data folder", check_data_folder}, {"database", check_database}, {"mail", check_mail},
      {"pictures", check_pictures},       {"midtrans", check_midtrans}, {"stripe", check_stripe}};
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
