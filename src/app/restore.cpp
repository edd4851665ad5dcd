#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "app/audit.hpp"
#include "app/backup.hpp"
#include "app/commands.hpp"
#include "app/database_dump.hpp"
#include "app/database_users.hpp"
#include "app/last_backup.hpp"
#include "app/missing_files.hpp"
#include "app/port_holder.hpp"
#include "app/ports.hpp"
#include "platform/archive/archive.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/copy.hpp"
#include "platform/db/migrations.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;

/// Where a backup is brought to.
struct Place {
  std::string shop_url, chat_url;
  fs::path data_dir;
};

struct Part {
  const char* name;
  db::Schema schema;
  const std::string& url;
};
/// The shop's last: once it is there, everything is.
std::array<Part, 2> parts_of(const Place& place) {
  return {{{"chat", db::Schema::kChat, place.chat_url}, {"shop", db::Schema::kShop, place.shop_url}}};
}

/// Reads the whole archive and believes it only then.
About examine(const std::string& file) {
  std::string about;
  constexpr std::size_t kLongestAbout = 64UZ * 1024;
  try {
    archive::read(file, [&](const std::string& name) -> archive::Sink {
      if (name != kAbout) return {};
      return [&](std::string_view bytes) {
        if (about.size() < kLongestAbout) about += bytes;
      };
    });
    auto read = read_about(about);
    if (read.format != kBackupFormat)
      throw std::runtime_error(fmt::format("format {} is of another version of this program", read.format));
    return read;
  } catch (const archive::Damaged& damaged) {
    throw std::runtime_error(
        fmt::format("{} is refused, and nothing was changed: {}. Take another backup", file, damaged.what()));
  }
}

int newest_known(const std::string& url, db::Schema schema) {
  return db::built_in_migrations(db::dialect_of(url), schema).back().number;
}

void check_fits(const About& about, const Place& place) {
  for (const auto& [kind, url, variable] :
       {std::tuple{&about.shop, &place.shop_url, "DATABASE_URL"}, {&about.chat, &place.chat_url, "CHAT_DATABASE_URL"}})
    if (*kind != kind_of(*url))
      throw std::runtime_error(
          fmt::format("the backup is of a {} database, {} names a {} one: set it to one of that kind", *kind, variable,
                      kind_of(*url)));
  if (about.shop_schema > newest_known(place.shop_url, db::Schema::kShop) ||
      about.chat_schema > newest_known(place.chat_url, db::Schema::kChat))
    throw std::runtime_error(
        fmt::format("the backup was made by a newer version ({}): install that one or a later", about.program));
}

constexpr std::string_view kStopFirst =
    "stop it first (Ctrl-C where hurtrock serve runs, or systemctl stop hurtrock); nothing was changed";

/// Whoever has it open would go on writing into a file that has been set aside.
void check_nobody_has(const fs::path& sqlite_file) {
  const auto pid = db::sqlite_user(sqlite_file);
  if (!pid) return;
  const auto process = process_of(*pid);
  throw std::runtime_error(fmt::format("the shop is running: {} has {} open: {}",
                                       process ? to_text(*process) : "a process that this user may not see",
                                       sqlite_file.string(), kStopFirst));
}

void check_nobody_else_uses(const std::string& postgres_url) {
  if (is_used_by_others(postgres_url))
    throw std::runtime_error(fmt::format(
        "the shop is running: another process of it uses this database, here or on another machine: {}", kStopFirst));
}

/// By what it answers, and by who has its databases open: it may run on other ports than those of this configuration,
/// and another copy of the shop on these.
void check_nobody_is_at_work(const Config& config) {
  for (const auto& port : {shop_port(config), chat_port(config)})
    if (is_ours(port, config))
      throw std::runtime_error(
          fmt::format("the shop is running: its part {} answers on port {}: {}", port.part, port.number, kStopFirst));
  for (const std::string* url : {&config.database_url, &config.chat_database_url}) {
    if (db::dialect_of(*url) == db::Dialect::kSqlite)
      check_nobody_has(db::sqlite_file(*url));
    else
      check_nobody_else_uses(*url);
  }
}

