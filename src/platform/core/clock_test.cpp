#include "platform/core/clock.hpp"

#include <gtest/gtest.h>

namespace hurtrock {
namespace {

using namespace std::chrono_literals;

// 2026-11-22 17:30:00 UTC is half past midnight on the 23rd in Bandung.
constexpr Time kLateSunday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 17h + 30min};

TEST(ClockTest, MidnightInBandungIsSevenHoursBeforeMidnightUtc) {
  EXPECT_EQ(start_of_wib_day(kLateSunday), Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 17h});
  EXPECT_EQ(start_of_wib_day(kLateSunday - 1h), Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 17h});
}

TEST(ClockTest, TheShopsWeekdayIsBandungs) {
  const CivilTime local = in_wib(kLateSunday);
  EXPECT_EQ(local.day, 23);
  EXPECT_EQ(local.hour, 0);
  EXPECT_EQ(local.minute, 30);
  EXPECT_EQ(local.weekday, 1);
}

TEST(ClockTest, EachReaderGetsItsOwnNotation) {
  EXPECT_EQ(rfc3339(kLateSunday), "2026-11-22T17:30:00Z");
  EXPECT_EQ(http_date(kLateSunday), "Sun, 22 Nov 2026 17:30:00 GMT");
  EXPECT_EQ(wib_timestamp(kLateSunday), "2026-11-23 00:30:00");
}

TEST(ClockTest, TimesBefore1970AreRoundedDown) { EXPECT_EQ(rfc3339(from_micros(-1)), "1969-12-31T23:59:59Z"); }

TEST(ClockTest, AFakeClockStandsUntilAdvanced) {
  FakeClock clock{kLateSunday};
  EXPECT_EQ(clock.now(), kLateSunday);
  clock.advance(90s);
  EXPECT_EQ(clock.now(), kLateSunday + 90s);
}

TEST(ClockTest, MicrosecondsSurviveTheDatabase) {
  EXPECT_EQ(from_micros(to_micros(kLateSunday + 123us)), kLateSunday + 123us);
}

}  // namespace
}  // namespace hurtrock
