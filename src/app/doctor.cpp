#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "app/commands.hpp"
#include "app/doctor_checks.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::app {
namespace {

struct Check {
  const char* name;
  Finding (*look)(const Config&);
  std::string (*describe)(const Config&) = nullptr;  ///< what is worth to be known when all is well
  bool only_warns = false;                           ///< what it finds may be meant
  Finding (*at_rest)(const Config&) = nullptr;       ///< why there is nothing to check, which may be meant
};

constexpr Check kChecks[] = {{"settings", check_settings, describe_settings_file, true},
                             {"data folder", check_data_folder},
                             {"disk", check_disk},
                             {"backups", check_backups, nullptr, true},
                             {"database", check_database},
                             {"chat database", check_chat_database},
                             {"two databases", check_two_databases, nullptr, true},
                             {"session secret", check_secret},
                             {"clock", check_clock},
                             {"admin", check_admin},
                             {"sample accounts", check_sample_accounts},
                             {"port", check_port, describe_shop_port},
                             {"chat port", check_chat_port, describe_chat_port},
                             {"sandbox port", check_sandbox_port, describe_sandbox_port},
                             {"public address", check_public_url},
                             {"chat address", check_chat_public_url},
                             {"redis", check_redis},
                             {"mail", check_mail},
                             {"waiting mails", check_waiting_mails, nullptr, true},
                             {"pictures", check_picture_helper},
                             {"picture files", check_picture_files},
                             {"fonts", check_fonts},
                             {"search", check_search},
                             {"midtrans", check_midtrans, nullptr, false, midtrans_at_rest},
                             {"stripe", check_stripe, describe_stripe, false, stripe_at_rest}};

constexpr std::string_view kWell = "ok", kMayBeMeant = "WARN", kToBeMended = "FAIL";

struct Verdict {
  std::string_view word;
  std::string text;
};

/// A check that could not even be made is a finding, too.
Verdict look(const Check& check, const Config& config) {
  const auto found = [&](std::string text) {
    return Verdict{check.only_warns ? kMayBeMeant : kToBeMended, std::move(text)};
  };
  try {
    if (check.at_rest != nullptr)
      if (auto reason = check.at_rest(config)) return {kMayBeMeant, *std::move(reason)};
    if (auto finding = check.look(config)) return found(*std::move(finding));
  } catch (const std::exception& error) {
    return found(error.what());
  }
  return {kWell, check.describe != nullptr ? check.describe(config) : std::string{}};
}

}  // namespace

int doctor_command(const Config& config) {
  // What a check meets it says itself, with what to do about it.
  log::silence();
  bool healthy = true;
  for (const Check& check : kChecks) {
    const auto [verdict, text] = look(check, config);
    fmt::print("{:4} {}{}{}\n", verdict, check.name, text.empty() ? "" : ": ", text);
    std::fflush(stdout);
    healthy = healthy && verdict != kToBeMended;
  }
  if (healthy) return 0;
  fmt::print(stderr, "hurtrock: doctor found something to mend: see the lines marked FAIL\n");
  return 1;
}

}  // namespace hurtrock::app
