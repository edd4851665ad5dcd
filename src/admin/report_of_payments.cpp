#include <fmt/format.h>

#include "admin/figure_links.hpp"
#include "admin/report_kinds.hpp"

namespace hurtrock::admin {
namespace {

Sheet sheet_of_payments(const ReportQuery& query, const i18n::Texts& texts) {
  const bool by_method = query.kind == ReportKind::kMethods;
  const Days before = query.days.before_them();
  const std::string ledger = ledger_url(query.days);
  Sheet sheet(texts);
  sheet.text(by_method ? "method" : "province").number("paid").behind(orders_paid(query.days).address());
  sheet.number("received").behind(ledger).number("given_back").behind(ledger);
  sheet.number("revenue").drawn(Drawn::kBar).behind(ledger);
  sheet.number("paid_before").behind(orders_paid(before).address());
  sheet.number("revenue_before").behind(ledger_url(before));
  return sheet;
}

Report rows_of_payments(const ReportTask& task, Sheet sheet) {
  const ReportQuery& query = task.query;
  const bool by_method = query.kind == ReportKind::kMethods;
  const Days before = query.days.before_them();
  for (const auto& row :
       store::paid_by(task.tx, by_method ? store::PaidBy::kMethod : store::PaidBy::kProvince, query.days)) {
    // Lists of orders cannot ask for those without a province.
    const auto behind = [&](const Days& on) {
      OrderFilter orders = orders_paid(on);
      (by_method ? orders.method : orders.province) = row.key;
      return row.key.empty() ? std::string{} : orders.address();
    };
    const std::string name = by_method         ? std::string(task.texts(fmt::format("admin.provider.{}", row.key)))
                             : row.key.empty() ? "–"
                                               : row.key;
    sheet.row({{name, {}},
               {row.now.paid, behind(query.days)},
               {row.now.received, {}},
               {row.now.given_back, {}},
               {row.now.revenue(), {}},
               {row.before.paid, behind(before)},
               {row.before.revenue(), {}}});
  }
  return sheet.done(task.limit);
}

}  // namespace

constinit const ReportRecipe kReportOfPayments{&sheet_of_payments, &rows_of_payments};

}  // namespace hurtrock::admin
