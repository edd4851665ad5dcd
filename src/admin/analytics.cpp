#include <fmt/format.h>

#include <algorithm>

#include "admin/analytics_pages.hpp"
#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/figure_links.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/report.hpp"
#include "admin/store.hpp"
#include "admin/table_file.hpp"
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

/// Whether its rows stand beside those of as many days before.
bool is_compared(ReportKind kind) {
  return kind != ReportKind::kSearches && kind != ReportKind::kVainSearches && kind != ReportKind::kStock;
}

ReportCellView cell_view(const ReportCell& cell, const i18n::Texts& texts) {
  struct Printer {
    const i18n::Texts& texts;
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return number_text(number, texts); }
    std::string operator()(Money money) const { return format_rupiah(money); }
  };
  return {.text = std::visit(Printer{texts}, cell.value), .url = cell.url, .drawn = {}};
}

/// "+12 %", "−3 %"; empty when there is nothing to compare with.
std::string change_text(std::int64_t now, std::int64_t before) {
  if (before <= 0) return {};
  // In thousandths, so that it is rounded once; money is far from where that would overflow.
  const std::int64_t thousandths = (now / before - 1) * 1000 + (now % before) * 1000 / before;
  const std::int64_t percent = (thousandths + (thousandths < 0 ? -5 : 5)) / 10;
  return percent < 0 ? fmt::format("−{} %", -percent) : fmt::format("+{} %", percent);
}

