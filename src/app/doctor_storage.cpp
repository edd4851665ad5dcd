#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <tuple>

#include "accounts/staff.hpp"
#include "app/backup.hpp"
#include "app/disk.hpp"
#include "app/doctor_checks.hpp"
#include "app/existing_database.hpp"
#include "app/last_backup.hpp"
#include "app/missing_files.hpp"
#include "app/picture_helper.hpp"
#include "app/sample_accounts.hpp"
#include "app/secret_store.hpp"
#include "catalog/search/index_trouble.hpp"
#include "documents/fonts.hpp"
#include "platform/db/copy.hpp"
#include "platform/db/inspect.hpp"
#include "platform/db/migrations.hpp"
#include "platform/process/process.hpp"

namespace hurtrock::app {
namespace {

constexpr std::uint64_t kMegabyte = 1024 * 1024;
constexpr std::uint64_t kLeastFree = 500 * kMegabyte;

/// What to do about a database that does not answer, from what its driver says.
std::string advice(const std::string& said, const std::string& url, std::string_view variable) {
  const auto says = [&](std::string_view words) { return said.contains(words); };
  if (db::dialect_of(url) == db::Dialect::kSqlite) {
    if (says("not a database") || says("malformed"))
      return fmt::format("{} is damaged ({}): stop the shop, then hurtrock restore --replace BACKUP",
                         db::sqlite_file(url).string(), said);
    return fmt::format("{}: check the path in {} and who owns the file", said, variable);
  }
  if (says("password authentication failed") || says("no password supplied"))
    return fmt::format(
        "the password or the user in {} is refused: correct it (an @ in it is written %40), or set it in "
        "PostgreSQL with ALTER ROLE ... PASSWORD",
        variable);
  if (says("does not exist")) return fmt::format("{}: create it, or correct {}", said, variable);
  if (says("no pg_hba.conf entry")) return fmt::format("{}: allow this machine in the server's pg_hba.conf", said);
  return fmt::format("{}: start PostgreSQL, or correct host and port in {}", said, variable);
}

Finding check_migrated(const std::string& url, db::Schema schema, std::string_view variable) {
  try {
    if (db::is_missing(url))
      return fmt::format("{} is not there yet: run hurtrock migrate", db::sqlite_file(url).string());
    const auto db = db::Database::open(url, kToLook);
    const auto migrations = db::built_in_migrations(db->dialect(), schema);
    for (const auto& state : db::migration_states(*db, migrations))
      if (!state.applied)
        return fmt::format("migration {:04} {} is missing: run hurtrock migrate", state.number, state.name);
    if (const auto newer = db::unknown_migration(*db, migrations))
      return fmt::format(
          "it has migration {:04}, which this program does not know: install the newer version again, or "
          "bring a backup from before it back",
          *newer);
    return std::nullopt;
  } catch (const std::exception& error) {
    return advice(error.what(), url, variable);
  }
}

}  // namespace

/// By writing: rights alone say nothing about a disk that is mounted for reading only. A folder that is not there yet
/// will be made in the nearest one above.
Finding check_data_folder(const Config& config) {
  std::error_code ignored;
  auto folder = std::filesystem::absolute(config.data_dir);
  while (folder.has_relative_path() && !std::filesystem::exists(folder, ignored)) folder = folder.parent_path();
  std::string probe = (folder / ".doctor-XXXXXX").string();
  const int file = ::mkstemp(probe.data());
  if (file < 0 && errno != ENOSPC)
    return fmt::format("{} is not writable ({}): set DATA_DIR to a folder that this user owns", config.data_dir,
                       std::strerror(errno));
  if (file >= 0) {
    ::close(file);
    ::unlink(probe.c_str());
  }
  return std::nullopt;
}

Finding check_disk(const Config& config) {
  const auto free = free_bytes(config.data_dir);
  if (!free || *free >= kLeastFree) return std::nullopt;
  return fmt::format("only {} MB are free below {}, less than 500: make room, or move DATA_DIR to a larger disk",
                     *free / kMegabyte, config.data_dir);
}

/// A trial has nothing to lose.
Finding check_backups(const Config& config) {
  if (config.development()) return std::nullopt;
  const auto last = last_backup(config.data_dir);
  if (!last)
    return "none has been proved yet: switch those of every night on (systemctl enable --now hurtrock-backup.timer), "
           "or "
           "prove one of your own with hurtrock restore --check FILE";
  if (SystemClock{}.now() - *last <= kBackupLasts) return std::nullopt;
  return fmt::format(
      "the newest that has been proved is of {}: journalctl -u hurtrock-backup says why there is no newer one",
      rfc3339(*last));
}

Finding check_database(const Config& config) {
  return check_migrated(config.database_url, db::Schema::kShop, "DATABASE_URL");
}

Finding check_chat_database(const Config& config) {
  return check_migrated(config.chat_database_url, db::Schema::kChat, "CHAT_DATABASE_URL");
}

std::vector<std::string> silent_databases(const Config& config) {
  std::vector<std::string> silent;
  for (const auto& [name, url, schema, variable] :
       {std::tuple{"shop's", &config.database_url, db::Schema::kShop, "DATABASE_URL"},
        {"chat's", &config.chat_database_url, db::Schema::kChat, "CHAT_DATABASE_URL"}}) {
    if (db::is_missing(*url)) continue;
    try {
      const auto db = db::Database::open(*url, kToLook);
      (void)db::migration_states(*db, db::built_in_migrations(db->dialect(), schema));
    } catch (const std::exception& error) {
      silent.push_back(fmt::format("the {} database cannot be used: {}", name, advice(error.what(), *url, variable)));
    }
  }
  return silent;
}

Finding check_two_databases(const Config& config) {
  const bool left = std::ranges::find(config.warnings, kChatInFile) != config.warnings.end();
  return left ? Finding{kChatInFile} : std::nullopt;
}

Finding check_secret(const Config& config) {
  if (check_database(config)) return std::nullopt;
  const auto db = db::Database::open(config.database_url, kToLook);
  const auto last = db->read([](db::Tx& tx) { return last_secret(tx); });
  if (!last || last == fingerprint(config.session_secret)) return std::nullopt;
  return "SESSION_SECRET is another one than that which a shop was last started with on this database. Either it is "
         "wrong here, or a copy or another machine was started with a wrong one, and its log says "
         "shop.session_secret_changed: stop that one, set the same on every machine of the shop, and restart this one. "
         "If it was changed on purpose, restart all of them";
}

Finding check_admin(const Config& config) {
  if (check_database(config))
    return "nobody can be looked for before the database is mended, as said above. A new shop has no admin: after "
           "hurtrock migrate, invite the first with hurtrock admin create EMAIL";
  const auto db = db::Database::open(config.database_url, kToLook);
  if (db->read([](db::Tx& tx) { return accounts::has_admin(tx); })) return std::nullopt;
  return "nobody can run the shop: invite the first admin with hurtrock admin create EMAIL";
}

Finding check_sample_accounts(const Config& config) {
  return check_database(config) ? std::nullopt : sample_account_trouble(config);
}

/// That it has no picture to look at is for it to say: then all its libraries are there.
Finding check_picture_helper(const Config&) {
  const std::string helper = picture_helper();
  try {
    if (process::run({helper, "inspect", "/dev/null"}, {}, {}).status == 0) return std::nullopt;
  } catch (const std::system_error&) {
    // The message is the same.
  }
  return fmt::format("{} does not run, so no pictures can be uploaded: install it there, with libvips", helper);
}

Finding check_picture_files(const Config& config) {
  if (check_database(config)) return std::nullopt;
  const auto db = db::Database::open(config.database_url, kToLook);
  const auto missing = db->read([&](db::Tx& tx) { return missing_files(tx, config.data_dir); });
  if (!missing) return std::nullopt;
  return to_text(*missing, config.data_dir) +
         ": set DATA_DIR to the shop's folder (is its disk mounted?), or copy what is missing from where the shop was "
         "before, or from a backup";
}

Finding check_fonts(const Config&) {
  if (documents::system_has_fonts()) return std::nullopt;
  return "no fonts are installed: names in letters beyond Latin are boxes on labels and invoices: apt-get install "
         "fonts-dejavu-core fonts-droid-fallback";
}

Finding check_search(const Config& config) {
  const auto folder = std::filesystem::path(config.data_dir) / "search";
  const auto trouble = catalog::search::index_trouble(folder);
  if (!trouble) return std::nullopt;
  return fmt::format(
      "the search index cannot be read ({}): the shop makes it anew while it runs; if this stays, stop "
      "the shop and remove {}, which is made again",
      *trouble, folder.string());
}

}  // namespace hurtrock::app
