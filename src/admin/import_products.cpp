#include "admin/import_products.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "admin/audit.hpp"
#include "admin/import_archive.hpp"
#include "admin/import_pictures.hpp"
#include "admin/import_plan.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/db/error.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/log/log.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
namespace json = boost::json;
using store::ImportCounts;
using store::ImportId;
using store::ImportNote;
using store::ProductImport;

constexpr std::string_view kImportJob = "admin.import_products";
/// Much shorter than the lease of its runner. Then the job hands on to another of its kind.
constexpr auto kImportSlice = 5s;
/// A batch is one transaction, which on SQLite keeps all other writers waiting.
constexpr std::int64_t kCheckedAtOnce = 200, kWrittenAtOnce = 25;
constexpr std::int64_t kPreviews = 100;
constexpr auto kImportKept = 24h * 30;
/// No command works on a file that long.
constexpr auto kImportStranded = 24h;
constexpr auto kUnfinishedKept = 24h;

std::string path_of(const ImportServices& shop, std::string_view file) {
  return fmt::format("{}/{}", shop.folder, file);
}

void enqueue(db::Tx& tx, const ProductImport& import, Time now) {
  jobs::enqueue(
      tx, kImportJob, fmt::format(R"({{"import":{}}})", import.id.value()),
      {.run_at = now, .dedup_key = fmt::format("import:{}:{}:{}", import.id.value(), import.run, import.counts.done)});
}

/// What became of one product of the file.
struct Result {
  std::string_view kind;  ///< created, changed, kept or refused
  std::vector<ImportNote> notes;
  std::int64_t rows = 0;
};

class Batch {
 public:
  Batch(ImportServices& shop, const ProductImport& import, const ImportIndex& index, ImportRows& file,
        const ImportLookups& lookups)
      : shop_(shop),
        import_(import),
        index_(index),
        planner_(import.file.settings, index.titles(), lookups),
        lookups_(lookups) {
    const bool check = import.state == "checking";
    const auto end = std::min(index.products(), import.counts.done + (check ? kCheckedAtOnce : kWrittenAtOnce));
    for (auto product = import.counts.done; product < end; ++product) {
      auto& rows = products_.emplace_back();
      for (const auto& place : index.rows_of(product)) {
        // More are refused by the first of them; a file of one slug only must not be held in memory.
        if (rows.size() > kMostRowsOfProduct) break;
        rows.push_back(file.read(place));
      }
    }
  }

  /// Nothing when somebody else has worked on the import, or it is cancelled.
  std::optional<ProductImport> check() {
    std::vector<Result> results;
    shop_.db.read([&](db::Tx& tx) {
      results.clear();
      for (const auto& rows : products_) results.push_back(checked(tx, rows));
    });
    return shop_.db.write([&](db::Tx& tx) -> std::optional<ProductImport> {
      const auto next = advance(tx, results, "checked");
      if (!next) return std::nullopt;
      std::int64_t previews = import_.counts.created + import_.counts.changed;
      for (const auto& result : results)
        for (const auto& note : result.notes)
          if (result.kind == "refused" || ++previews <= kPreviews) store::add_note(tx, import_, note);
      store::mark_named_files(tx, import_.id, named_files());
      return next;
    });
  }

  /// The same. All products of the batch are written in one transaction; one that cannot be is refused, and the others
  /// are written without it.
  std::optional<ProductImport> run() {
    std::map<std::size_t, CellErrors> refused;
    for (;;) {
      std::size_t at = 0;  // the one being written, for the case that the database refuses it
      try {
        auto done = shop_.db.write([&](db::Tx& tx) { return write(tx, refused, at); });
        if (done) return *done;
        refused.emplace(done.error().product, std::move(done.error().errors));
      } catch (const db::Error& error) {
        const bool is_about_rows = error.kind() == db::ErrorKind::kCheck || error.kind() == db::ErrorKind::kUnique;
        if (!is_about_rows || refused.contains(at)) throw;
        log::error(
            "admin.import_products.row_failed",
            {{"import", import_.id.value()}, {"row", products_[at].front().place.number}, {"reason", error.what()}});
        refused.emplace(at,
                        CellErrors{{products_[at].front().place.number, {}, in_both("admin.import.error.unexpected")}});
      }
    }
  }

