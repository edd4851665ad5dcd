#pragma once

#include "admin/report.hpp"
#include "admin/report_sheet.hpp"

/// The reports, each in a file of its own: what its columns are, and what stands below them.
namespace hurtrock::admin {

/// What rows are asked for. Everything outlives it.
struct ReportTask {
  db::Tx& tx;
  ReportMemory& memory;
  const ReportQuery& query;
  const i18n::Texts& texts;
  std::int64_t limit;
  Time now;
  const ReportPlace& after;
};

struct ReportRecipe {
  Sheet (*columns)(const ReportQuery& query, const i18n::Texts& texts);
  /// Below the columns that it is given.
  Report (*rows)(const ReportTask& task, Sheet sheet);
};
extern const ReportRecipe kReportOverTime;
extern const ReportRecipe kReportOfCustomers;
extern const ReportRecipe kReportOfGoods;     ///< by category, brand or product
extern const ReportRecipe kReportOfPayments;  ///< by method or province
extern const ReportRecipe kReportOfSearches;  ///< all, or those in vain
extern const ReportRecipe kReportOfStock;

}  // namespace hurtrock::admin
