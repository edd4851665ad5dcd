#include <fmt/format.h>

#include "admin/figure_links.hpp"
#include "admin/report_kinds.hpp"

namespace hurtrock::admin {
namespace {

store::GoodsBy goods_of(ReportKind kind) {
  return kind == ReportKind::kProducts ? store::GoodsBy::kProduct
         : kind == ReportKind::kBrands ? store::GoodsBy::kBrand
                                       : store::GoodsBy::kCategory;
}

Sheet sheet_of_goods(const ReportQuery& query, const i18n::Texts& texts) {
  const auto by = goods_of(query.kind);
  // Lists of orders know no category and no brand.
  const bool is_of_all = !query.category && !query.brand && query.in_vain.empty();
  const std::string orders = is_of_all ? orders_paid(query.days).address() : std::string{};
  const std::string orders_before = is_of_all ? orders_paid(query.days.before_them()).address() : std::string{};
  Sheet sheet(texts);
  sheet.text(by == store::GoodsBy::kProduct ? "product" : by == store::GoodsBy::kBrand ? "brand" : "category");
  sheet.number("pieces").behind(orders).number("goods").drawn(Drawn::kBar).behind(orders);
  sheet.number("pieces_before").behind(orders_before).number("goods_before").behind(orders_before);
  return sheet;
}

Report rows_of_goods(const ReportTask& task, Sheet sheet) {
  const ReportQuery& query = task.query;
  if (!query.in_vain.empty()) return sheet.done(task.limit);
  const auto by = goods_of(query.kind);
  const Days before = query.days.before_them();
  store::GoodsPlace end;
  std::int64_t rows = 0;
  for (const auto& row : store::goods_by(task.tx, task.memory.goods, by, query.days, query.category, query.brand,
                                         task.texts.language(), task.limit + 1, task.after.goods)) {
    if (++rows == task.limit) end = {row.now.amount, row.id};
    const auto behind = [&](const Days& on) {
      if (by == store::GoodsBy::kProduct) {
        OrderFilter with_it = orders_paid(on);
        with_it.product = ProductId{row.id};
        return with_it.address();
      }
      ReportQuery inside = query.of_kind(ReportKind::kProducts).of_days(on);
      if (by == store::GoodsBy::kBrand)
        inside.brand = BrandId{row.id};
      else
        inside.category = CategoryId{row.id};
      return inside.address();
    };
    const std::string now = behind(query.days), then = behind(before);
    sheet.row({{row.name, by == store::GoodsBy::kProduct ? fmt::format("/admin/products/{}", row.id) : now},
               {row.now.pieces, now},
               {row.now.amount, now},
               {row.before.pieces, then},
               {row.before.amount, then}});
  }
  Report report = sheet.done(task.limit);
  report.end.goods = end;
  return report;
}

}  // namespace

constinit const ReportRecipe kReportOfGoods{&sheet_of_goods, &rows_of_goods};

}  // namespace hurtrock::admin
