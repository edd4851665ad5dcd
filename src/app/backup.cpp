#include "app/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/database_dump.hpp"
#include "app/missing_files.hpp"
#include "platform/archive/archive.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/migrations.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// 0: none has been applied.
int newest_migration(const std::string& url, db::Schema schema) {
  const auto db = db::Database::open(url, {.connections = 1});
  int newest = 0;
  for (const auto& state : db::migration_states(*db, db::built_in_migrations(db->dialect(), schema)))
    if (state.applied) newest = std::max(newest, state.number);
  return newest;
}

void add_database(archive::Writer& archive, const std::string& name, const std::string& url, const fs::path& work) {
  const std::string entry = fmt::format("{}.{}", name, kind_of(url));
  dump_database(url, work / entry);
  archive.add_file(entry, work / entry);
  fs::remove(work / entry);
}

/// Answers how many. What is deleted meanwhile is left out: nothing refers to it any more.
std::int64_t add_files(archive::Writer& archive, const fs::path& data_dir) {
  std::int64_t files = 0;
  for (const auto& folder : fs::directory_iterator(data_dir)) {
    if (!folder.is_directory() || !is_kept(folder.path().filename().string())) continue;
    for (const auto& file : fs::recursive_directory_iterator(folder.path())) {
      std::error_code gone;
      if (!file.is_regular_file(gone)) continue;
      const auto name = std::string(kFiles) + file.path().lexically_relative(data_dir).generic_string();
      if (archive.add_file(name, file.path())) ++files;
    }
  }
  return files;
}

/// After the fact: an archive without some pictures still has every order, which is worth more than none at all.
int end_incomplete(const Config& config, const std::string& file, const MissingFiles& missing) {
  fmt::print(stderr,
             "hurtrock: {} has the databases but is NOT complete: {}. Set DATA_DIR to the shop's folder (is its disk "
             "mounted?), or bring the pictures back from an older backup, and take another\n",
             file, to_text(missing, config.data_dir));
  return 1;
}

/// Removes what processes that were killed have left. Their locks went with them.
void remove_leftovers(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("backup-")) fs::remove_all(entry.path());
}

}  // namespace

std::string to_json(const About& about) {
  return json::serialize(json::object{{"format", about.format},
                                      {"program", about.program},
                                      {"made_at", about.made_at},
                                      {"shop", about.shop},
                                      {"chat", about.chat},
                                      {"shop_schema", about.shop_schema},
                                      {"chat_schema", about.chat_schema},
                                      {"secret", about.secret}}) +
         "\n";
}

About read_about(std::string_view text) {
  try {
    const json::object object = json::parse(text).as_object();
    const auto word = [&](const char* name) { return json::value_to<std::string>(object.at(name)); };
    const auto number = [&](const char* name) { return json::value_to<int>(object.at(name)); };
    return {.format = number("format"),
            .program = word("program"),
            .made_at = word("made_at"),
            .shop = word("shop"),
            .chat = word("chat"),
            .shop_schema = number("shop_schema"),
            .chat_schema = number("chat_schema"),
            .secret = word("secret")};
  } catch (const std::exception&) {
    throw std::runtime_error("it does not say what it is a backup of: it was made by another program");
  }
}

std::string fingerprint(const Secret& session_secret) {
  return crypto::hex(crypto::hmac_sha256(session_secret, "hurtrock backup").substr(0, 8));
}

bool is_kept(std::string_view folder) {
  // The search index follows the database; uploads in tmp/ are not the shop's yet.
  return folder != "search" && folder != "tmp" && !folder.starts_with("replaced-") && !folder.starts_with('.');
}

WorkFolder::WorkFolder(const fs::path& data_dir) {
  const fs::path folder = data_dir / "tmp";
  fs::create_directories(folder);
  lock_ = ::open((folder / "backup.lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock_ < 0)
    throw std::runtime_error(fmt::format("cannot write to {}: run this as the shop's user", folder.string()));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_);
    throw std::runtime_error("another backup or restore is at work: wait for it");
  }
  remove_leftovers(folder);
  path_ = folder / ("backup-" + crypto::random_token(6));
  fs::create_directory(path_);
  fs::permissions(path_, fs::perms::owner_all);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

int backup_command(const Config& config, const std::string& file) {
  const auto now = SystemClock{}.now();
  archive::Writer archive(file, now);
  const WorkFolder work(config.data_dir);
  const About about{.program = HURTROCK_VERSION,
                    .made_at = rfc3339(now),
                    .shop = kind_of(config.database_url),
                    .chat = kind_of(config.chat_database_url),
                    .shop_schema = newest_migration(config.database_url, db::Schema::kShop),
                    .chat_schema = newest_migration(config.chat_database_url, db::Schema::kChat),
                    .secret = fingerprint(config.session_secret)};
  if (about.shop_schema == 0)
    throw std::runtime_error("there is no shop to back up: DATABASE_URL names an empty database");
  archive.add(std::string(kAbout), to_json(about));
  // Rows first, then what they refer to: files never change, and one that comes later harms nobody.
  add_database(archive, "shop", config.database_url, work.path());
  add_database(archive, "chat", config.chat_database_url, work.path());
  const auto files = add_files(archive, config.data_dir);
  archive.finish();
  fmt::print("{}: shop and chat as of {}, {} files, {:.1f} MB\n", file, about.made_at, files,
             static_cast<double>(fs::file_size(file)) / 1e6);
  std::fflush(stdout);
  const auto missing = db::Database::open(config.database_url, {.connections = 1})->read([&](db::Tx& tx) {
    return missing_files(tx, config.data_dir);
  });
  return missing ? end_incomplete(config, file, *missing) : 0;
}

}  // namespace hurtrock::app
