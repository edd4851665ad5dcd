#include <fmt/format.h>

#include <array>

#include "admin/analytics_pages.hpp"
#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/report.hpp"
#include "admin/reports_store.hpp"
#include "admin/store.hpp"
#include "admin/views/analytics.html.hpp"
#include "layout/error_page.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kReportRowsShown = 100, kExported = 100'000;
constexpr ReportKind kReportKinds[] = {ReportKind::kTime,      ReportKind::kCategories, ReportKind::kBrands,
                                       ReportKind::kProducts,  ReportKind::kMethods,    ReportKind::kProvinces,
                                       ReportKind::kCustomers, ReportKind::kSearches,   ReportKind::kVainSearches,
                                       ReportKind::kStock};

bool is_over_time(ReportKind kind) { return kind == ReportKind::kTime || kind == ReportKind::kCustomers; }

std::string range_text(const Days& of, const i18n::Texts& texts) {
  return fmt::format("{} – {}", short_day(of.from, texts), short_day(of.before - std::chrono::days{1}, texts));
}

ReportCellView cell_view(const ReportCell& cell, const i18n::Texts& texts) {
  struct Printer {
    const i18n::Texts& texts;
    ReportCellView operator()(const std::string& text) const { return {text, {}, false}; }
    ReportCellView operator()(std::int64_t number) const { return {number_text(number, texts), {}, true}; }
    ReportCellView operator()(Money money) const { return {format_rupiah(money), {}, true}; }
  };
  ReportCellView view = std::visit(Printer{texts}, cell.value);
  view.url = cell.url;
  return view;
}

/// "+12 %", "−3 %"; empty when there is nothing to compare with.
std::string change_text(std::int64_t now, std::int64_t before) {
  if (before <= 0) return {};
  // In thousandths, so that it is rounded once; money is far from where that would overflow.
  const std::int64_t thousandths = (now / before - 1) * 1000 + (now % before) * 1000 / before;
  const std::int64_t percent = (thousandths + (thousandths < 0 ? -5 : 5)) / 10;
  return percent < 0 ? fmt::format("−{} %", -percent) : fmt::format("+{} %", percent);
}

std::vector<ReportTotal> totals_of(const std::vector<store::DaySales>& all, const Days& wanted,
                                   const i18n::Texts& texts) {
  const store::Sales now = store::sum_of(all, wanted), before = store::sum_of(all, wanted.before_them());
  const auto text = [&](std::string_view key) { return std::string(texts(fmt::format("admin.report.{}", key))); };
  const auto number = [&](std::string_view key, std::int64_t a, std::int64_t b) {
    return ReportTotal{text(key), number_text(a, texts), number_text(b, texts), change_text(a, b)};
  };
  return {{text("revenue"), format_rupiah(now.revenue()), format_rupiah(before.revenue()),
           change_text(now.revenue().rupiah(), before.revenue().rupiah())},
          number("placed", now.placed, before.placed),
          number("paid", now.paid, before.paid),
          number("new_buyers", now.first_paid, before.first_paid)};
}

void fill_form(db::Tx& tx, const ReportQuery& query, Time now, const i18n::Texts& texts, AnalyticsPage& view) {
  for (const ReportKind kind : kReportKinds)
    view.tabs.push_back({std::string(texts(fmt::format("admin.report.kind.{}", word(kind)))),
                         query.of_kind(kind).address(),
                         {},
                         kind == query.kind});
  const Days month = month_of(now);
  for (const auto& [key, range] : {std::pair{"last_7", last_days(now, 7)},
                                   {"last_30", last_days(now, 30)},
                                   {"last_90", last_days(now, 90)},
                                   {"this_month", Days{month.from, day_of(now).before}},
                                   {"last_month", month_before(month)},
                                   {"last_365", last_days(now, 365)}})
    view.ranges.push_back({std::string(texts(fmt::format("admin.report.range.{}", key))),
                           query.of_days(range).address(),
                           {},
                           range == query.days});
  view.kind = word(query.kind);
  view.from = iso_day(query.days.from);
  view.to = iso_day(query.days.before - std::chrono::days{1});
  view.before = range_text(query.days.before_them(), texts);
  if (is_over_time(query.kind))
    for (const Step step : {Step::kDay, Step::kWeek, Step::kMonth})
      view.steps.push_back({std::string(word(step)),
                            std::string(texts(fmt::format("admin.report.step.{}", word(step)))), step == query.step});
  const auto chip = [&](std::string_view field, std::int64_t id, std::string name, ReportQuery without) {
    view.chips.push_back({std::string(field), std::to_string(id), std::move(name), without.address()});
  };
  if (query.category) {
    ReportQuery without = query;
    without.category.reset();
    chip("category", query.category->value(), store::category_name(tx, *query.category, texts.language()), without);
  }
  if (query.brand) {
    ReportQuery without = query;
    without.brand.reset();
    chip("brand", query.brand->value(), store::brand_name(tx, *query.brand), without);
  }
}

