#include "admin/report_kinds.hpp"

namespace hurtrock::admin {
namespace {

Sheet sheet_of_searches(const ReportQuery& query, const i18n::Texts& texts) {
  Sheet sheet(texts);
  sheet.text("term").number("searches");
  sheet.drawn(query.kind == ReportKind::kSearches ? Drawn::kBar : Drawn::kNot).number("in_vain");
  return sheet;
}

Report rows_of_searches(const ReportTask& task, Sheet sheet) {
  const bool is_popular = task.query.kind == ReportKind::kSearches;
  store::SearchPlace end;
  std::int64_t rows = 0;
  for (auto& row : store::searches(task.tx, is_popular ? store::SearchOrder::kPopular : store::SearchOrder::kInVain,
                                   task.query.days, task.limit + 1, task.after.searches)) {
    if (++rows == task.limit) end = {is_popular ? row.searches : row.in_vain, row.term};
    const std::string url = "/products?" + http::Fields({{"q", row.term}}).canonical();
    sheet.row({{std::move(row.term), url}, {row.searches, {}}, {row.in_vain, {}}});
  }
  Report report = sheet.done(task.limit);
  report.end.searches = std::move(end);
  return report;
}

}  // namespace

constinit const ReportRecipe kReportOfSearches{&sheet_of_searches, &rows_of_searches};

}  // namespace hurtrock::admin
