#include "orders/dates.hpp"

#include <fmt/format.h>

namespace hurtrock::orders {

std::string date_and_time(Time time, const i18n::Texts& texts) {
  const CivilTime c = in_wib(time);
  const std::string_view month = texts(fmt::format("orders.month.{}", c.month));
  const char separator = texts.language() == i18n::Language::kIndonesian ? '.' : ':';
  return fmt::format("{} {} {}, {:02}{}{:02} WIB", c.day, month, c.year, c.hour, separator, c.minute);
}

std::string date(Time time, const i18n::Texts& texts) {
  const CivilTime c = in_wib(time);
  return fmt::format("{} {} {}", c.day, texts(fmt::format("orders.month.{}", c.month)), c.year);
}

}  // namespace hurtrock::orders
