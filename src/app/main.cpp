#include <fmt/format.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/doctor_checks.hpp"
#include "app/launcher.hpp"
#include "app/mark.hpp"
#include "app/serving.hpp"
#include "app/shop.hpp"
#include "app/stop_signal.hpp"
#include "app/wrong_usage.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/error.hpp"
#include "platform/log/log.hpp"

namespace {

using namespace hurtrock;

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

/// What a flag changes is handed on to child processes the way everything else is: by the environment.
void set_from_flag(const char* name, const std::string& value) {
  if (!value.empty()) ::setenv(name, value.c_str(), 1);
}

/// Comes to an end, unlike a service.
bool is_command(std::string_view process) {
  constexpr std::string_view kServices[] = {"serve", "shop", "chat", "sandbox"};
  return std::ranges::find(kServices, process) == std::end(kServices);
}

/// A command says in one sentence what went wrong, and the log would say the same before it. Debugging, everything.
log::Level level_of(std::string_view process, log::Level wanted) {
  return is_command(process) && wanted != log::Level::kDebug ? log::Level::kError : wanted;
}

/// In one line: databases' own words may have several.
std::string worded(const std::exception& error) {
  std::string words = error.what();
  while (!words.empty() && words.back() == '\n') words.pop_back();
  std::ranges::replace_if(words, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  const bool is_database = dynamic_cast<const db::Error*>(&error) != nullptr;
  return is_database ? words + ": hurtrock doctor says what to do about it" : words;
}

/// Whoever misspells DATABASE_URL gets another shop, which is empty: that is said wherever it begins. The doctor has a
/// line of its own for it, and of what a launcher has started the launcher has said it.
void warn_of_misspelt_settings() {
  if (app::has_launcher()) return;
  for (const std::string& trouble : app::misspelt_settings()) fmt::print(stderr, "hurtrock: warning: {}\n", trouble);
}

template <class Run>
int with_config(std::string_view process, Run&& run, app::FirstSecret first_secret = app::FirstSecret::kMade) {
  try {
    crypto::start();
    const auto lookup = is_command(process) ? app::beside_running_shop(app::environment()) : app::environment();
    const auto config = app::read_config(lookup, first_secret);
    if (!config || process != "doctor") warn_of_misspelt_settings();
    if (!config) {
      for (const auto& mistake : config.error()) fmt::print(stderr, "hurtrock: {}\n", mistake);
      return kFailed;
    }
    log::start(level_of(process, config->log_level), config->log_format, process);
    const int status = run(*config);
    log::stop();
    return status;
  } catch (const std::exception& error) {
    log::stop();
    fmt::print(stderr, "hurtrock: {}\n", worded(error));
    return kFailed;
  }
}

/// Ends this process as SIGTERM does once its launcher is no more, which may have been before this was asked for.
void end_with(pid_t launcher) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != launcher) ::kill(::getpid(), SIGTERM);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"Hurtrock Music Store: the shop, its payments' sandbox and its tools in one program"};
  program.require_subcommand(1);
  program.set_version_flag("--version", app::version_text(), "Print the version");
  int status = 0;

  std::string host, port, chat_port, sandbox_port, data_dir, database_url;
  pid_t launcher = 0;
  const auto add_service_flags = [&](CLI::App* command) {
    command->add_option("--host", host, "Address to listen on (HOST)");
    command->add_option("--port", port, "Port of the shop (PORT)");
    command->add_option("--chat-port", chat_port, "Port of the chat service (CHAT_PORT)");
    command->add_option("--sandbox-port", sandbox_port, "Port of the payments' sandbox, in development (SANDBOX_PORT)");
    command->add_option("--data-dir", data_dir, "Folder for what changes (DATA_DIR)");
    command->add_option("--database-url", database_url, "sqlite:PATH or postgresql://... (DATABASE_URL)");
    command->add_option("--supervised", launcher, "The launcher, to end together with it")->group("");
  };
  const auto apply_flags = [&] {
    set_from_flag("HOST", host);
    set_from_flag("PORT", port);
    set_from_flag("CHAT_PORT", chat_port);
    set_from_flag("SANDBOX_PORT", sandbox_port);
    set_from_flag("DATA_DIR", data_dir);
    set_from_flag("DATABASE_URL", database_url);
    if (launcher != 0) end_with(launcher);
  };
  const auto add_service = [&](const char* name, const char* help, int (*run)(const app::Config&)) {
    CLI::App* command = program.add_subcommand(name, help);
    add_service_flags(command);
    command->callback([&status, apply_flags, name, run] {
      app::StopSignal::block();
      apply_flags();
      status = with_config(name, run);
    });
  };
  add_service("serve", "Start everything, watch it, restart what dies", app::run_launcher);
  add_service("shop", "The shop alone", app::run_shop);
  add_service("chat", "The chat service alone", app::run_chat);
  add_service("sandbox", "Local stand-in for the payment providers (development)", app::run_sandbox);

  bool status_only = false, reset = false, yes_destroy = false;
  CLI::App* migrate = program.add_subcommand("migrate", "Bring the databases of shop and chat up to date");
  migrate->add_flag("--status", status_only, "Show what is applied, change nothing");
  migrate->add_flag("--reset", reset, "Delete everything first");
  migrate->add_flag("--yes-destroy-data", yes_destroy, "Needed for --reset in production");
  migrate->callback([&] {
    const auto run = [&](const app::Config& config) {
      return app::migrate_command(config, status_only, reset, yes_destroy);
    };
    status = with_config("migrate", run, status_only ? app::FirstSecret::kLeftOut : app::FirstSecret::kMade);
  });

  std::int64_t products = 0;
  CLI::App* sample = program.add_subcommand("sample-data", "Fill an empty database with a shop to look at");
  sample->add_option("--products", products, "How many products (default: the sample catalogue)")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000}));
  bool yes_sample_data = false, unless_production = false;
  CLI::Option* yes_sample = sample->add_flag("--yes-sample-data", yes_sample_data, "Needed in production");
  sample->add_flag("--unless-production", unless_production, "In production load nothing, and call that well")
      ->excludes(yes_sample);
  sample->callback([&] {
    using enum app::InProduction;
    const auto in_production = yes_sample_data ? kLoaded : unless_production ? kLeftOut : kRefused;
    status = with_config("sample-data", [&](const app::Config& config) {
      return app::sample_data_command(config, products, in_production);
    });
  });

  std::string admin_email, admin_name;
  CLI::App* admin = program.add_subcommand("admin", "Who runs the shop");
  admin->require_subcommand(1);
  CLI::App* create_admin = admin->add_subcommand("create", "Invite an admin, or make an account one");
  create_admin->add_option("EMAIL", admin_email, "Their mailbox")->required();
  create_admin->add_option("--name", admin_name, "Their name (default: the mailbox)");
  create_admin->callback([&] {
    status = with_config(
        "admin", [&](const app::Config& config) { return app::create_admin_command(config, admin_email, admin_name); });
  });

  CLI::App* switch_off = admin->add_subcommand("switch-off", "Switch an account off: nobody logs in to it any more");
  switch_off->add_option("EMAIL", admin_email, "Its mailbox")->required();
  switch_off->callback([&] {
    status =
        with_config("admin", [&](const app::Config& config) { return app::switch_off_command(config, admin_email); });
  });

  app::ExportWish exported;
  CLI::App* export_command = program.add_subcommand("export", "Write what the shop knows into a file");
  export_command->require_subcommand(1);
  const auto add_export = [&](const char* name, const char* help, app::Exported what) {
    CLI::App* command = export_command->add_subcommand(name, help);
    command->add_option("--format", exported.format, "csv or xlsx")
        ->default_val("csv")
        ->check(CLI::IsMember({"csv", "xlsx"}));
    command->add_option("-o,--output,--out", exported.path, "The file")->required();
    command->callback([&status, &exported, what] {
      exported.what = what;
      const auto run = [&](const app::Config& config) { return app::export_command(config, exported); };
      status = with_config("export", run, app::FirstSecret::kLeftOut);
    });
    return command;
  };
  const auto add_days = [&](CLI::App* command) {
    CLI::Option* from = command->add_option("--from", exported.from, "The first day, such as 2026-11-01 (WIB)");
    CLI::Option* to = command->add_option("--to", exported.to, "The last day");
    from->needs(to);
    to->needs(from);
  };
  add_days(add_export("products", "Every product with its variants, or those that were changed last in some days",
                      app::Exported::kProducts));
  add_days(add_export("orders", "Every order, or those of some days", app::Exported::kOrders));
  add_days(add_export("customers", "Everybody with an account or an order, or who ordered in some days",
                      app::Exported::kCustomers));
  add_days(add_export("stock", "What is there of every variant, or of those whose stock moved in some days",
                      app::Exported::kStock));

  app::ImportWish imported;
  CLI::App* import_command = program.add_subcommand("import", "Take a file over into the shop");
  import_command->require_subcommand(1);
  CLI::App* import_products = import_command->add_subcommand(
      "products", "Create and change products as a CSV says: our own columns, WooCommerce's or Shopify's");
  import_products->add_option("FILE", imported.path, "The CSV")->required();
  import_products->add_flag("--dry-run", imported.dry_run, "Say what would happen, change no product");
  import_products->add_flag("--set-stock", imported.sets_stock, "Also set the stock of variants that exist");
  import_products->callback([&] {
    const auto run = [&](const app::Config& config) { return app::import_products_command(config, imported); };
    status = with_config("import", run, imported.dry_run ? app::FirstSecret::kLeftOut : app::FirstSecret::kMade);
  });

  program.add_subcommand("audit", "Prove the books")->callback([&] {
    status = with_config("audit", app::audit_command, app::FirstSecret::kLeftOut);
  });
  std::string backup_file;
  bool check_only = false, replace = false;
  CLI::App* backup = program.add_subcommand("backup", "Databases and pictures into one file, while the shop runs");
  backup->add_option("FILE", backup_file, "The file to make")->required();
  backup->callback([&] {
    status = with_config("backup", [&](const app::Config& config) { return app::backup_command(config, backup_file); });
  });
  CLI::App* restore = program.add_subcommand("restore", "Bring a backup back, into an empty place");
  restore->add_option("FILE", backup_file, "What backup has made")->required();
  CLI::Option* check = restore->add_flag("--check", check_only, "Into a scratch place only: prove that it is good");
  restore
      ->add_flag("--replace", replace,
                 "In the stead of what is there (files and SQLite databases are set aside, a PostgreSQL is emptied)")
      ->excludes(check);
  restore->callback([&] {
    const auto run = [&](const app::Config& config) {
      return app::restore_command(config, backup_file, check_only, replace);
    };
    // A file that is refused leaves nothing behind.
    status = with_config("restore", run, app::FirstSecret::kLeftOut);
  });
  program.add_subcommand("backup-failed", "Mail the store that its nightly backup failed")->callback([&] {
    status = with_config("backup-failed", app::backup_failed_command, app::FirstSecret::kLeftOut);
  });
  program.add_subcommand("doctor", "Look for what is wrong and say what to do")->callback([&] {
    status = with_config("doctor", app::doctor_command, app::FirstSecret::kLeftOut);
  });
  program.add_subcommand("version", "Print the version")->callback([&] { status = app::version_command(); });

  const std::span<char* const> words(argv + 1, argv + std::max(argc, 1));
  if (const auto trouble = app::unknown_command(program, words)) {
    fmt::print(stderr, "hurtrock: {}\n", *trouble);
    return kWrongUsage;
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and the version come this way, too.
    if (error.get_exit_code() == 0) return program.exit(error);
    fmt::print(stderr, "hurtrock: {}\n", app::wrong_usage(program, error, words));
    return kWrongUsage;
  }
  return status;
}
