#include "admin/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/filter_words.hpp"
#include "admin/order_filter.hpp"
#include "admin/reports_store.hpp"

namespace hurtrock::admin {
namespace {

using std::chrono::days;

constexpr std::pair<ReportKind, std::string_view> kReportKindWords[] = {
    {ReportKind::kTime, "time"},           {ReportKind::kCategories, "categories"},
    {ReportKind::kBrands, "brands"},       {ReportKind::kProducts, "products"},
    {ReportKind::kMethods, "methods"},     {ReportKind::kProvinces, "provinces"},
    {ReportKind::kCustomers, "customers"}, {ReportKind::kSearches, "searches"},
    {ReportKind::kVainSearches, "vain"},   {ReportKind::kStock, "stock"},
};
constexpr std::pair<Step, std::string_view> kSteps[] = {
    {Step::kDay, "day"}, {Step::kWeek, "week"}, {Step::kMonth, "month"}};

constexpr int kDaysAtFirst = 30;

OrderFilter paid_on(const Days& of) {
  return {.from = iso_day(of.from), .to = iso_day(of.before - days{1}), .day = OrderDay::kPaid};
}

/// Puts a report together, a column after the other and then row by row.
class Sheet {
 public:
  explicit Sheet(const i18n::Texts& texts) : texts_(texts) {}

  Sheet& text(std::string_view key) { return column(key, false); }
  Sheet& number(std::string_view key) { return column(key, true); }
  void row(std::vector<ReportCell> cells) { report_.rows.push_back(std::move(cells)); }
  /// Whoever asked for one more than `limit` knows whether there are more.
  Report done(std::int64_t limit) {
    report_.is_cut = std::ssize(report_.rows) > limit;
    if (report_.is_cut) report_.rows.resize(static_cast<std::size_t>(limit));
    return std::move(report_);
  }

 private:
  Sheet& column(std::string_view key, bool is_number) {
    report_.columns.push_back({std::string(texts_(fmt::format("admin.report.{}", key))), is_number});
    return *this;
  }

