#include "accounts/own_page.hpp"

#include <fmt/format.h>

namespace hurtrock::accounts {

std::string date_and_time(Time time) {
  const CivilTime c = in_wib(time);
  return fmt::format("{:02}/{:02}/{}, {:02}.{:02} WIB", c.day, c.month, c.year, c.hour, c.minute);
}

}  // namespace hurtrock::accounts
