#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "admin/export_products.hpp"
#include "admin/export_table.hpp"
#include "admin/import_pictures.hpp"
#include "admin/import_products.hpp"
#include "app/commands.hpp"
#include "app/existing_database.hpp"
#include "app/shop.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;

admin::ExportTable table_of(const Config& config, const ExportWish& wish, const std::optional<admin::Days>& days) {
  switch (wish.what) {
    case Exported::kProducts:
      return admin::products_table(config.public_url, days);
    case Exported::kOrders:
      return admin::orders_table(days);
    case Exported::kCustomers:
      return admin::customers_table(days);
    case Exported::kStock:
      return admin::stock_table(days);
  }
  std::unreachable();
}

/// Nothing when it can be read.
std::optional<std::string> why_not_read(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return fmt::format("{} is a folder: name the CSV in it", path);
  errno = 0;
  if (std::ifstream(path)) return std::nullopt;
  return fmt::format("{} cannot be read ({}): name a CSV that this user may read", path, std::strerror(errno));
}

/// Makes `draft`, an empty file beside `path`, or says why that does not work.
std::optional<std::string> why_not_begun(const std::string& path, const std::string& draft) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return fmt::format("{} is a folder: name a file in it", path);
  const int file = ::open(draft.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
  const int error = errno;
  if (file >= 0) {
    ::close(file);
    return std::nullopt;
  }
  const fs::path above = fs::path(path).parent_path();
  const fs::path folder = above.empty() ? fs::path(".") : above;
  if (!fs::is_directory(folder, ignored))
    return fmt::format("there is no folder {}: make it, or name a file in another", folder.string());
  return fmt::format("{} cannot be written to ({}): name a file in another folder", folder.string(),
                     std::strerror(error));
}

void print_refusals(db::Database& db, const admin::store::ProductImport& import) {
  constexpr std::int64_t kAtOnce = 500;
  for (std::int64_t after = 0;;) {
    const auto notes = db.read([&](db::Tx& tx) { return admin::store::notes_of(tx, import, true, after, kAtOnce); });
    for (const auto& [id, note] : notes) {
      after = id;
      fmt::print("row {}{}{}: {}\n", note.row, note.column.empty() ? "" : ", ", note.column, note.text_en);
    }
    if (std::ssize(notes) < kAtOnce) return;
  }
}

}  // namespace

int export_command(const Config& config, const ExportWish& wish) {
  std::optional<admin::Days> days;
  if (!wish.from.empty() || !wish.to.empty()) {
    days = admin::read_days(http::Fields({{"from", wish.from}, {"to", wish.to}}), INT64_MAX);
    if (!days) {
      fmt::print(stderr, "hurtrock: --from and --to are days such as 2026-11-22, the first one first\n");
      return 2;
    }
  }
  demand_database(config);
  const auto db = db::Database::open(config.database_url, kToLook);
  const auto table = table_of(config, wish, days);
  // Names and addresses are for nobody else on this machine.
  if (wish.what == Exported::kOrders || wish.what == Exported::kCustomers) ::umask(0077);
  // Beside the file, so that nobody ever finds half of one under its name.
  const std::string unfinished = fmt::format("{}.{}", wish.path, crypto::random_token(6));
  if (const auto trouble = why_not_begun(wish.path, unfinished)) {
    fmt::print(stderr, "hurtrock: {}\n", *trouble);
    return 1;
  }
  try {
    const std::string scratch = config.data_dir + "/tmp";
    fs::create_directories(scratch);
    const auto rows = wish.format == "xlsx" ? admin::write_xlsx(*db, table, unfinished, scratch)
                                            : admin::write_csv(*db, table, unfinished);
    if (!rows) {
      fs::remove(unfinished);
      fmt::print(stderr, "hurtrock: an XLSX holds {} rows and no more: export with --format csv\n",
                 spreadsheet::kMostSheetRows);
      return 1;
    }
    fs::rename(unfinished, wish.path);
    fmt::print("{} rows written to {}\n", *rows, wish.path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    throw;
  }
  return 0;
}

int import_products_command(const Config& config, const ImportWish& wish) {
  if (const auto trouble = why_not_read(wish.path)) {
    fmt::print(stderr, "hurtrock: {}\n", *trouble);
    return 1;
  }
  if (wish.dry_run)
    demand_database(config);
  else
    run_migrations(config);
  const auto db = db::Database::open(config.database_url);
  const SystemClock clock;
  admin::ImportServices shop{.db = *db,
                             .clock = clock,
                             .folder = config.data_dir + "/imports",
                             .media = admin::media_address(config.public_url)};
  fs::create_directories(shop.folder);
  const auto& texts = i18n::Texts::of(i18n::Language::kEnglish);

  const auto received = admin::receive_import(shop, wish.path, fs::path(wish.path).filename().string(),
                                              {.id = {}, .name = "hurtrock import", .remote_address = {}});
  if (!received) {
    fmt::print(stderr, "hurtrock: {}\n", admin::worded(received.error(), texts));
    return 1;
  }
  const auto now = [&] { return *db->read([&](db::Tx& tx) { return admin::store::find_import(tx, *received); }); };
  auto settings = now().file.settings;
  settings.sets_stock = wish.sets_stock;
  if (const auto mistakes = admin::mistakes_of(settings, texts); !mistakes.empty()) {
    fmt::print(stderr, "hurtrock: {}\n", mistakes.front().message);
    return 1;
  }
  const bool is_watched = ::isatty(STDERR_FILENO) == 1;
  const auto work = [&] {
    while (admin::work_on_import(shop, *received, clock.now() + std::chrono::seconds{5}))
      if (is_watched) fmt::print(stderr, "{} of {} products\n", now().counts.done, now().products);
  };
  if (admin::begin_check(shop, *received, 0, settings, admin::Worker::kCaller)) work();
  if (!wish.dry_run && admin::begin_import(shop, *received, 1, admin::Worker::kCaller)) work();

  const auto done = now();
  fmt::print("{}{} products created, {} changed, {} unchanged, {} refused ({} rows)\n", wish.dry_run ? "dry run: " : "",
             done.counts.created, done.counts.changed, done.counts.unchanged, done.counts.refused,
             done.counts.refused_rows);
  const auto pictures = db->read([&](db::Tx& tx) { return admin::store::count_pictures(tx, *received); });
  if (pictures.waiting > 0) fmt::print("{} pictures will be taken over while the shop runs\n", pictures.waiting);
  print_refusals(*db, done);
  std::fflush(stdout);
  if (done.state != (wish.dry_run ? "checked" : "finished")) {
    fmt::print(stderr, "hurtrock: the import is {}: look at it at /admin/imports\n", done.state);
    return 1;
  }
  if (done.counts.refused == 0) return 0;
  fmt::print(stderr,
             "hurtrock: {} products are refused, for the reasons that are printed: mend their rows, and import "
             "the file again\n",
             done.counts.refused);
  return 1;
}

}  // namespace hurtrock::app
