#include "admin/days.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

using namespace std::chrono;

Time utc(int year, unsigned month, unsigned day, hours at = {}) {
  return Time{sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}} + at;
}
std::string words(const Days& days) { return query_of(days); }

TEST(DaysInWib, BeginAt17OClockUtc) {
  const Time midnight = utc(2026, 11, 22, 17h);
  EXPECT_EQ(words(day_of(midnight - microseconds{1})), "from=2026-11-22&to=2026-11-22");
  EXPECT_EQ(words(day_of(midnight)), "from=2026-11-23&to=2026-11-23");
}

TEST(DaysInWib, AWeekBeginsOnMonday) {
  const Time monday = utc(2026, 11, 22, 17h);  // 23 November in WIB
  EXPECT_EQ(words(week_of(monday)), "from=2026-11-23&to=2026-11-29");
  EXPECT_EQ(words(week_of(monday - microseconds{1})), "from=2026-11-16&to=2026-11-22");
  EXPECT_EQ(words(week_of(monday).before_them()), "from=2026-11-16&to=2026-11-22");
}

TEST(DaysInWib, AMonthHasItsOwnLength) {
  const Time march = utc(2028, 2, 29, 17h);
  EXPECT_EQ(words(month_of(march)), "from=2028-03-01&to=2028-03-31");
  EXPECT_EQ(words(month_of(march - microseconds{1})), "from=2028-02-01&to=2028-02-29");
  EXPECT_EQ(words(month_before(month_of(march))), "from=2028-02-01&to=2028-02-29");
}

TEST(DaysInWib, DecemberIsBeforeJanuary) {
  EXPECT_EQ(words(month_before(month_of(utc(2027, 1, 10)))), "from=2026-12-01&to=2026-12-31");
}

TEST(DaysInWib, TheLastDaysEndToday) {
  const Days days = last_days(utc(2026, 11, 22, 5h), 30);
  EXPECT_EQ(words(days), "from=2026-10-24&to=2026-11-22");
  EXPECT_EQ(days.count(), 30);
}

TEST(DaysInWib, AreReadFromAnAddress) {
  const auto read = [](std::string from, std::string to) {
    return read_days(http::Fields({{"from", std::move(from)}, {"to", std::move(to)}}), 366);
  };
  ASSERT_TRUE(read("2026-11-01", "2026-11-01"));
  EXPECT_EQ(read("2026-11-01", "2026-11-01")->count(), 1);
  EXPECT_EQ(words(*read("2026-11-01", "2026-11-30")), "from=2026-11-01&to=2026-11-30");
  for (const auto& [from, to] : {std::pair{"2026-11-02", "2026-11-01"},
                                 {"", "2026-11-01"},
                                 {"2026-11-01", "x"},
                                 {"2024-01-01", "2026-01-01"},
                                 {"2026-02-30", "2026-03-01"}})
    EXPECT_FALSE(read(from, to)) << from << " " << to;
}

}  // namespace
}  // namespace hurtrock::admin