 private:
  struct Refusal {
    std::size_t product = 0;
    CellErrors errors;
  };

  std::expected<std::optional<ProductImport>, Refusal> write(db::Tx& tx,
                                                             const std::map<std::size_t, CellErrors>& refused,
                                                             std::size_t& at) {
    // First of all, so that of two who work on one import the second waits here, and finds that it is done.
    std::vector<Result> results(products_.size());
    if (!store::lock_import(tx, import_)) return std::nullopt;
    store::lock_products_of(tx, skus());
    for (at = 0; at < products_.size(); ++at) {
      if (const auto known = refused.find(at); known != refused.end()) {
        results[at] = refusal(products_[at], known->second);
        continue;
      }
      auto planned = planner_.plan(tx, products_[at]);
      if (!planned) {
        results[at] = refusal(products_[at], planned.error());
        continue;
      }
      results[at] = {.kind = word(planned->kind), .notes = {}, .rows = std::ssize(products_[at])};
      if (planned->kind == ProductPlan::Kind::kKeep) continue;
      auto saved = save(tx, *planned);
      if (!saved) return std::unexpected(Refusal{at, std::move(saved.error())});
      if (!planned->pictures.empty()) {
        store::add_wanted_pictures(tx, import_.id, *saved, planned->pictures, shop_.clock.now());
        enqueue_pictures(tx, import_.id, *saved, shop_.clock.now());
      }
      // What the database refuses of this product comes out before the next one's turn.
      tx.settle();
    }
    const auto next = advance(tx, results, "finished");
    for (const auto& result : results)
      for (const auto& note : result.notes) store::add_note(tx, import_, note);
    return next;
  }

  static std::string_view word(ProductPlan::Kind kind) {
    if (kind == ProductPlan::Kind::kKeep) return "kept";
    return kind == ProductPlan::Kind::kCreate ? "created" : "changed";
  }

  /// Of the ZIP, by all rows: also those of products that are refused.
  [[nodiscard]] std::set<std::string, std::less<>> named_files() const {
    std::set<std::string, std::less<>> keys;
    if (!lookups_.archive) return keys;
    for (const auto& rows : products_)
      for (const auto& row : rows)
        for (const auto name : pictures_named(import_.file.settings, row))
          if (auto key = named_file(name); key && lookups_.archive->contains(*key)) keys.insert(std::move(*key));
    return keys;
  }

  [[nodiscard]] std::vector<std::string> skus() const {
    std::vector<std::string> all;
    for (const auto& rows : products_)
      for (const auto& row : rows)
        if (auto sku = sku_of(import_.file.settings, row); !sku.empty()) all.push_back(std::move(sku));
    return all;
  }

  std::expected<ProductId, CellErrors> save(db::Tx& tx, const ProductPlan& plan) {
    if (plan.only_pictures) return plan.before->record.id;
    const Time now = shop_.clock.now();
    const StaffMember& staff = import_.file.staff;
    const auto first = plan.file_rows.begin()->second;
    const auto saved = plan.before ? save_product_changes(tx, staff, plan.before->record.id,
                                                          plan.before->record.version, plan.form, now)
                                   : save_new_product(tx, staff, plan.form, now);
    if (!saved)
      return std::unexpected(planner_.at_cells(
          worded(plan.form, saved.error(), i18n::Texts::of(i18n::Language::kIndonesian)),
          worded(plan.form, saved.error(), i18n::Texts::of(i18n::Language::kEnglish)), plan.file_rows, first));
    for (const auto& stock : plan.stock) {
      const auto corrected =
          inventory::correct(tx,
                             {.variant = stock.variant,
                              .seen = stock.seen,
                              .on_hand = stock.on_hand,
                              .cause = inventory::Cause::kCounted,
                              .note = import_.file.file_name,
                              .request_key = fmt::format("import:{}:{}:{}", import_.id.value(), import_.run, stock.row),
                              .actor = staff.id},
                             now);
      if (!corrected)
        return std::unexpected(CellErrors{
            {stock.row, title_of("stock"),
             in_both(corrected.error() == inventory::NotCorrected::kPromised ? "admin.import.error.promised"
                                                                             : "admin.import.error.stock_moved")}});
    }
    return *saved;
  }

