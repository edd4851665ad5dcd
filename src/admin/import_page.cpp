#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "admin/audit.hpp"
#include "admin/counts.hpp"
#include "admin/exchange_store.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/import_archive.hpp"
#include "admin/import_pages.hpp"
#include "admin/import_pictures.hpp"
#include "admin/import_products.hpp"
#include "admin/named_choice.hpp"
#include "admin/views/import_page.html.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/one_answer.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kImportRowsShown = 100;
constexpr int kSamples = 3;
constexpr std::size_t kLongestSample = 40;
/// How often the page of an import at work shows itself anew.
constexpr std::string_view kEvery = "2";
/// As default_field() calls it.
constexpr NamedField kDefaultCategory{store::Named::kCategory, "default_category"};

std::optional<store::ProductImport> import_of(const http::Request& request, Services& shop) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  if (!id) return std::nullopt;
  return shop.db.read([&](db::Tx& tx) { return store::find_import(tx, store::ImportId{*id}); });
}

std::string url_of(const store::ProductImport& import) { return fmt::format("/admin/imports/{}", import.id.value()); }

std::string_view delimiter_key(char delimiter) {
  switch (delimiter) {
    case ';':
      return "admin.import.delimiter.semicolon";
    case '\t':
      return "admin.import.delimiter.tab";
    case '|':
      return "admin.import.delimiter.bar";
    default:
      return "admin.import.delimiter.comma";
  }
}

/// The titles and the first rows of the file.
std::vector<std::vector<std::string>> beginning_of(const ImportServices& imports, const store::ProductImport& import) {
  std::ifstream in(imports.folder + "/" + import.file.file, std::ios::binary);
  spreadsheet::CsvReader reader(in, import.file.delimiter, {});
  spreadsheet::CsvRow row;
  std::vector<std::vector<std::string>> rows;
  while (std::ssize(rows) <= kSamples && reader.next(row).value_or(false)) rows.push_back(row.cells);
  return rows;
}

std::string error_at(const std::vector<http::FieldError>& errors, std::string_view field) {
  const auto found = std::ranges::find(errors, field, &http::FieldError::field);
  return found == errors.end() ? std::string{} : found->message;
}

void fill_choice(db::Tx& tx, const ImportServices& imports, const store::ProductImport& import,
                 const ImportSettings& settings, const http::Fields& sent, const std::vector<http::FieldError>& errors,
                 const i18n::Texts& texts, ImportPage& view) {
  const auto rows = beginning_of(imports, import);
  for (std::size_t i = 0; i < settings.columns.size(); ++i) {
    ImportColumn column{.field = column_field(i), .title = {}, .samples = {}, .error = {}, .meanings = {}};
    if (!rows.empty() && i < rows[0].size()) column.title = rows[0][i];
    for (std::size_t row = 1; row < rows.size(); ++row)
      if (i < rows[row].size() && !rows[row][i].empty())
        column.samples +=
            fmt::format("{}{}", column.samples.empty() ? "" : " · ", text::shorten(rows[row][i], kLongestSample));
    column.error = error_at(errors, column.field);
    column.meanings.push_back({"", std::string(texts("admin.import.not_read")), settings.columns[i].empty()});
    for (const auto meaning : column_meanings())
      column.meanings.push_back({std::string(meaning),
                                 std::string(texts(fmt::format("admin.import.meaning.{}", meaning))),
                                 settings.columns[i] == meaning});
    view.columns.push_back(std::move(column));
  }
  const auto given = [&](std::string_view meaning) {
    const auto found = settings.defaults.find(std::string(meaning));
    return found == settings.defaults.end() ? std::string{} : found->second;
  };
  const http::Fields stored({{std::string(kDefaultCategory.id), given("category")}});
  view.category =
      named_choice(tx, kDefaultCategory, sent.pairs().empty() ? stored : sent, texts("admin.import.no_default"), texts);
  view.category_error = error_at(errors, kDefaultCategory.id);
  for (const auto meaning : kDefaulted)
    if (meaning != "category")
      view.defaults.push_back({default_field(meaning),
                               std::string(texts(fmt::format("admin.import.meaning.{}", meaning))), given(meaning),
                               error_at(errors, default_field(meaning))});
  view.sets_stock = settings.sets_stock;
  if (view.form.refused()) return;
  for (const auto& error : errors)
    if (error.field.empty()) view.wrong.push_back(error.message);
}

