#include <fmt/format.h>

#include <algorithm>

#include "admin/filter_words.hpp"
#include "admin/report.hpp"

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

}  // namespace

std::string_view word(ReportKind kind) { return word_in(kReportKindWords, kind); }
std::string_view word(Step step) { return word_in(kSteps, step); }

Step usual_step(const Days& days) {
  return days.count() <= kMostDayRows ? Step::kDay : days.count() <= kMostDaysOfWeekRows ? Step::kWeek : Step::kMonth;
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
    read.category = id_or_vain_in<CategoryId>(query, "category", read.in_vain);
    read.brand = id_or_vain_in<BrandId>(query, "brand", read.in_vain);
  }
  return read;
}

std::string ReportQuery::query() const {
  std::string text = fmt::format("kind={}&{}", word(kind), query_of(days));
  if (step != usual_step(days)) text += fmt::format("&step={}", word(step));
  if (category) text += fmt::format("&category={}", category->value());
  if (brand) text += fmt::format("&brand={}", brand->value());
  if (!in_vain.empty()) text += "&" + http::Fields(in_vain).canonical();
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

}  // namespace hurtrock::admin