http::Response file(std::string bytes, std::string_view type, const ReportQuery& query, std::string_view ending) {
  http::Response response =
      http::document(std::move(bytes), type,
                     fmt::format("hurtrock-{}-{}-{}.{}", word(query.kind), iso_day(query.days.from),
                                 iso_day(query.days.before - std::chrono::days{1}), ending));
  response.set("Content-Disposition", "attachment" + std::string(response.header("Content-Disposition")).substr(6));
  return response;
}

/// Every row of the report, up to so many.
std::string export_with(const http::Request& request, Services& shop, const ReportQuery& query,
                        const std::function<std::unique_ptr<spreadsheet::Writer>(std::vector<std::string>)>& begin) {
  const auto& texts = request.visitor.texts();
  const Report report = shop.db.read([&](db::Tx& tx) { return make_report(tx, query, texts, kExported); });
  std::vector<std::string> titles;
  for (const auto& column : report.columns) titles.push_back(column.title);
  const auto writer = begin(std::move(titles));
  std::vector<spreadsheet::Cell> cells;
  for (const auto& row : report.rows) {
    cells.clear();
    for (const auto& cell : row) cells.push_back(cell.value);
    writer->add_row(cells);
  }
  return writer->finish();
}

}  // namespace

http::Response show_analytics(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const Time now = shop.clock.now();
  const ReportQuery query = ReportQuery::read(request.query, now);
  AnalyticsPage view{.frame = frame_for(request, shop, Section::kAnalytics, texts("admin.report.title"))};
  Report report;
  shop.db.read([&](db::Tx& tx) {
    fill_form(tx, query, now, texts, view);
    if (is_over_time(query.kind))
      view.totals =
          totals_of(store::sales_by_day(tx, {query.days.before_them().from, query.days.before}), query.days, texts);
    report = make_report(tx, query, texts, is_over_time(query.kind) ? ReportQuery::kMostDays : kReportRowsShown);
  });
  view.title = texts(fmt::format("admin.report.kind.{}", word(query.kind)));
  view.note = texts(fmt::format("admin.report.note.{}", word(query.kind)));
  for (const auto& column : report.columns) view.titles.push_back({column.title, {}, column.is_number});
  for (const auto& row : report.rows) {
    auto& cells = view.rows.emplace_back();
    for (const auto& cell : row) cells.push_back(cell_view(cell, texts));
  }
  if (report.is_cut) view.cut = texts("admin.report.cut", {{"count", number_text(kReportRowsShown, texts)}});
  view.csv_url = "/admin/analytics/report.csv?" + query.query();
  view.xlsx_url = "/admin/analytics/report.xlsx?" + query.query();

  std::string out;
  html::Writer writer(out, texts);
  views::analytics(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_analytics_csv(const http::Request& request, Services& shop) {
  const ReportQuery query = ReportQuery::read(request.query, shop.clock.now());
  return file(export_with(request, shop, query, spreadsheet::csv_writer), "text/csv; charset=utf-8", query, "csv");
}

http::Response show_analytics_xlsx(const http::Request& request, Services& shop) {
  const ReportQuery query = ReportQuery::read(request.query, shop.clock.now());
  return file(export_with(request, shop, query,
                          [&](const std::vector<std::string>& titles) {
                            return spreadsheet::xlsx_writer(titles, shop.images.scratch);
                          }),
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", query, "xlsx");
}

}  // namespace hurtrock::admin
