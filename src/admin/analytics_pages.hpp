#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

struct ReportCellView {
  std::string text, url;  ///< url empty: no link
  std::string drawn;      ///< the bare number that the chart takes; empty: it is not in it
};

struct ReportTitle {
  std::string text;
  bool is_number = false;
  std::string drawn;  ///< "bar" or "line" of the chart; empty: it is not in it
};

struct ReportRowView {
  std::vector<ReportCellView> cells;
  std::int64_t bar = 0;     ///< how long, of AnalyticsPage::longest_bar
  std::string synonym_url;  ///< where the word that found nothing gets a synonym; empty: it is no such row
};

/// A figure of all the days, beside that of as many days before; both lead to what they count.
struct ReportTotal {
  std::string name, value, url, before, before_url;
  std::string change;  ///< "+12 %"; empty: there was nothing before
};

/// A colour of the chart and the column it stands for.
struct ChartKey {
  std::string look, text;  ///< look: "bar-1", "bar-2", "line"
};

/// GET /admin/analytics
struct AnalyticsPage {
  Frame frame;
  std::vector<Tab> tabs, ranges;
  std::string kind, from, to, today;
  bool days_misread = false;
  std::vector<Choice> steps;  ///< empty: the report is not over time
  std::vector<Chip> chips;
  std::string before;  ///< "1 Nov 2026 – 10 Nov 2026": what is compared with; empty: nothing is
  std::vector<ReportTotal> totals;
  std::string note;         ///< what the columns mean
  std::string stock_as_of;  ///< "22 Nov 2026, 17.15 WIB"; empty: it is no report of stock
  std::string title;
  std::vector<ReportTitle> titles;
  std::vector<ReportRowView> rows;
  std::vector<ReportCellView> sums;  ///< empty: none
  std::string chart;                 ///< what the chart above the table shows, in words; empty: there is none
  std::vector<ChartKey> chart_keys;
  bool is_money = false;         ///< what the chart shows
  std::int64_t longest_bar = 0;  ///< of the bars in the rows; 0: there are none
  std::string bars;              ///< the column that they show
  std::string cut;               ///< that there are more rows, worded; empty: there are not
  std::string csv_url, xlsx_url;
};

}  // namespace hurtrock::admin