bool has_tables(const std::string& url, db::Schema schema) {
  if (db::is_missing(url)) return false;
  const auto db = db::Database::open(url, {.connections = 1});
  for (const auto& state : db::migration_states(*db, db::built_in_migrations(db->dialect(), schema)))
    if (state.applied) return true;
  return false;
}

/// Takes the bytes of one entry into a new file.
class Extracted {
 public:
  explicit Extracted(fs::path file) : file_(std::move(file)) {
    fs::create_directories(file_.parent_path());
    out_ = ::open(file_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0640);
    if (out_ < 0) fail();
  }
  ~Extracted() {
    if (out_ >= 0) ::close(out_);
  }
  Extracted(const Extracted&) = delete;
  Extracted& operator=(const Extracted&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(out_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail();
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

 private:
  [[noreturn]] void fail() const {
    throw std::runtime_error(fmt::format("cannot write {}: {}", file_.string(), std::strerror(errno)));
  }
  fs::path file_;
  int out_ = -1;
};

void extract(const std::string& file, const fs::path& into) {
  archive::read(file, [&](const std::string& name) -> archive::Sink {
    const auto out = std::make_shared<Extracted>(into / name);
    return [out](std::string_view bytes) { out->write(bytes); };
  });
  // Once for all of them.
  ::sync();
}

/// Out of the way, not away: somebody may want it after all.
void set_aside(const fs::path& what, const fs::path& aside) {
  if (!fs::exists(what)) return;
  fs::create_directories(aside);
  fs::rename(what, aside / what.filename());
}

void place_files(const fs::path& from, const Place& place, const fs::path& aside) {
  if (!fs::exists(from)) return;
  for (const auto& folder : fs::directory_iterator(from)) {
    const auto target = place.data_dir / folder.path().filename();
    set_aside(target, aside);
    fs::rename(folder.path(), target);
  }
}

void place_database(const fs::path& dump, const std::string& url, const fs::path& aside) {
  if (db::dialect_of(url) == db::Dialect::kPostgres) {
    db::drop_everything(*db::Database::open(url, {.connections = 1}));
    return load_postgres(dump, url);
  }
  const fs::path file = db::sqlite_file(url);
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  // The log first: a database that came in between would take it for its own. It may lie on another file system than
  // the data folder, so it stays near.
  for (const char* ending : {"-wal", "-shm", ""})
    set_aside(file.string() + ending, file.parent_path() / aside.filename());
  const fs::path arriving = file.string() + ".arriving";
  fs::copy_file(dump, arriving, fs::copy_options::overwrite_existing);
  fs::rename(arriving, file);
}

/// Everything to its place, brought up to date. Nothing is moved for a database that was damaged when it was saved.
void place_all(const About& about, const fs::path& extracted, const Place& place, const fs::path& aside) {
  const auto dump_of = [&](const Part& part) {
    return extracted / fmt::format("{}.{}", part.name, part.schema == db::Schema::kShop ? about.shop : about.chat);
  };
  for (const Part& part : parts_of(place))
    if (db::dialect_of(part.url) == db::Dialect::kSqlite)
      if (const auto damage = db::sqlite_damage(dump_of(part)))
        throw std::runtime_error("the database in it is damaged: " + *damage);
  place_files(extracted / "files", place, aside);
  for (const Part& part : parts_of(place)) {
    place_database(dump_of(part), part.url, aside);
    const auto db = db::Database::open(part.url, {.connections = 1});
    db::migrate(*db, db::built_in_migrations(db->dialect(), part.schema));
  }
  ::sync();
}

/// Throws when the books are not right. Answers what rows name and the backup did not have.
std::optional<MissingFiles> prove(const Place& place) {
  const auto shop = db::Database::open(place.shop_url, {.connections = 1});
  auto truths = shop->read([](db::Tx& tx) { return audit(tx); });
  const auto of_chat =
      db::Database::open(place.chat_url, {.connections = 1})->read([](db::Tx& tx) { return audit_chat(tx); });
  truths.insert(truths.end(), of_chat.begin(), of_chat.end());
  for (const Truth& truth : truths)
    if (!truth.violations.empty())
      throw std::runtime_error(
          fmt::format("it was brought back, but its books are wrong: {}: {}", truth.name, truth.violations.front()));
  fmt::print("audit: {} truths hold\n", truths.size());
  return shop->read([&](db::Tx& tx) { return missing_files(tx, place.data_dir); });
}

/// Into a place that is gone afterwards.
void check_only(const About& about, const fs::path& extracted, const Config& config, const fs::path& work) {
  const bool postgres = about.shop == "postgresql" || about.chat == "postgresql";
  if (postgres && kind_of(config.database_url) != "postgresql" && kind_of(config.chat_database_url) != "postgresql")
    throw std::runtime_error("the backup is of a PostgreSQL: set DATABASE_URL to a server where it can be tried");
  const std::string& server =
      kind_of(config.database_url) == "postgresql" ? config.database_url : config.chat_database_url;
  std::optional<ScratchPostgres> shop, chat;
  const auto url = [&](const std::string& kind, const char* name, std::optional<ScratchPostgres>& scratch) {
    if (kind == "sqlite") return fmt::format("sqlite:{}", (work / "check" / name).string());
    return scratch.emplace(server).url();
  };
  const Place place{.shop_url = url(about.shop, "shop.db", shop),
                    .chat_url = url(about.chat, "chat.db", chat),
                    .data_dir = work / "check"};
  fs::create_directories(place.data_dir);
  check_fits(about, place);
  place_all(about, extracted, place, work / "aside");
  if (const auto missing = prove(place))
    throw std::runtime_error(
        fmt::format("it is not complete: {} of the {} pictures that its database names are not in it, {} is one. Take "
                    "another from a DATA_DIR that has them",
                    missing->missing, missing->named, missing->first));
}

}  // namespace

int restore_command(const Config& config, const std::string& file, bool check, bool replace) {
  const About about = examine(file);
  const Place place{.shop_url = config.database_url, .chat_url = config.chat_database_url, .data_dir = config.data_dir};
  if (!check) {
    check_fits(about, place);
    check_nobody_is_at_work(config);
    for (const Part& part : parts_of(place))
      if (!replace && has_tables(part.url, part.schema))
        throw std::runtime_error(
            "there is a shop already at the configured place: add --replace to put the backup in its stead, or --check "
            "to try the backup without touching it");
  }
  const WorkFolder work(config.data_dir);
  const fs::path extracted = work.path() / "extracted";
  extract(file, extracted);
  if (check) {
    check_only(about, extracted, config, work.path());
    // Another shop's says nothing of this one.
    if (about.secret == fingerprint(config.session_secret)) note_backup(config.data_dir, about.made_at);
    fmt::print("{} is good: shop and chat as of {}\n", file, about.made_at);
    return 0;
  }
  // Reading a large backup takes its time, in which somebody may have begun.
  check_nobody_is_at_work(config);
  const fs::path aside = place.data_dir / fmt::format("replaced-{}", to_micros(SystemClock{}.now()) / 1'000'000);
  place_all(about, extracted, place, aside);
  const auto missing = prove(place);
  fmt::print("shop and chat are as of {}\n", about.made_at);
  if (fs::exists(aside)) fmt::print("What was there before is in {}: remove it when all is well\n", aside.string());
  if (about.secret != fingerprint(config.session_secret))
    fmt::print(
        "SESSION_SECRET is not that of the backup: everybody has to log in again, and payment keys and second steps "
        "that were set in the admin have to be set anew\n");
  std::fflush(stdout);
  if (!missing) return 0;
  fmt::print(stderr, "hurtrock: all that was in the backup is there, but it was not complete: {}\n",
             to_text(*missing, place.data_dir));
  return 1;
}

}  // namespace hurtrock::app
