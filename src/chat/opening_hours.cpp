#include "chat/opening_hours.hpp"

#include <fmt/format.h>

namespace hurtrock::chat {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

int minute_of_day(const CivilTime& at) { return at.hour * 60 + at.minute; }

const std::optional<Hours>& hours_on(const Week& week, int weekday) {
  return week.at(static_cast<std::size_t>(weekday));
}

std::string clock_time(const CivilTime& at, const i18n::Texts& texts) {
  const char separator = texts.language() == i18n::Language::kEnglish ? ':' : '.';
  return fmt::format("{:02}{}{:02} WIB", at.hour, separator, at.minute);
}

}  // namespace

bool is_open(const Week& week, Time now) {
  const CivilTime at = in_wib(now);
  const auto& hours = hours_on(week, at.weekday);
  return hours && minute_of_day(at) >= hours->opens && minute_of_day(at) < hours->closes;
}

std::optional<Time> next_opening(const Week& week, Time now) {
  const Time today = start_of_wib_day(now);
  for (int ahead = 0; ahead <= 7; ++ahead) {
    const Time day = today + days{ahead};
    const auto& hours = hours_on(week, in_wib(day).weekday);
    if (hours && day + minutes{hours->opens} >= now) return day + minutes{hours->opens};
  }
  return std::nullopt;
}

std::string closed_answer(const Week& week, Time now, const i18n::Texts& texts) {
  const auto opening = next_opening(week, now);
  if (!opening) return std::string(texts("chat.auto.away"));
  const CivilTime at = in_wib(*opening);
  const auto ahead = (start_of_wib_day(*opening) - start_of_wib_day(now)) / days{1};
  const std::string_view when = ahead == 0 ? "chat.auto.today" : ahead == 1 ? "chat.auto.tomorrow" : "chat.auto.on_day";
  return texts("chat.auto.closed", {{"when", texts(when, {{"day", texts(fmt::format("store.weekday.{}", at.weekday))},
                                                          {"time", clock_time(at, texts)}})}});
}

}  // namespace hurtrock::chat
