#include "admin/report.hpp"

#include <algorithm>
#include <utility>

#include "admin/counts.hpp"
#include "admin/report_kinds.hpp"

namespace hurtrock::admin {
namespace {

const ReportRecipe& recipe_of(ReportKind kind) {
  switch (kind) {
    case ReportKind::kTime:
      return kReportOverTime;
    case ReportKind::kCategories:
    case ReportKind::kBrands:
    case ReportKind::kProducts:
      return kReportOfGoods;
    case ReportKind::kMethods:
    case ReportKind::kProvinces:
      return kReportOfPayments;
    case ReportKind::kCustomers:
      return kReportOfCustomers;
    case ReportKind::kSearches:
    case ReportKind::kVainSearches:
      return kReportOfSearches;
    case ReportKind::kStock:
      return kReportOfStock;
  }
  std::unreachable();
}

/// The others are as long as there are days, ways to pay, provinces or categories.
bool is_read_in_pages(ReportKind kind) {
  return kind == ReportKind::kBrands || kind == ReportKind::kProducts || kind == ReportKind::kSearches ||
         kind == ReportKind::kVainSearches;
}

void hand_over(const Report& report, const RowSink& sink) {
  std::vector<spreadsheet::Cell> cells;
  for (const auto& row : report.rows) {
    cells.clear();
    for (const auto& cell : row) cells.push_back(cell.value);
    sink(cells);
  }
}

}  // namespace

std::int64_t number_of(const spreadsheet::Cell& cell) {
  if (const auto* money = std::get_if<Money>(&cell)) return money->rupiah();
  const auto* number = std::get_if<std::int64_t>(&cell);
  return number ? *number : 0;
}

std::int64_t longest_bar(const Report& report) {
  std::int64_t longest = 0;
  if (report.rows.size() < 2) return longest;
  for (std::size_t at = 0; at < report.columns.size(); ++at) {
    if (report.columns[at].drawn != Drawn::kBar) continue;
    for (const auto& row : report.rows) longest = std::max(longest, number_of(row[at].value));
  }
  return longest;
}

Report make_report(db::Tx& tx, ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts,
                   std::int64_t limit, Time now, const ReportPlace& after) {
  const ReportRecipe& recipe = recipe_of(query.kind);
  return recipe.rows({tx, memory, query, texts, limit, now, after}, recipe.columns(query, texts));
}

ExportTable report_table(ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit,
                         Time now, std::int64_t per_page) {
  const auto titles = recipe_of(query.kind).columns(query, texts).titles();
  return {.titles = titles, .rows = [=, &memory, &texts](db::Tx& tx, const RowSink& sink) {
            ReportPlace after;
            for (std::int64_t written = 0;;) {
              const std::int64_t left = limit - written;
              Report page = make_report(tx, memory, query, texts,
                                        is_read_in_pages(query.kind) ? std::min(left, per_page) : left, now, after);
              hand_over(page, sink);
              written += std::ssize(page.rows);
              if (!page.is_cut) return written;
              if (written == limit) {
                std::vector<spreadsheet::Cell> cells(titles.size());
                cells.front() = texts("admin.report.file_cut", {{"count", number_text(written, texts)}});
                sink(cells);
                return written;
              }
              after = std::move(page.end);
            }
          }};
}

}  // namespace hurtrock::admin
