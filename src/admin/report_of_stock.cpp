#include "admin/report_kinds.hpp"
#include "admin/stock_filter.hpp"

namespace hurtrock::admin {
namespace {

Sheet sheet_of_stock(const ReportQuery& query, const i18n::Texts& texts) {
  const ReportQuery products = query.of_kind(ReportKind::kProducts);
  Sheet sheet(texts);
  sheet.text("category").number("on_hand").behind(StockFilter{}.address()).number("value").drawn(Drawn::kBar);
  sheet.number("pieces_costed").number("cost").number("sold").behind(products.address()).number("lasts").apart();
  return sheet;
}

Report rows_of_stock(const ReportTask& task, Sheet sheet) {
  const ReportQuery& query = task.query;
  const ReportQuery products = query.of_kind(ReportKind::kProducts);
  auto stock = store::stock_by_category(task.tx, task.memory, query.days, task.texts.language(), task.now);
  for (auto& row : stock.rows) {
    // At the pace of these days; nothing can be said of what did not sell.
    const spreadsheet::Cell lasts = row.sold > 0 ? spreadsheet::Cell{row.worth.pieces * query.days.count() / row.sold}
                                                 : spreadsheet::Cell{std::string("–")};
    const std::string levels = StockFilter{.category = CategoryId{row.category}}.address();
    ReportQuery sold = products;
    sold.category = CategoryId{row.category};
    sheet.row({{std::move(row.name), levels},
               {row.worth.pieces, levels},
               {row.worth.value, {}},
               {row.worth.pieces_costed, {}},
               {row.worth.cost, {}},
               {row.sold, sold.address()},
               {lasts, {}}});
  }
  Report report = sheet.done(task.limit);
  report.stock_as_of = stock.as_of;
  return report;
}

}  // namespace

constinit const ReportRecipe kReportOfStock{&sheet_of_stock, &rows_of_stock};

}  // namespace hurtrock::admin