std::vector<ReportTotal> totals_of(const Report::Compared& sales, const Days& wanted, const i18n::Texts& texts) {
  const Days before = wanted.before_them();
  const auto text = [&](std::string_view key) { return std::string(texts(fmt::format("admin.report.{}", key))); };
  const Money now = sales.now.revenue(), then = sales.before.revenue();
  std::vector<ReportTotal> totals{{.name = text("revenue"),
                                   .value = format_rupiah(now),
                                   .url = ledger_url(wanted),
                                   .before = format_rupiah(then),
                                   .before_url = ledger_url(before),
                                   .change = change_text(now.rupiah(), then.rupiah())}};
  const auto add = [&](std::string_view key, std::int64_t store::Sales::* count, OrderDay by,
                       std::optional<BuyerKind> buyer = std::nullopt) {
    const auto orders = [&](const Days& of) {
      OrderFilter counted = orders_on(of, by);
      counted.buyer = buyer;
      return counted.address();
    };
    totals.push_back({.name = text(key),
                      .value = number_text(sales.now.*count, texts),
                      .url = orders(wanted),
                      .before = number_text(sales.before.*count, texts),
                      .before_url = orders(before),
                      .change = change_text(sales.now.*count, sales.before.*count)});
  };
  add("placed", &store::Sales::placed, OrderDay::kPlaced);
  add("paid", &store::Sales::paid, OrderDay::kPaid);
  add("new_buyers", &store::Sales::first_paid, OrderDay::kPaid, BuyerKind::kNew);
  return totals;
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
  view.today = iso_day(now);
  view.days_misread = query.days_misread;
  if (is_compared(query.kind)) view.before = range_text(query.days.before_them(), texts);
  if (is_over_time(query.kind))
    for (const Step step : {Step::kDay, Step::kWeek, Step::kMonth})
      view.steps.push_back({std::string(word(step)),
                            std::string(texts(fmt::format("admin.report.step.{}", word(step)))), step == query.step});
  const auto chip = [&](std::string_view field, std::int64_t id, std::string name, const ReportQuery& without) {
    view.chips.push_back({std::string(field), std::to_string(id), std::move(name), without.address()});
  };
  for (const auto& [field, typed] : query.in_vain) {
    ReportQuery without = query;
    std::erase_if(without.in_vain, [&](const auto& other) { return other.first == field; });
    view.chips.push_back({field, typed, typed, without.address()});
  }
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

/// The chart above a report over time. Its script draws what stands in the table, so that both say the same.
void fill_chart(const Report& report, const Days& days, const i18n::Texts& texts, AnalyticsPage& view) {
  std::string sums;
  int bars = 0;
  for (std::size_t at = 0; at < report.columns.size(); ++at) {
    const ReportColumn& column = report.columns[at];
    if (column.drawn == Drawn::kNot) continue;
    const bool is_bar = column.drawn == Drawn::kBar;
    view.titles[at].drawn = is_bar ? "bar" : "line";
    view.chart_keys.push_back({is_bar ? fmt::format("bar-{}", ++bars) : "line", column.title});
    sums += fmt::format("{}{} {}", sums.empty() ? "" : ", ", column.title, view.sums[at].text);
    view.is_money = std::holds_alternative<Money>(report.totals[at].value);
    for (std::size_t row = 0; row < report.rows.size(); ++row)
      view.rows[row].cells[at].drawn = std::to_string(number_of(report.rows[row][at].value));
  }
  view.chart = texts("admin.report.chart", {{"days", range_text(days, texts)}, {"sums", sums}});
}

/// A bar in every row of another report.
void fill_bars(const Report& report, std::int64_t longest, AnalyticsPage& view) {
  const auto drawn = std::ranges::find(report.columns, Drawn::kBar, &ReportColumn::drawn);
  const auto at = static_cast<std::size_t>(drawn - report.columns.begin());
  view.longest_bar = longest;
  view.bars = drawn->title;
  for (std::size_t row = 0; row < report.rows.size(); ++row)
    view.rows[row].bar = std::max<std::int64_t>(0, number_of(report.rows[row][at].value));
}

void fill_table(const Report& report, const ReportQuery& query, const i18n::Texts& texts, AnalyticsPage& view) {
  for (const auto& column : report.columns) view.titles.push_back({column.title, column.is_number, {}});
  for (const auto& row : report.rows) {
    auto& cells = view.rows.emplace_back().cells;
    for (const auto& cell : row) cells.push_back(cell_view(cell, texts));
    if (query.kind == ReportKind::kVainSearches)
      view.rows.back().synonym_url = "/admin/synonyms/new?" + http::Fields({{"terms", cells.front().text}}).canonical();
  }
  for (const auto& cell : report.totals) view.sums.push_back(cell_view(cell, texts));
  const std::int64_t longest = longest_bar(report);
  if (longest == 0) return;
  if (is_over_time(query.kind))
    fill_chart(report, query.days, texts, view);
  else
    fill_bars(report, longest, view);
}

http::Response report_file(const http::Request& request, Services& shop, FileKind kind) {
  const Time now = shop.clock.now();
  const ReportQuery query = ReportQuery::read(request.query, now);
  const Days& days = query.days;
  return table_file(
      request, shop, report_table(shop.reports, query, request.visitor.texts(), kExported, now),
      fmt::format("{}-{}-{}", word(query.kind), iso_day(days.from), iso_day(days.before - std::chrono::days{1})), kind);
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
    report = make_report(tx, shop.reports, query, texts,
                         is_over_time(query.kind) ? ReportQuery::kMostDays : kReportRowsShown, now);
  });
  view.title = texts(fmt::format("admin.report.kind.{}", word(query.kind)));
  view.note = texts(fmt::format("admin.report.note.{}", word(query.kind)));
  if (report.sales) view.totals = totals_of(*report.sales, query.days, texts);
  if (report.stock_as_of) view.stock_as_of = date_and_time(*report.stock_as_of, texts);
  fill_table(report, query, texts, view);
  if (report.is_cut)
    view.cut = texts("admin.report.cut",
                     {{"count", number_text(kReportRowsShown, texts)}, {"most", number_text(kExported, texts)}});
  view.csv_url = "/admin/analytics/report.csv?" + query.query();
  view.xlsx_url = "/admin/analytics/report.xlsx?" + query.query();

  std::string out;
  html::Writer writer(out, texts);
  views::analytics(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_analytics_csv(const http::Request& request, Services& shop) {
  return report_file(request, shop, FileKind::kCsv);
}

http::Response show_analytics_xlsx(const http::Request& request, Services& shop) {
  return report_file(request, shop, FileKind::kXlsx);
}

}  // namespace hurtrock::admin