void fill_result(db::Tx& tx, const store::ProductImport& import, const i18n::Texts& texts, ImportPage& view) {
  // Since it was checked another ZIP has come.
  if (import.run == 0 || import.state == "columns") return;
  const auto& counts = import.counts;
  const auto figure = [&](std::string_view key, std::int64_t number) {
    view.figures.emplace_back(texts(fmt::format("admin.import.count.{}", key)), number_text(number, texts));
  };
  const bool is_check = import.state == "checking" || import.state == "checked";
  figure(is_check ? "to_create" : "created", counts.created);
  figure(is_check ? "to_change" : "changed", counts.changed);
  figure("unchanged", counts.unchanged);
  figure("refused", counts.refused);
  const auto& language = texts.language();
  for (const auto& [id, note] : store::notes_of(tx, import, true, 0, kImportRowsShown))
    view.refusals.push_back(
        {note.row, note.subject, note.column, language == i18n::Language::kEnglish ? note.text_en : note.text_id});
  if (!view.refusals.empty()) view.refused_url = url_of(import) + "/refused.csv";
  if (std::ssize(view.refusals) == kImportRowsShown)
    view.more_refused = texts("admin.import.more_refused", {{"n", kImportRowsShown}});
  for (const auto& [id, note] : store::notes_of(tx, import, false, 0, kImportRowsShown)) {
    HistoryRow row{.text = note.subject,
                   .actor = std::string(texts(fmt::format("admin.import.would.{}", note.kind))),
                   .at = texts("admin.import.row", {{"row", note.row}}),
                   .changes = {}};
    if (note.before_json != "null") row.changes = changes_in(note.before_json, note.after_json, texts);
    view.previews.push_back(std::move(row));
  }
  if (std::ssize(view.previews) == kImportRowsShown)
    view.more_previews = texts("admin.import.more_previews", {{"n", kImportRowsShown}});
}

void fill_pictures(db::Tx& tx, const store::ProductImport& import, const i18n::Texts& texts, ImportPage& view) {
  const auto counts = store::count_pictures(tx, import.id);
  if (counts.waiting + counts.taken + counts.failed == 0) return;
  for (const auto& [key, number] :
       {std::pair{"waiting", counts.waiting}, {"taken", counts.taken}, {"failed", counts.failed}})
    view.picture_figures.emplace_back(texts(fmt::format("admin.import.picture_count.{}", key)),
                                      number_text(number, texts));
  view.pictures_wait = counts.waiting > 0;
  for (const auto& picture : store::failed_pictures(tx, import.id, kImportRowsShown))
    view.picture_failures.push_back({.row = picture.row,
                                     .product = picture.product_name,
                                     .product_url = fmt::format("/admin/products/{}/images", picture.product.value()),
                                     .source = std::string(shown_source(picture.source)),
                                     .text = worded(picture.failure, texts)});
  if (counts.failed > kImportRowsShown)
    view.more_picture_failures = texts("admin.import.more_picture_failures", {{"n", kImportRowsShown}});
}

void fill_archive(db::Tx& tx, const store::ProductImport& import, const i18n::Texts& texts, ImportPage& view) {
  const auto archive = store::find_archive(tx, import.id);
  if (!archive) return;
  auto& part = view.archive;
  // A check that has been broken off has not met all rows.
  const bool is_checked = import.state == "checked" || import.state == "running" || import.state == "finished";
  std::int64_t usable = 0, faulty = 0, unnamed = 0;
  for (auto& file : store::archive_files(tx, import.id)) {
    if (!file.fault.empty()) {
      if (++faulty <= kImportRowsShown)
        part.faults.push_back(
            {std::move(file.name), std::string(texts(fmt::format("admin.import.archive.fault.{}", file.fault)))});
      continue;
    }
    ++usable;
    if (is_checked && !file.named && ++unnamed <= kImportRowsShown) part.unnamed.push_back(std::move(file.name));
  }
  part.about = fmt::format("{} · {}", archive->file_name, texts("admin.import.archive.files", {{"n", usable}}));
  if (archive->is_removed) part.about += fmt::format(" · {}", texts("admin.import.archive.removed"));
  part.faults_title = texts("admin.import.archive.faults", {{"n", faulty}});
  part.unnamed_title = texts("admin.import.archive.unnamed", {{"n", unnamed}});
  if (faulty > kImportRowsShown) part.more_faults = texts("admin.import.archive.more", {{"n", kImportRowsShown}});
  if (unnamed > kImportRowsShown) part.more_unnamed = texts("admin.import.archive.more", {{"n", kImportRowsShown}});
}

