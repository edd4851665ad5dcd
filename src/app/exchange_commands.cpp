#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "admin/export_products.hpp"
#include "admin/import_products.hpp"
#include "app/commands.hpp"
#include "app/shop.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;

std::int64_t write_xlsx(db::Database& db, const Config& config, const std::string& path) {
  const std::string scratch = config.data_dir + "/tmp";
  fs::create_directories(scratch);
  const auto [rows, bytes] = db.read([&](db::Tx& tx) {
    const auto writer = spreadsheet::xlsx_writer(admin::export_titles(), scratch);
    const auto written = admin::export_products(tx, config.public_url, [&](auto cells) { writer->add_row(cells); });
    return std::pair{written, writer->finish()};
  });
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) throw std::runtime_error("the export could not be written to " + path);
  return rows;
}

void print_refusals(db::Database& db, const admin::store::ProductImport& import) {
  constexpr std::int64_t kAtOnce = 500;
  for (std::int64_t after = 0;;) {
    const auto notes = db.read([&](db::Tx& tx) { return admin::store::notes_of(tx, import, true, after, kAtOnce); });
    for (const auto& [id, note] : notes) {
      after = id;
      fmt::print(stderr, "row {}{}{}: {}\n", note.row, note.column.empty() ? "" : ", ", note.column, note.text_en);
    }
    if (std::ssize(notes) < kAtOnce) return;
  }
}

}  // namespace

int export_products_command(const Config& config, const ExportWish& wish) {
  run_migrations(config);
  const auto db = db::Database::open(config.database_url);
  // Beside the file, so that nobody ever finds half of one under its name.
  const std::string unfinished = fmt::format("{}.{}", wish.path, crypto::random_token(6));
  try {
    const auto rows = wish.format == "xlsx" ? write_xlsx(*db, config, unfinished)
                                            : admin::export_products_to(*db, config.public_url, unfinished);
    fs::rename(unfinished, wish.path);
    fmt::print("{} rows written to {}\n", rows, wish.path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    throw;
  }
  return 0;
}

int import_products_command(const Config& config, const ImportWish& wish) {
  run_migrations(config);
  const auto db = db::Database::open(config.database_url);
  const SystemClock clock;
  admin::ImportServices shop{.db = *db, .clock = clock, .folder = config.data_dir + "/imports"};
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
  const auto work = [&] {
    while (admin::work_on_import(shop, *received, clock.now() + std::chrono::seconds{5}))
      fmt::print(stderr, "{} of {} products\n", now().counts.done, now().products);
  };
  if (admin::begin_check(shop, *received, 0, settings, admin::Worker::kCaller)) work();
  if (!wish.dry_run && admin::begin_import(shop, *received, 1, admin::Worker::kCaller)) work();

  const auto done = now();
  print_refusals(*db, done);
  fmt::print("{}{} products created, {} changed, {} unchanged, {} refused ({} rows)\n", wish.dry_run ? "dry run: " : "",
             done.counts.created, done.counts.changed, done.counts.unchanged, done.counts.refused,
             done.counts.refused_rows);
  const bool went_well = done.state == (wish.dry_run ? "checked" : "finished");
  if (!went_well) fmt::print(stderr, "hurtrock: the import is {}\n", done.state);
  return went_well && done.counts.refused == 0 ? 0 : 1;
}

}  // namespace hurtrock::app
