#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/days.hpp"
#include "admin/export_table.hpp"
#include "admin/filter_words.hpp"
#include "admin/reports_store.hpp"
#include "admin/sales.hpp"
#include "admin/stock_worth.hpp"
#include "catalog/ids.hpp"
#include "platform/db/db.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::admin {

enum class ReportKind : std::uint8_t {
  kTime,
  kCategories,
  kBrands,
  kProducts,
  kMethods,
  kProvinces,
  kCustomers,
  kSearches,
  kVainSearches,
  kStock,
};
/// How much time is a row of a report over time.
enum class Step : std::uint8_t { kDay, kWeek, kMonth };
/// What nobody has to scroll through: days of about three months, weeks of a year, months of more.
Step usual_step(const Days& days);

/// Which report, as its address says it.
struct ReportQuery {
  /// Ten years: a row each day is the most of them.
  static constexpr std::int64_t kMostDays = 3'660;

  ReportKind kind = ReportKind::kTime;
  Days days;
  bool days_misread = false;           ///< days were typed that cannot be read: these are others
  Step step = Step::kDay;              ///< of kTime and kCustomers
  std::optional<CategoryId> category;  ///< of kProducts: only those of this category
  std::optional<BrandId> brand;        ///< of kProducts: only those of this brand
  InVain in_vain;                      ///< a category or brand that there cannot be: nothing is of it

  /// What cannot be read counts as not said: then it is the last 30 days, by their usual step. Days that are still to
  /// come are left out: nothing was sold on them, and they would be compared with days on which something was.
  static ReportQuery read(const http::Fields& query, Time now);
  /// "kind=brands&from=…"
  [[nodiscard]] std::string query() const;
  [[nodiscard]] std::string address() const;
  [[nodiscard]] ReportQuery of_kind(ReportKind other) const;
  [[nodiscard]] ReportQuery of_days(const Days& other) const;
};
std::string_view word(ReportKind kind);
std::string_view word(Step step);

/// Where a report goes on that was read in part. Only what may be longer than a page is read so: products and searches.
struct ReportPlace {
  store::GoodsPlace goods;
  store::SearchPlace searches;
};

struct ReportCell {
  spreadsheet::Cell value;
  std::string url;  ///< of what is behind it; empty: nothing to show
};
/// How a column is shown beside its numbers. Over time a bar is a column of a chart, and a second one stands on the
/// first; otherwise it lies in its row.
enum class Drawn : std::uint8_t { kNot, kBar, kLine };
struct ReportColumn {
  std::string title;
  bool is_number = false;
  bool adds_up = false;  ///< the sum of its numbers means something
  Drawn drawn = Drawn::kNot;
};
struct Report {
  /// All of the days, and as many before them.
  struct Compared {
    store::Sales now, before;
  };

  std::vector<ReportColumn> columns;
  std::vector<std::vector<ReportCell>> rows;
  std::vector<ReportCell> totals;   ///< a cell a column, the first of them its title; empty: one row is no sum
  bool is_cut = false;              ///< there are more rows, and `totals` are of these only
  ReportPlace end;                  ///< where they go on, if they can
  std::optional<Compared> sales;    ///< of a report over time
  std::optional<Time> stock_as_of;  ///< of a report of stock
};
/// The largest number drawn as a bar, 0 when drawing tells no more than the table: nothing was sold, or only one row.
std::int64_t longest_bar(const Report& report);
/// Texts count nothing.
std::int64_t number_of(const spreadsheet::Cell& cell);
/// At most `limit` rows.
Report make_report(db::Tx& tx, ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts,
                   std::int64_t limit, Time now, const ReportPlace& after = {});

/// Sums are added up anew for every page, so that there are few large ones.
constexpr std::int64_t kReportPage = 10'000;
/// The rows for another program, at most `limit`, read so many at a time; one behind them tells when these are not all.
/// `memory` and `texts` must outlive it.
ExportTable report_table(ReportMemory& memory, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit,
                         Time now, std::int64_t per_page = kReportPage);

}  // namespace hurtrock::admin