struct ImportNotices {
  std::string_view page = {};     ///< the key of a text
  std::string_view archive = {};  ///< why a ZIP was refused
  http::Fields sent = {};         ///< of a choice that was refused
};

http::Response import_page(const http::Request& request, Services& shop, const store::ProductImport& import, int status,
                           const ImportSettings& settings, const std::vector<http::FieldError>& errors,
                           const ImportNotices& notices = {}) {
  const auto& texts = request.visitor.texts();
  ImportPage view{.frame = frame_for(request, shop, Section::kProducts, import.file.file_name)};
  view.url = url_of(import);
  // Also after a refused POST.
  view.frame.shop.path = view.url;
  if (!notices.page.empty()) {
    view.frame.shop.notice = texts(notices.page);
    view.frame.shop.notice_is_error = true;
  }
  view.file_name = import.file.file_name;
  view.state = import.state;
  view.set = texts(fmt::format("admin.import.set.{}", word(settings.set)));
  view.about = fmt::format("{} · {} · {}", texts("admin.import.rows", {{"n", import.file.rows}}), import.file.encoding,
                           texts(delimiter_key(import.file.delimiter)));
  view.run = import.run;
  view.is_working = import.is_working();
  view.is_stopped = import.is_stopped;
  view.can_choose = import.state == "columns" || import.state == "checked" || import.state == "cancelled";
  view.can_start = import.state == "checked" && import.counts.created + import.counts.changed > 0;
  if (status == 422) view.form.errors = errors;
  view.can_cancel = view.is_working || import.state == "columns" || import.state == "checked";
  if (!import.failure.empty()) view.failure = worded(FileFault{import.failure, import.failure_row}, texts);
  view.products = import.products;
  view.done = import.counts.done;
  view.progress = import.products == 0
                      ? std::string(texts("admin.import.beginning"))
                      : texts("admin.import.progress", {{"done", number_text(import.counts.done, texts)},
                                                        {"all", number_text(import.products, texts)}});
  shop.db.read([&](db::Tx& tx) {
    view.columns.clear();
    view.defaults.clear();
    view.wrong.clear();
    view.figures.clear();
    view.refusals.clear();
    view.previews.clear();
    view.picture_figures.clear();
    view.picture_failures.clear();
    view.archive = {};
    if (view.can_choose) fill_choice(tx, imports_of(shop), import, settings, notices.sent, errors, texts, view);
    fill_result(tx, import, texts, view);
    fill_pictures(tx, import, texts, view);
    fill_archive(tx, import, texts, view);
  });
  view.archive.is_taken = view.can_choose && !view.pictures_wait;
  view.archive.limits =
      texts("admin.import.archive.limits", {{"largest", kLargestArchive / 1024 / 1024},
                                            {"files", number_text(std::int64_t{kArchiveLimits.entries}, texts)},
                                            {"picture", kArchiveLimits.entry_bytes / 1024 / 1024}});
  if (!notices.archive.empty())
    view.archive.refusal = texts(fmt::format("admin.import.archive.refusal.{}", notices.archive));
  std::string out;
  html::Writer writer(out, texts);
  views::import_page(writer, view);
  auto response = http::html(status, std::move(out));
  // A choice that is being made is not lost to it.
  const bool goes_on = view.is_working && !view.is_stopped;
  if (goes_on || (view.pictures_wait && !view.can_choose)) response.set("Refresh", std::string(kEvery));
  return response;
}

/// The page as it is now, when what was asked for does not fit it any more.
http::Response moved_on(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  return import_page(request, shop, *import, 409, import->file.settings, {}, {.page = "admin.import.moved_on"});
}

