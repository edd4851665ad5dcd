#include "admin/days.hpp"

#include <fmt/format.h>

#include "admin/dates.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

using std::chrono::days;

Time beginning_of(std::chrono::year_month month) { return Time{std::chrono::sys_days{month / 1}} - kWib; }

Days whole(std::chrono::year_month month) {
  return {beginning_of(month), beginning_of(month + std::chrono::months{1})};
}

std::chrono::year_month month_at(Time time) {
  const CivilTime c = in_wib(time);
  return std::chrono::year{c.year} / std::chrono::month{static_cast<unsigned>(c.month)};
}

}  // namespace

Days day_of(Time now) {
  const Time day = start_of_wib_day(now);
  return {day, day + days{1}};
}

Days week_of(Time now) {
  const int since_monday = (in_wib(now).weekday + 6) % 7;
  const Time monday = start_of_wib_day(now) - days{since_monday};
  return {monday, monday + days{7}};
}

Days month_of(Time now) { return whole(month_at(now)); }

Days month_before(const Days& month) { return whole(month_at(month.from) - std::chrono::months{1}); }

Days last_days(Time now, int count) {
  const Time tomorrow = start_of_wib_day(now) + days{1};
  return {tomorrow - days{count}, tomorrow};
}

std::string iso_day(Time day) { return wib_timestamp(day).substr(0, 10); }

std::string short_day(Time day, const i18n::Texts& texts) {
  return fmt::format("{} {}", in_wib(day).day, short_month(day, texts));
}

std::string short_month(Time day, const i18n::Texts& texts) {
  const CivilTime c = in_wib(day);
  return fmt::format("{} {}", text::shorten(texts(fmt::format("orders.month.{}", c.month)), 3), c.year);
}

std::string range_text(const Days& of, const i18n::Texts& texts) {
  const std::string first = short_day(of.from, texts);
  return of.count() == 1 ? first : fmt::format("{} – {}", first, short_day(of.before - days{1}, texts));
}

std::string query_of(const Days& days) {
  return fmt::format("from={}&to={}", iso_day(days.from), iso_day(days.before - std::chrono::days{1}));
}

std::optional<Days> read_days(const http::Fields& query, std::int64_t most) {
  const auto from = wib_midnight(query.value("from"));
  const auto last = wib_midnight(query.value("to"));
  if (!from || !last || *last < *from) return std::nullopt;
  const Days read{*from, *last + days{1}};
  return read.count() <= most ? std::optional{read} : std::nullopt;
}

}  // namespace hurtrock::admin
