#pragma once

#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

struct ReportCellView {
  std::string text, url;  ///< url empty: no link
  bool is_number = false;
};

/// A figure of all the days, beside that of as many days before.
struct ReportTotal {
  std::string name, value, before;
  std::string change;  ///< "+12 %"; empty: there was nothing before
};

/// GET /admin/analytics
struct AnalyticsPage {
  Frame frame;
  std::vector<Tab> tabs, ranges;
  std::string kind, from, to;
  std::vector<Choice> steps;  ///< empty: the report is not over time
  std::vector<Chip> chips;
  std::string before;  ///< "1 Nov 2026 – 10 Nov 2026": what is compared with
  std::vector<ReportTotal> totals;
  std::string note;  ///< what the columns mean
  std::string title;
  std::vector<ReportCellView> titles;
  std::vector<std::vector<ReportCellView>> rows;
  std::string cut;  ///< that there are more rows, worded; empty: there are not
  std::string csv_url, xlsx_url;
};

}  // namespace hurtrock::admin
