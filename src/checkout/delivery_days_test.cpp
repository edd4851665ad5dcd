#include "checkout/delivery_days.hpp"

#include <gtest/gtest.h>

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
namespace chrono = std::chrono;

const i18n::Texts& indonesian() { return i18n::Texts::of(i18n::Language::kIndonesian); }
const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

/// Midnight in WIB.
Time day(int year, unsigned month, unsigned number) {
  return chrono::sys_days{chrono::year{year} / chrono::month{month} / chrono::day{number}} - kWib;
}

/// Closed on Sunday.
hurtrock::store::Profile shop() {
  hurtrock::store::Profile profile;
  for (std::size_t weekday = 1; weekday < 7; ++weekday) profile.hours[weekday] = hurtrock::store::Hours{570, 1080};
  return profile;
}

TEST(DeliveryDays, what_is_paid_today_is_handed_over_on_the_next_open_day) {
  EXPECT_EQ(handover_day(shop(), day(2026, 11, 25) + 12h), day(2026, 11, 26)) << "Wednesday to Thursday";
  EXPECT_EQ(handover_day(shop(), day(2026, 11, 28) + 23h), day(2026, 11, 30)) << "over the Sunday";
  EXPECT_EQ(handover_day(shop(), day(2026, 12, 24) + 1h), day(2026, 12, 26)) << "over Christmas";
}

TEST(DeliveryDays, a_shop_without_opening_hours_promises_nothing) {
  EXPECT_EQ(handover_day({}, day(2026, 11, 25)), std::nullopt);
}

TEST(DeliveryDays, sundays_and_fixed_holidays_do_not_count) {
  EXPECT_EQ(courier_day(day(2026, 11, 26), 2), day(2026, 11, 28));
  EXPECT_EQ(courier_day(day(2026, 11, 26), 3), day(2026, 11, 30));
  EXPECT_EQ(courier_day(day(2026, 12, 24), 1), day(2026, 12, 26));
  EXPECT_EQ(courier_day(day(2026, 12, 31), 1), day(2027, 1, 2));
}

TEST(DeliveryDays, days_are_told_in_words) {
  EXPECT_EQ(span_words(day(2026, 11, 28), day(2026, 11, 30), indonesian()), "Sabtu 28 – Senin 30 Nov");
  EXPECT_EQ(span_words(day(2026, 11, 30), day(2026, 12, 2), indonesian()), "Senin 30 Nov – Rabu 2 Des");
  EXPECT_EQ(span_words(day(2026, 11, 27), day(2026, 11, 27), indonesian()), "Jumat 27 Nov");
  EXPECT_EQ(span_words(day(2026, 11, 28), day(2026, 11, 30), english()), "Saturday 28 – Monday 30 Nov");
}

}  // namespace
}  // namespace hurtrock::checkout
