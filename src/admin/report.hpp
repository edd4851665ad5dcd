#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/days.hpp"
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

/// Which report, as its address says it.
struct ReportQuery {
  /// Ten years: a row each day is the most of them.
  static constexpr std::int64_t kMostDays = 3'660;

  ReportKind kind = ReportKind::kTime;
  Days days;
  Step step = Step::kDay;              ///< of kTime and kCustomers
  std::optional<CategoryId> category;  ///< of kProducts: only those of this category
  std::optional<BrandId> brand;        ///< of kProducts: only those of this brand

  /// What cannot be read counts as not said: then it is the last 30 days, day by day.
  static ReportQuery read(const http::Fields& query, Time now);
  /// "kind=brands&from=…"
  [[nodiscard]] std::string query() const;
  [[nodiscard]] std::string address() const;
  [[nodiscard]] ReportQuery of_kind(ReportKind other) const;
  [[nodiscard]] ReportQuery of_days(const Days& other) const;
};
std::string_view word(ReportKind kind);
std::string_view word(Step step);

struct ReportCell {
  spreadsheet::Cell value;
  std::string url;  ///< of what is behind it; empty: nothing to show
};
struct ReportColumn {
  std::string title;
  bool is_number = false;
};
struct Report {
  std::vector<ReportColumn> columns;
  std::vector<std::vector<ReportCell>> rows;
  bool is_cut = false;  ///< there are more rows
};
/// At most `limit` rows.
Report make_report(db::Tx& tx, const ReportQuery& query, const i18n::Texts& texts, std::int64_t limit);

}  // namespace hurtrock::admin
