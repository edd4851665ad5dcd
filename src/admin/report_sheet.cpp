#include "admin/report_sheet.hpp"

#include <fmt/format.h>

#include "admin/counts.hpp"

namespace hurtrock::admin {

Sheet& Sheet::drawn(Drawn as) {
  report_.columns.back().drawn = as;
  return *this;
}

Sheet& Sheet::behind(std::string url) {
  behind_.back() = std::move(url);
  return *this;
}

Sheet& Sheet::apart() {
  report_.columns.back().adds_up = false;
  return *this;
}

std::vector<std::string> Sheet::titles() const {
  std::vector<std::string> titles;
  for (const auto& column : report_.columns) titles.push_back(column.title);
  return titles;
}

Report Sheet::done(std::int64_t limit) {
  report_.is_cut = std::ssize(report_.rows) > limit;
  if (report_.is_cut) report_.rows.resize(static_cast<std::size_t>(limit));
  if (report_.rows.size() > 1) add_up();
  return std::move(report_);
}

Sheet& Sheet::column(std::string_view key, bool is_number) {
  report_.columns.push_back({std::string(texts_(fmt::format("admin.report.{}", key))), is_number, is_number});
  behind_.emplace_back();
  return *this;
}

void Sheet::add_up() {
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

}  // namespace hurtrock::admin
