#include <algorithm>
#include <functional>

#include "admin/figure_links.hpp"
#include "admin/report_kinds.hpp"

namespace hurtrock::admin {
namespace {

/// The days of the step that `day` falls on, as far as they are wanted.
Days step_at(Time day, Step step, const Days& wanted) {
  const Days whole = step == Step::kDay ? day_of(day) : step == Step::kWeek ? week_of(day) : month_of(day);
  return {std::max(whole.from, wanted.from), std::min(whole.before, wanted.before)};
}

std::string name_of(const Days& of, Step step, const i18n::Texts& texts) {
  if (step == Step::kMonth && of == month_of(of.from)) return short_month(of.from, texts);
  return range_text(of, texts);
}

/// A row of a report over time.
struct StepSales {
  Days of, before;  ///< before: as long before all the days as `of` is within them
  Report::Compared sales;
};

std::vector<StepSales> sales_by_step(const std::vector<store::DaySales>& all, const ReportQuery& query) {
  const auto wanted = static_cast<std::size_t>(query.days.count());
  const auto length = query.days.before - query.days.from;
  std::vector<StepSales> steps;
  for (std::size_t at = 0; at < wanted; ++at) {
    const auto& [day, sales] = all[wanted + at];
    if (steps.empty() || !steps.back().of.has(day)) {
      const Days of = step_at(day, query.step, query.days);
      steps.push_back({of, {of.from - length, of.before - length}, {}});
    }
    steps.back().sales.now += sales;
    steps.back().sales.before += all[at].sales;
  }
  return steps;
}

/// A row a step; `cells_of` makes what stands behind its name. The days and as many before them are read together.
Report over_time_with(const ReportTask& task, Sheet& sheet,
                      const std::function<std::vector<ReportCell>(const StepSales&)>& cells_of) {
  const ReportQuery& query = task.query;
  const Days before = query.days.before_them();
  const auto all = store::sales_by_day(task.tx, {before.from, query.days.before});
  for (const StepSales& step : sales_by_step(all, query)) {
    ReportQuery inside = query.of_days(step.of);
    inside.step = Step::kDay;
    std::vector<ReportCell> cells = cells_of(step);
    cells.insert(cells.begin(), ReportCell{.value = name_of(step.of, query.step, task.texts),
                                           .url = step.of.count() == 1 ? std::string{} : inside.address()});
    sheet.row(std::move(cells));
  }
  Report report = sheet.done(task.limit);
  report.sales = Report::Compared{store::sum_of(all, query.days), store::sum_of(all, before)};
  return report;
}

std::string placed_on(const Days& of) { return orders_on(of, OrderDay::kPlaced).address(); }

Sheet sheet_over_time(const ReportQuery& query, const i18n::Texts& texts) {
  const std::string ledger = ledger_url(query.days);
  Sheet sheet(texts);
  sheet.text("when").number("placed").behind(placed_on(query.days));
  sheet.number("paid").behind(orders_paid(query.days).address());
  sheet.number("received").behind(ledger).number("given_back").behind(ledger);
  sheet.number("revenue").drawn(Drawn::kBar).behind(ledger);
  sheet.number("revenue_before").drawn(Drawn::kLine).behind(ledger_url(query.days.before_them()));
  return sheet;
}

Report rows_over_time(const ReportTask& task, Sheet sheet) {
  return over_time_with(task, sheet, [&](const StepSales& step) -> std::vector<ReportCell> {
    const store::Sales& sales = step.sales.now;
    const std::string moved = ledger_url(step.of);
    return {{sales.placed, placed_on(step.of)},
            {sales.paid, orders_paid(step.of).address()},
            {sales.received, moved},
            {sales.given_back, moved},
            {sales.revenue(), moved},
            {step.sales.before.revenue(), ledger_url(step.before)}};
  });
}

std::string paid_by_some(const Days& of, std::optional<BuyerKind> buyer) {
  OrderFilter orders = orders_paid(of);
  orders.buyer = buyer;
  return orders.address();
}

Sheet sheet_of_customers(const ReportQuery& query, const i18n::Texts& texts) {
  Sheet sheet(texts);
  sheet.text("when").number("new_buyers").drawn(Drawn::kBar).behind(paid_by_some(query.days, BuyerKind::kNew));
  sheet.number("returning").drawn(Drawn::kBar).behind(paid_by_some(query.days, BuyerKind::kReturning));
  sheet.number("paid").behind(paid_by_some(query.days, std::nullopt));
  return sheet;
}

Report rows_of_customers(const ReportTask& task, Sheet sheet) {
  return over_time_with(task, sheet, [&](const StepSales& step) -> std::vector<ReportCell> {
    const store::Sales& sales = step.sales.now;
    return {{sales.first_paid, paid_by_some(step.of, BuyerKind::kNew)},
            {sales.paid - sales.first_paid, paid_by_some(step.of, BuyerKind::kReturning)},
            {sales.paid, paid_by_some(step.of, std::nullopt)}};
  });
}

}  // namespace

constinit const ReportRecipe kReportOverTime{&sheet_over_time, &rows_over_time};
constinit const ReportRecipe kReportOfCustomers{&sheet_of_customers, &rows_of_customers};

}  // namespace hurtrock::admin