  [[nodiscard]] std::string title_of(std::string_view meaning) const {
    const auto column = import_.file.settings.column_of(meaning);
    return column ? index_.titles()[*column] : std::string{};
  }

  Result checked(db::Tx& tx, const std::vector<FileRow>& rows) const {
    const auto planned = planner_.plan(tx, rows);
    if (!planned) return refusal(rows, planned.error());
    Result result{.kind = word(planned->kind), .notes = {}, .rows = std::ssize(rows)};
    // What is behind the first of them nobody reads.
    if (planned->kind == ProductPlan::Kind::kKeep || import_.counts.created + import_.counts.changed >= kPreviews)
      return result;
    const auto& place = rows.front().place;
    ImportNote note{.kind = std::string(result.kind),
                    .row = place.number,
                    .offset = place.offset,
                    .length = place.length,
                    .subject = planned->form.product.name,
                    .column = {},
                    .text_id = {},
                    .text_en = {}};
    const auto after = planner_.after(*planned);
    note.after_json = json::serialize(after);
    if (planned->before) {
      auto before = as_json(*planned->before, lookups_.definitions);
      for (const auto& [name, value] : after)
        if (name.ends_with("/stock")) before[name] = stock_before(*planned, name);
      note.before_json = json::serialize(before);
    }
    result.notes.push_back(std::move(note));
    return result;
  }

  static std::int64_t stock_before(const ProductPlan& plan, std::string_view member) {
    for (const auto& stock : plan.stock) {
      const auto variant = std::ranges::find(plan.form.product.variants, stock.variant, &catalog::VariantDraft::id);
      if (variant != plan.form.product.variants.end() && member == fmt::format("variants/{}/stock", variant->sku))
        return stock.seen;
    }
    return 0;
  }

  /// All rows of a product are refused together; those without an error of their own say that.
  Result refusal(const std::vector<FileRow>& rows, const CellErrors& errors) const {
    Result result{.kind = "refused", .notes = {}, .rows = std::ssize(rows)};
    const auto sku = import_.file.settings.column_of("sku");
    for (const auto& row : rows) {
      const std::string subject = sku && *sku < row.cells.size()
                                      ? std::string(text::shorten(row.cells[*sku], kLongestFileName))
                                      : std::string{};
      const auto note = [&](const std::string& column, const Bilingual& text) {
        result.notes.push_back({.kind = "refused",
                                .row = row.place.number,
                                .offset = row.place.offset,
                                .length = row.place.length,
                                .subject = subject,
                                .column = column,
                                .text_id = text.id,
                                .text_en = text.en});
      };
      bool has_own = false;
      for (const auto& error : errors)
        if (error.row == row.place.number) {
          note(error.column, error.text);
          has_own = true;
        }
      if (!has_own) note({}, in_both("admin.import.error.other_row"));
    }
    return result;
  }

  /// Nothing when the import has moved on without us.
  std::optional<ProductImport> advance(db::Tx& tx, const std::vector<Result>& results, std::string_view end) const {
    ProductImport next = import_;
    next.products = index_.products();
    next.counts.done += std::ssize(results);
    for (const auto& result : results) {
      auto& count = result.kind == "created"   ? next.counts.created
                    : result.kind == "changed" ? next.counts.changed
                    : result.kind == "kept"    ? next.counts.unchanged
                                               : next.counts.refused;
      ++count;
      if (result.kind == "refused") next.counts.refused_rows += result.rows;
    }
    if (!store::advance_import(tx, import_, next.counts, next.products, end, shop_.clock.now())) return std::nullopt;
    if (next.counts.done == next.products) next.state = end;
    return next;
  }

