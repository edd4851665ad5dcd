#include "admin/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "admin/counts.hpp"
#include "admin/figure_links.hpp"
#include "admin/filter_words.hpp"
#include "admin/stock_filter.hpp"

namespace hurtrock::admin {
namespace {

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
constexpr std::int64_t kMostDayRows = 92, kMostDaysOfWeekRows = 366;

OrderFilter paid_on(const Days& of) { return orders_on(of, OrderDay::kPaid); }

/// Puts a report together, a column after the other and then row by row.
class Sheet {
 public:
  explicit Sheet(const i18n::Texts& texts) : texts_(texts) {}

  Sheet& text(std::string_view key) { return column(key, false); }
  Sheet& number(std::string_view key) { return column(key, true); }
  /// Of the column before: how it is drawn, where all of its rows are shown together, that it has no sum.
  Sheet& drawn(Drawn as) {
    report_.columns.back().drawn = as;
    return *this;
  }
  Sheet& behind(std::string url) {
    behind_.back() = std::move(url);
    return *this;
  }
  Sheet& apart() {
    report_.columns.back().adds_up = false;
    return *this;
  }
  [[nodiscard]] std::vector<std::string> titles() const {
    std::vector<std::string> titles;
    for (const auto& column : report_.columns) titles.push_back(column.title);
    return titles;
  }
  void row(std::vector<ReportCell> cells) { report_.rows.push_back(std::move(cells)); }
  /// Whoever asked for one more than `limit` knows whether there are more.
  Report done(std::int64_t limit) {
    report_.is_cut = std::ssize(report_.rows) > limit;
    if (report_.is_cut) report_.rows.resize(static_cast<std::size_t>(limit));
    if (report_.rows.size() > 1) add_up();
    return std::move(report_);
  }

 private:
  Sheet& column(std::string_view key, bool is_number) {
    report_.columns.push_back({std::string(texts_(fmt::format("admin.report.{}", key))), is_number, is_number});
    behind_.emplace_back();
    return *this;
  }

  void add_up() {
    for (std::size_t at = 0; at < report_.columns.size(); ++at) {
      ReportCell& sum = report_.totals.emplace_back();
      if (!report_.columns[at].adds_up) continue;
      const bool is_money = std::holds_alternative<Money>(report_.rows.front()[at].value);
      Money added;
      for (const auto& row : report_.rows) added += Money{number_of(row[at].value)};
      sum.value = is_money ? spreadsheet::Cell{added} : spreadsheet::Cell{added.rupiah()};
      if (!report_.is_cut) sum.url = behind_[at];
    }
    report_.totals.front().value =
        report_.is_cut ? texts_("admin.report.total_shown", {{"count", number_text(std::ssize(report_.rows), texts_)}})
                       : std::string(texts_("admin.report.total"));
  }

