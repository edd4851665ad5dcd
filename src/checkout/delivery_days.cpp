#include "checkout/delivery_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/core/text.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;

constexpr int kSunday = 0;
constexpr int kLongestWaitInDays = 31;
/// New Year, Labour Day, Pancasila Day, Independence Day, Christmas: {month, day}.
constexpr std::pair<int, int> kHolidays[] = {{1, 1}, {5, 1}, {6, 1}, {8, 17}, {12, 25}};

bool is_holiday(const CivilTime& day) {
  return std::ranges::find(kHolidays, std::pair{day.month, day.day}) != std::end(kHolidays);
}

std::string weekday_and_day(const CivilTime& day, const i18n::Texts& texts) {
  return fmt::format("{} {}", texts(fmt::format("store.weekday.{}", day.weekday)), day.day);
}

std::string_view month_of(const CivilTime& day, const i18n::Texts& texts) {
  return text::shorten(texts(fmt::format("orders.month.{}", day.month)), 3);
}

}  // namespace

std::optional<Time> handover_day(const hurtrock::store::Profile& profile, Time now) {
  Time day = start_of_wib_day(now);
  for (int waited = 0; waited < kLongestWaitInDays; ++waited) {
    day += 24h;
    const CivilTime civil = in_wib(day);
    if (profile.hours[static_cast<std::size_t>(civil.weekday)] && !is_holiday(civil)) return day;
  }
  return std::nullopt;
}

Time courier_day(Time from, std::int64_t days) {
  Time day = from;
  while (days > 0) {
    day += 24h;
    const CivilTime civil = in_wib(day);
    if (civil.weekday != kSunday && !is_holiday(civil)) --days;
  }
  return day;
}

std::string day_words(Time day, const i18n::Texts& texts) {
  const CivilTime civil = in_wib(day);
  return fmt::format("{} {}", weekday_and_day(civil, texts), month_of(civil, texts));
}

std::string span_words(Time first, Time last, const i18n::Texts& texts) {
  if (first == last) return day_words(first, texts);
  const CivilTime civil = in_wib(first);
  const bool same_month = civil.month == in_wib(last).month;
  return fmt::format("{} – {}", same_month ? weekday_and_day(civil, texts) : day_words(first, texts),
                     day_words(last, texts));
}

}  // namespace hurtrock::checkout