  const i18n::Texts& texts_;
  Report report_;
};

/// The days of the step that `day` falls on, as far as they are wanted.
Days step_at(Time day, Step step, const Days& wanted) {
  const Days whole = step == Step::kDay ? day_of(day) : step == Step::kWeek ? week_of(day) : month_of(day);
  return {std::max(whole.from, wanted.from), std::min(whole.before, wanted.before)};
}

std::string name_of(const Days& of, const i18n::Texts& texts) {
  const std::string first = short_day(of.from, texts);
  return of.count() == 1 ? first : fmt::format("{} – {}", first, short_day(of.before - days{1}, texts));
}

std::vector<std::pair<Days, store::Sales>> sales_by_step(db::Tx& tx, const ReportQuery& query) {
  std::vector<std::pair<Days, store::Sales>> steps;
  for (const auto& [day, sales] : store::sales_by_day(tx, query.days)) {
    if (steps.empty() || !steps.back().first.has(day)) steps.push_back({step_at(day, query.step, query.days), {}});
    steps.back().second += sales;
  }
  return steps;
}

Report over_time(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  Sheet sheet(texts);
  sheet.text("when").number("placed").number("paid").number("received").number("given_back").number("revenue");
  for (const auto& [of, sales] : sales_by_step(tx, query)) {
    OrderFilter placed = paid_on(of);
    placed.day = OrderDay::kPlaced;
    const std::string ledger = fmt::format("/admin/payments/ledger?account=orders&{}", query_of(of));
    sheet.row({{name_of(of, texts), {}},
               {sales.placed, placed.address()},
               {sales.paid, paid_on(of).address()},
               {sales.received, {}},
               {sales.given_back, {}},
               {sales.revenue(), ledger}});
  }
  return sheet.done(limit);
}

Report of_customers(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  Sheet sheet(texts);
  sheet.text("when").number("new_buyers").number("returning").number("paid");
  for (const auto& [of, sales] : sales_by_step(tx, query)) {
    OrderFilter of_new = paid_on(of), of_old = paid_on(of);
    of_new.buyer = BuyerKind::kNew;
    of_old.buyer = BuyerKind::kReturning;
    sheet.row({{name_of(of, texts), {}},
               {sales.first_paid, of_new.address()},
               {sales.paid - sales.first_paid, of_old.address()},
               {sales.paid, paid_on(of).address()}});
  }
  return sheet.done(limit);
}

Report of_goods(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  const auto by = query.kind == ReportKind::kProducts ? store::GoodsBy::kProduct
                  : query.kind == ReportKind::kBrands ? store::GoodsBy::kBrand
                                                      : store::GoodsBy::kCategory;
  Sheet sheet(texts);
  sheet.text(by == store::GoodsBy::kProduct ? "product"
             : by == store::GoodsBy::kBrand ? "brand"
                                            : "category")
      .number("pieces")
      .number("goods")
      .number("pieces_before")
      .number("goods_before");
  for (const auto& row :
       store::goods_by(tx, by, query.days, query.category, query.brand, texts.language(), limit + 1)) {
    ReportQuery inside = query.of_kind(ReportKind::kProducts);
    OrderFilter orders = paid_on(query.days);
    std::string behind, named;
    if (by == store::GoodsBy::kProduct) {
      orders.product = ProductId{row.id};
      behind = orders.address();
      named = fmt::format("/admin/products/{}", row.id);
    } else {
      if (by == store::GoodsBy::kBrand)
        inside.brand = BrandId{row.id};
      else
        inside.category = CategoryId{row.id};
      named = behind = inside.address();
    }
    sheet.row({{row.name, named},
               {row.now.pieces, behind},
               {row.now.amount, {}},
               {row.before.pieces, {}},
               {row.before.amount, {}}});
  }
  return sheet.done(limit);
}

Report of_payments(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  const bool by_method = query.kind == ReportKind::kMethods;
  Sheet sheet(texts);
  sheet.text(by_method ? "method" : "province")
      .number("paid")
      .number("received")
      .number("given_back")
      .number("revenue")
      .number("paid_before")
      .number("revenue_before");
  for (const auto& row :
       store::paid_by(tx, by_method ? store::PaidBy::kMethod : store::PaidBy::kProvince, query.days)) {
    OrderFilter orders = paid_on(query.days);
    (by_method ? orders.method : orders.province) = row.key;
    const std::string name = by_method         ? std::string(texts(fmt::format("admin.provider.{}", row.key)))
                             : row.key.empty() ? "–"
                                               : row.key;
    sheet.row({{name, {}},
               {row.now.paid, orders.address()},
               {row.now.received, {}},
               {row.now.given_back, {}},
               {row.now.revenue(), {}},
               {row.before.paid, {}},
               {row.before.revenue(), {}}});
  }
  return sheet.done(limit);
}

Report of_searches(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  const auto order = query.kind == ReportKind::kSearches ? store::SearchOrder::kPopular : store::SearchOrder::kInVain;
  Sheet sheet(texts);
  sheet.text("term").number("searches").number("in_vain");
  for (auto& row : store::searches(tx, order, query.days, limit + 1)) {
    const std::string url = "/products?" + http::Fields({{"q", row.term}}).canonical();
    sheet.row({{std::move(row.term), url}, {row.searches, {}}, {row.in_vain, {}}});
  }
  return sheet.done(limit);
}

Report of_stock(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  Sheet sheet(texts);
  sheet.text("category")
      .number("on_hand")
      .number("value")
      .number("pieces_costed")
      .number("cost")
      .number("sold")
      .number("lasts");
  for (auto& row : store::stock_by_category(tx, query.days, texts.language())) {
    // At the pace of these days; nothing can be said of what did not sell.
    const spreadsheet::Cell lasts = row.sold > 0 ? spreadsheet::Cell{row.pieces * query.days.count() / row.sold}
                                                 : spreadsheet::Cell{std::string("–")};
    sheet.row({{std::move(row.name), fmt::format("/admin/stock?category={}", row.category)},
               {row.pieces, {}},
               {row.value, {}},
               {row.pieces_costed, {}},
               {row.cost, {}},
               {row.sold, {}},
               {lasts, {}}});
  }
  return sheet.done(limit);
}

}  // namespace

std::string_view word(ReportKind kind) { return word_in(kReportKindWords, kind); }
std::string_view word(Step step) { return word_in(kSteps, step); }

ReportQuery ReportQuery::read(const http::Fields& query, Time now) {
  ReportQuery read;
  read.kind = find_word(kReportKindWords, query.value("kind")).value_or(ReportKind::kTime);
  read.days = read_days(query, kMostDays).value_or(last_days(now, kDaysAtFirst));
  read.step = find_word(kSteps, query.value("step")).value_or(Step::kDay);
  if (read.kind == ReportKind::kProducts) {
    read.category = id_in<CategoryId>(query, "category");
    read.brand = id_in<BrandId>(query, "brand");
  }
  return read;
}

std::string ReportQuery::query() const {
  std::string text = fmt::format("kind={}&{}", word(kind), query_of(days));
  if (step != Step::kDay) text += fmt::format("&step={}", word(step));
  if (category) text += fmt::format("&category={}", category->value());
  if (brand) text += fmt::format("&brand={}", brand->value());
  return text;
}

std::string ReportQuery::address() const { return "/admin/analytics?" + query(); }

ReportQuery ReportQuery::of_kind(ReportKind other) const { return {.kind = other, .days = days, .step = step}; }

ReportQuery ReportQuery::of_days(const Days& other) const {
  ReportQuery changed = *this;
  changed.days = other;
  return changed;
}

Report make_report(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  switch (query.kind) {
    case ReportKind::kTime:
      return over_time(tx, query, texts, limit);
    case ReportKind::kCategories:
    case ReportKind::kBrands:
    case ReportKind::kProducts:
      return of_goods(tx, query, texts, limit);
    case ReportKind::kMethods:
    case ReportKind::kProvinces:
      return of_payments(tx, query, texts, limit);
    case ReportKind::kCustomers:
      return of_customers(tx, query, texts, limit);
    case ReportKind::kSearches:
    case ReportKind::kVainSearches:
      return of_searches(tx, query, texts, limit);
    case ReportKind::kStock:
      return of_stock(tx, query, texts, limit);
  }
  return {};
}

}  // namespace hurtrock::admin