/// What was guessed may lack something that nobody has been asked for yet.
std::vector<http::FieldError> mistakes_of_guess(const store::ProductImport& import, const i18n::Texts& texts) {
  return import.run == 0 ? mistakes_of(import.file.settings, texts) : std::vector<http::FieldError>{};
}

std::int64_t seen_run(const http::Request& request) {
  return text::parse_integer(request.form.value("run"), 0, INT64_MAX).value_or(-1);
}

}  // namespace

layout::FieldLabels ImportPage::labels() const {
  layout::FieldLabels labels;
  for (const auto& column : columns) labels.emplace_back(column.field, column.title);
  for (const auto& field : defaults) labels.emplace_back(field.field, field.label);
  return labels;
}

ImportServices imports_of(Services& shop) {
  return {.db = shop.db,
          .clock = shop.clock,
          .folder = shop.imports_folder,
          .media = media_address(shop.checkout.settings.public_url)};
}

std::string worded(const FileFault& fault, const i18n::Texts& texts) {
  return texts(fmt::format("admin.import.fault.{}", fault.word), {{"row", fault.row}});
}

http::Response show_import(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  return import_page(request, shop, *import, 200, import->file.settings,
                     mistakes_of_guess(*import, request.visitor.texts()));
}

http::Response create_import_archive(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  const auto refuse = [&](std::string_view why) {
    return import_page(request, shop, *import, 422, import->file.settings,
                       mistakes_of_guess(*import, request.visitor.texts()), {.archive = why});
  };
  if (request.uploads.size() != 1) return refuse("no_file");
  const auto& upload = request.uploads.front();
  const auto received =
      receive_archive({shop.db, shop.clock, shop.imports_folder}, import->id, upload.path, upload.filename);
  if (received) return http::see_other(url_of(*import));
  log::info("admin.import_archive.refused", {{"import", import->id.value()}, {"reason", received.error()}});
  return received.error() == "moved_on" ? moved_on(request, shop) : refuse(received.error());
}

http::Response create_import_check(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  const auto& texts = request.visitor.texts();
  const auto [form, misnamed] =
      shop.db.read([&](db::Tx& tx) { return read_names(tx, {kDefaultCategory}, request.form, texts); });
  auto read = read_settings(form, import->file.settings, texts);
  read.errors.insert(read.errors.end(), misnamed.begin(), misnamed.end());
  if (!read.errors.empty() && !import->is_working())
    return import_page(request, shop, *import, 422, read.settings, read.errors, {.sent = form});
  ImportServices imports = imports_of(shop);
  if (!begin_check(imports, import->id, seen_run(request), read.settings, Worker::kJob)) return moved_on(request, shop);
  shop.wake_imports();
  return http::see_other(url_of(*import));
}

http::Response create_import_run(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  ImportServices imports = imports_of(shop);
  if (!begin_import(imports, import->id, seen_run(request), Worker::kJob)) return moved_on(request, shop);
  shop.wake_imports();
  return http::see_other(url_of(*import));
}

http::Response create_import_cancellation(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  if (!shop.db.write([&](db::Tx& tx) { return store::cancel_import(tx, import->id, shop.clock.now()); }))
    return moved_on(request, shop);
  remove_spent_archives({shop.db, shop.clock, shop.imports_folder});
  return http::see_other(url_of(*import));
}

http::Response create_picture_retry(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import) return layout::error_response(request, shop.frames, 404);
  // A second click finds that they are being tried already.
  retry_pictures(shop.db, import->id, shop.clock.now());
  return http::see_other(url_of(*import));
}

http::Response show_refused_rows(const http::Request& request, Services& shop) {
  const auto import = import_of(request, shop);
  if (!import || import->run == 0) return layout::error_response(request, shop.frames, 404);
  ImportServices imports = imports_of(shop);
  http::Response response;
  response.file = http::path_for_one_answer(shop.images.scratch);
  write_refused_rows(imports, *import, request.visitor.texts(), response.file);
  response.set("Content-Type", "text/csv; charset=utf-8");
  response.set("Content-Disposition",
               fmt::format("attachment; filename=\"refused-{}-{}.csv\"", import->id.value(), import->run));
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace hurtrock::admin