  ImportServices& shop_;
  const ProductImport& import_;
  const ImportIndex& index_;
  const ImportPlanner planner_;
  const ImportLookups& lookups_;
  std::vector<std::vector<FileRow>> products_;
};

bool begin(ImportServices& shop, ImportId id, std::string_view state, std::int64_t seen, const ImportSettings* settings,
           Worker worker) {
  return shop.db.write([&](db::Tx& tx) {
    auto import = store::find_import(tx, id);
    if (!import || !store::begin_run(tx, id, state, seen, settings != nullptr ? *settings : import->file.settings))
      return false;
    if (state == "checking") store::forget_named_files(tx, id);
    import->run = seen + 1;
    import->counts = {};
    if (worker == Worker::kJob) enqueue(tx, *import, shop.clock.now());
    return true;
  });
}

jobs::Outcome do_job(const jobs::Job& job, ImportServices& shop) {
  const ImportId id{json::value_to<std::int64_t>(json::parse(job.payload).at("import"))};
  bool is_behind = job.attempt > 1;
  const auto got_on = [&] {
    if (std::exchange(is_behind, false)) shop.db.write([&](db::Tx& tx) { jobs::forget_earlier_attempts(tx, job); });
  };
  if (work_on_import(shop, id, shop.clock.now() + kImportSlice, got_on))
    shop.db.write([&](db::Tx& tx) {
      if (const auto import = store::find_import(tx, id); import && import->is_working())
        enqueue(tx, *import, shop.clock.now());
    });
  return jobs::Outcome::done();
}

/// Imports that nobody works on any more, those of long ago with their files, and files that no import has come to
/// refer to.
void forget_old(ImportServices& shop) {
  const Time now = shop.clock.now();
  shop.db.write([&](db::Tx& tx) { store::fail_stranded_imports(tx, now - kImportStranded, now); });
  for (;;) {
    const auto files = shop.db.write([&](db::Tx& tx) { return store::forget_imports(tx, now - kImportKept, 20); });
    for (const auto& file : files) fs::remove(path_of(shop, file));
    if (files.empty()) break;
  }
  const auto long_ago = std::chrono::file_clock::from_sys(now - kUnfinishedKept);
  for (const auto& entry : fs::directory_iterator(shop.folder)) {
    const std::string name = entry.path().filename();
    if (entry.is_regular_file() && entry.last_write_time() < long_ago &&
        !shop.db.read([&](db::Tx& tx) { return store::is_import_file(tx, name) || store::is_archive_file(tx, name); }))
      fs::remove(entry.path());
  }
}

}  // namespace

std::expected<ImportId, FileFault> receive_import(ImportServices& shop, const std::string& path,
                                                  const std::string& file_name, const StaffMember& staff) {
  const std::string file = crypto::random_token(18) + ".csv";
  const std::string copy = path_of(shop, file);
  auto copied = copy_import(path, copy);
  if (!copied) {
    std::error_code ignored;
    fs::remove(copy, ignored);
    return std::unexpected(std::move(copied.error()));
  }
  return shop.db.write([&](db::Tx& tx) {
    return store::add_import(tx,
                             {.file = file,
                              .file_name = std::string(text::shorten(file_name, kLongestFileName)),
                              .encoding = std::string(spreadsheet::word(copied->encoding)),
                              .delimiter = copied->delimiter,
                              .settings = guess_settings(copied->titles),
                              .rows = copied->rows,
                              .staff = staff},
                             shop.clock.now());
  });
}

bool begin_check(ImportServices& shop, ImportId id, std::int64_t seen, const ImportSettings& settings, Worker worker) {
  return begin(shop, id, "checking", seen, &settings, worker);
}

bool begin_import(ImportServices& shop, ImportId id, std::int64_t seen, Worker worker) {
  return begin(shop, id, "running", seen, nullptr, worker);
}

