#include "admin/dates.hpp"

#include <fmt/format.h>

#include "platform/core/text.hpp"

namespace hurtrock::admin {

std::string date_and_time(Time time, const i18n::Texts& texts) {
  const CivilTime c = in_wib(time);
  const std::string_view month = text::shorten(texts(fmt::format("orders.month.{}", c.month)), 3);
  const char separator = texts.language() == i18n::Language::kIndonesian ? '.' : ':';
  return fmt::format("{} {} {}, {:02}{}{:02} WIB", c.day, month, c.year, c.hour, separator, c.minute);
}

std::optional<Time> wib_midnight(std::string_view day) {
  if (day.size() != 10 || day[4] != '-' || day[7] != '-') return std::nullopt;
  const auto year = text::parse_integer(day.substr(0, 4), 2000, 2199);
  const auto month = text::parse_integer(day.substr(5, 2), 1, 12);
  const auto of_month = text::parse_integer(day.substr(8, 2), 1, 31);
  if (!year || !month || !of_month) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*of_month)}};
  if (!date.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{date}} - kWib;
}

}  // namespace hurtrock::admin