  const i18n::Texts& texts_;
  std::vector<std::string> behind_;  ///< a column each
  Report report_;
};

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
Report over_time_with(db::Tx& tx, const ReportQuery& query, Sheet& sheet, std::int64_t limit, const i18n::Texts& texts,
                      const std::function<std::vector<ReportCell>(const StepSales&)>& cells_of) {
  const Days before = query.days.before_them();
  const auto all = store::sales_by_day(tx, {before.from, query.days.before});
  for (const StepSales& step : sales_by_step(all, query)) {
    ReportQuery inside = query.of_days(step.of);
    inside.step = Step::kDay;
    std::vector<ReportCell> cells = cells_of(step);
    cells.insert(cells.begin(), ReportCell{.value = name_of(step.of, query.step, texts),
                                           .url = step.of.count() == 1 ? std::string{} : inside.address()});
    sheet.row(std::move(cells));
  }
  Report report = sheet.done(limit);
  report.sales = Report::Compared{store::sum_of(all, query.days), store::sum_of(all, before)};
  return report;
}

std::string placed_on(const Days& of) { return orders_on(of, OrderDay::kPlaced).address(); }

Sheet sheet_over_time(const ReportQuery& query, const i18n::Texts& texts) {
  const std::string ledger = ledger_url(query.days);
  Sheet sheet(texts);
  sheet.text("when").number("placed").behind(placed_on(query.days));
  sheet.number("paid").behind(paid_on(query.days).address());
  sheet.number("received").behind(ledger).number("given_back").behind(ledger);
  sheet.number("revenue").drawn(Drawn::kBar).behind(ledger);
  sheet.number("revenue_before").drawn(Drawn::kLine).behind(ledger_url(query.days.before_them()));
  return sheet;
}

Report over_time(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  Sheet sheet = sheet_over_time(query, texts);
  return over_time_with(tx, query, sheet, limit, texts, [&](const StepSales& step) -> std::vector<ReportCell> {
    const store::Sales& sales = step.sales.now;
    const std::string moved = ledger_url(step.of);
    return {{sales.placed, placed_on(step.of)},
            {sales.paid, paid_on(step.of).address()},
            {sales.received, moved},
            {sales.given_back, moved},
            {sales.revenue(), moved},
            {step.sales.before.revenue(), ledger_url(step.before)}};
  });
}

std::string paid_by_some(const Days& of, std::optional<BuyerKind> buyer) {
  OrderFilter orders = paid_on(of);
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

Report of_customers(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  Sheet sheet = sheet_of_customers(query, texts);
  return over_time_with(tx, query, sheet, limit, texts, [&](const StepSales& step) -> std::vector<ReportCell> {
    const store::Sales& sales = step.sales.now;
    return {{sales.first_paid, paid_by_some(step.of, BuyerKind::kNew)},
            {sales.paid - sales.first_paid, paid_by_some(step.of, BuyerKind::kReturning)},
            {sales.paid, paid_by_some(step.of, std::nullopt)}};
  });
}

store::GoodsBy goods_of(ReportKind kind) {
  return kind == ReportKind::kProducts ? store::GoodsBy::kProduct
         : kind == ReportKind::kBrands ? store::GoodsBy::kBrand
                                       : store::GoodsBy::kCategory;
}

Sheet sheet_of_goods(const ReportQuery& query, const i18n::Texts& texts) {
  const auto by = goods_of(query.kind);
  // Lists of orders know no category and no brand.
  const bool is_of_all = !query.category && !query.brand;
  const std::string orders = is_of_all ? paid_on(query.days).address() : std::string{};
  const std::string orders_before = is_of_all ? paid_on(query.days.before_them()).address() : std::string{};
  Sheet sheet(texts);
  sheet.text(by == store::GoodsBy::kProduct ? "product" : by == store::GoodsBy::kBrand ? "brand" : "category");
  sheet.number("pieces").behind(orders).number("goods").drawn(Drawn::kBar).behind(orders);
  sheet.number("pieces_before").behind(orders_before).number("goods_before").behind(orders_before);
  return sheet;
}

Report of_goods(db::Tx& tx, GoodsHistory& history, const ReportQuery& query, const i18n::Texts& texts,
                std::int64_t limit, const store::GoodsPlace& after) {
  const auto by = goods_of(query.kind);
  const Days before = query.days.before_them();
  Sheet sheet = sheet_of_goods(query, texts);
  store::GoodsPlace end;
  std::int64_t rows = 0;
  for (const auto& row :
       store::goods_by(tx, history, by, query.days, query.category, query.brand, texts.language(), limit + 1, after)) {
    if (++rows == limit) end = {row.now.amount, row.id};
    const auto behind = [&](const Days& on) {
      if (by == store::GoodsBy::kProduct) {
        OrderFilter with_it = paid_on(on);
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
  Report report = sheet.done(limit);
  report.end.goods = end;
  return report;
}

Sheet sheet_of_payments(const ReportQuery& query, const i18n::Texts& texts) {
  const bool by_method = query.kind == ReportKind::kMethods;
  const Days before = query.days.before_them();
  const std::string ledger = ledger_url(query.days);
  Sheet sheet(texts);
  sheet.text(by_method ? "method" : "province").number("paid").behind(paid_on(query.days).address());
  sheet.number("received").behind(ledger).number("given_back").behind(ledger);
  sheet.number("revenue").drawn(Drawn::kBar).behind(ledger);
  sheet.number("paid_before").behind(paid_on(before).address());
  sheet.number("revenue_before").behind(ledger_url(before));
  return sheet;
}

Report of_payments(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit) {
  const bool by_method = query.kind == ReportKind::kMethods;
  const Days before = query.days.before_them();
  Sheet sheet = sheet_of_payments(query, texts);
  for (const auto& row :
       store::paid_by(tx, by_method ? store::PaidBy::kMethod : store::PaidBy::kProvince, query.days)) {
    // Lists of orders cannot ask for those without a province.
    const auto behind = [&](const Days& on) {
      OrderFilter orders = paid_on(on);
      (by_method ? orders.method : orders.province) = row.key;
      return row.key.empty() ? std::string{} : orders.address();
    };
    const std::string name = by_method         ? std::string(texts(fmt::format("admin.provider.{}", row.key)))
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
  return sheet.done(limit);
}

Sheet sheet_of_searches(const ReportQuery& query, const i18n::Texts& texts) {
  Sheet sheet(texts);
  sheet.text("term").number("searches");
  sheet.drawn(query.kind == ReportKind::kSearches ? Drawn::kBar : Drawn::kNot).number("in_vain");
  return sheet;
}

Report of_searches(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit,
                   const store::SearchPlace& after) {
  const bool is_popular = query.kind == ReportKind::kSearches;
  Sheet sheet = sheet_of_searches(query, texts);
  store::SearchPlace end;
  std::int64_t rows = 0;
  for (auto& row : store::searches(tx, is_popular ? store::SearchOrder::kPopular : store::SearchOrder::kInVain,
                                   query.days, limit + 1, after)) {
    if (++rows == limit) end = {is_popular ? row.searches : row.in_vain, row.term};
    const std::string url = "/products?" + http::Fields({{"q", row.term}}).canonical();
    sheet.row({{std::move(row.term), url}, {row.searches, {}}, {row.in_vain, {}}});
  }
  Report report = sheet.done(limit);
  report.end.searches = std::move(end);
  return report;
}

Sheet sheet_of_stock(const ReportQuery& query, const i18n::Texts& texts) {
  const ReportQuery products = query.of_kind(ReportKind::kProducts);
  Sheet sheet(texts);
  sheet.text("category").number("on_hand").behind(StockFilter{}.address()).number("value").drawn(Drawn::kBar);
  sheet.number("pieces_costed").number("cost").number("sold").behind(products.address()).number("lasts").apart();
  return sheet;
}

Report of_stock(db::Tx& tx, ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts,
                std::int64_t limit, Time now) {
  const ReportQuery products = query.of_kind(ReportKind::kProducts);
  Sheet sheet = sheet_of_stock(query, texts);
  auto stock = store::stock_by_category(tx, memory, query.days, texts.language(), now);
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
  Report report = sheet.done(limit);
  report.stock_as_of = stock.as_of;
  return report;
}

/// The columns of any of them.
Sheet sheet_for(const ReportQuery& query, const i18n::Texts& texts) {
  switch (query.kind) {
    case ReportKind::kTime:
      return sheet_over_time(query, texts);
    case ReportKind::kCategories:
    case ReportKind::kBrands:
    case ReportKind::kProducts:
      return sheet_of_goods(query, texts);
    case ReportKind::kMethods:
    case ReportKind::kProvinces:
      return sheet_of_payments(query, texts);
    case ReportKind::kCustomers:
      return sheet_of_customers(query, texts);
    case ReportKind::kSearches:
    case ReportKind::kVainSearches:
      return sheet_of_searches(query, texts);
    case ReportKind::kStock:
      return sheet_of_stock(query, texts);
  }
  return Sheet(texts);
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

std::string_view word(ReportKind kind) { return word_in(kReportKindWords, kind); }
std::string_view word(Step step) { return word_in(kSteps, step); }

Step usual_step(const Days& days) {
  return days.count() <= kMostDayRows ? Step::kDay : days.count() <= kMostDaysOfWeekRows ? Step::kWeek : Step::kMonth;
}

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

ReportQuery ReportQuery::read(const http::Fields& query, Time now) {
  ReportQuery read;
  read.kind = find_word(kReportKindWords, query.value("kind")).value_or(ReportKind::kTime);
  const auto days_read = read_days(query, kMostDays);
  read.days = days_read.value_or(last_days(now, kDaysAtFirst));
  read.days_misread = !days_read && (!query.value("from").empty() || !query.value("to").empty());
  const Time tomorrow = day_of(now).before;
  if (read.days.from < tomorrow) read.days.before = std::min(read.days.before, tomorrow);
  read.step = find_word(kSteps, query.value("step")).value_or(usual_step(read.days));
  if (read.kind == ReportKind::kProducts) {
    read.category = id_in<CategoryId>(query, "category");
    read.brand = id_in<BrandId>(query, "brand");
  }
  return read;
}

std::string ReportQuery::query() const {
  std::string text = fmt::format("kind={}&{}", word(kind), query_of(days));
  if (step != usual_step(days)) text += fmt::format("&step={}", word(step));
  if (category) text += fmt::format("&category={}", category->value());
  if (brand) text += fmt::format("&brand={}", brand->value());
  return text;
}

std::string ReportQuery::address() const { return "/admin/analytics?" + query(); }

ReportQuery ReportQuery::of_kind(ReportKind other) const { return {.kind = other, .days = days, .step = step}; }

ReportQuery ReportQuery::of_days(const Days& other) const {
  ReportQuery changed = *this;
  changed.days = other;
  if (step == usual_step(days)) changed.step = usual_step(other);
  return changed;
}

Report make_report(db::Tx& tx, ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts,
                   std::int64_t limit, Time now, const ReportPlace& after) {
  switch (query.kind) {
    case ReportKind::kTime:
      return over_time(tx, query, texts, limit);
    case ReportKind::kCategories:
    case ReportKind::kBrands:
    case ReportKind::kProducts:
      return of_goods(tx, memory.goods, query, texts, limit, after.goods);
    case ReportKind::kMethods:
    case ReportKind::kProvinces:
      return of_payments(tx, query, texts, limit);
    case ReportKind::kCustomers:
      return of_customers(tx, query, texts, limit);
    case ReportKind::kSearches:
    case ReportKind::kVainSearches:
      return of_searches(tx, query, texts, limit, after.searches);
    case ReportKind::kStock:
      return of_stock(tx, memory, query, texts, limit, now);
  }
  return {};
}

ExportTable report_table(ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit,
                         Time now, std::int64_t per_page) {
  const auto titles = sheet_for(query, texts).titles();
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