bool work_on_import(ImportServices& shop, ImportId id, Time until, const std::function<void()>& got_on) {
  std::optional<ImportLookups> lookups;
  auto import = shop.db.read([&](db::Tx& tx) {
    lookups = ImportLookups::read(tx, shop.media, id);
    return store::find_import(tx, id);
  });
  if (!import || !import->is_working()) return false;
  const std::string path = path_of(shop, import->file.file);
  const auto index = ImportIndex::of(path, import->file.delimiter, import->file.settings);
  if (!index) {
    shop.db.write(
        [&](db::Tx& tx) { store::fail_import(tx, id, index.error().word, index.error().row, shop.clock.now()); });
    return false;
  }
  ImportRows file(path, import->file.delimiter);
  // At least one batch: the job that follows goes by how far this one has come.
  while (import && import->is_working()) {
    Batch batch(shop, *import, *index, file, *lookups);
    auto next = import->state == "checking" ? batch.check() : batch.run();
    if (next && !next->is_working())
      log::info("admin.import_products.done", {{"import", id.value()},
                                               {"state", next->state},
                                               {"created", next->counts.created},
                                               {"changed", next->counts.changed},
                                               {"refused", next->counts.refused}});
    import = std::move(next);
    if (import && got_on) got_on();
    if (shop.clock.now() >= until) break;
  }
  if (import && import->state == "finished") remove_spent_archives({shop.db, shop.clock, shop.folder});
  return import && import->is_working();
}

void write_refused_rows(ImportServices& shop, const ProductImport& import, const i18n::Texts& texts,
                        const std::string& path) {
  const std::string source = path_of(shop, import.file.file);
  std::ifstream head(source, std::ios::binary);
  spreadsheet::CsvReader reader(head, import.file.delimiter, {});
  spreadsheet::CsvRow titles;
  if (!reader.next(titles).value_or(false)) throw std::runtime_error("the file of an import is not what it was");
  ImportRows file(source, import.file.delimiter);

  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  std::string line(spreadsheet::kCsvMark);
  const auto write = [&](const std::vector<std::string>& cells, const std::string& last) {
    std::vector<spreadsheet::Cell> row;
    // As the shop has understood them, so that no cell is guarded twice.
    for (const auto& cell : cells) row.emplace_back(std::string(spreadsheet::without_guard(cell)));
    row.emplace_back(last);
    spreadsheet::append_csv_row(line, row);
    out << line;
    line.clear();
  };
  write(titles.cells, std::string(texts("admin.import.refused_because")));

  constexpr std::int64_t kAtOnce = 500;
  RowPlace place;  // the row whose notes are being gathered; length 0: none yet
  std::string words;
  const auto finish_row = [&] {
    if (place.length == 0) return;
    auto row = file.read(place);
    row.cells.resize(titles.cells.size());
    write(row.cells, words);
  };
  for (std::int64_t after = 0;;) {
    const auto notes = shop.db.read([&](db::Tx& tx) { return store::notes_of(tx, import, true, after, kAtOnce); });
    for (const auto& [id, note] : notes) {
      after = id;
      if (note.row != place.number) {
        finish_row();
        place = {note.row, note.offset, note.length};
        words.clear();
      }
      const auto& text = texts.language() == i18n::Language::kEnglish ? note.text_en : note.text_id;
      words += fmt::format("{}{}{}{}", words.empty() ? "" : " | ", note.column, note.column.empty() ? "" : ": ", text);
    }
    if (std::ssize(notes) < kAtOnce) break;
  }
  finish_row();
  out.close();
  if (!out) throw std::runtime_error("the refused rows could not be written");
}

void register_import_jobs(jobs::Runner& runner, ImportServices& shop) {
  runner.on(std::string(kImportJob), [&shop](const jobs::Job& job) { return do_job(job, shop); });
  runner.every("admin.forget_imports", 24h, [&shop] { forget_old(shop); });
  runner.every("admin.remove_spent_archives", 1h,
               [&shop] { remove_spent_archives({shop.db, shop.clock, shop.folder}); });
}

}  // namespace hurtrock::admin
