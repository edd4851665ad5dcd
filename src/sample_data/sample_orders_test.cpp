#include "sample_data/sample_orders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace hurtrock::sample_data {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::Each;
using ::testing::Ge;

/// Saturday, 21 November 2026, 14.26 in WIB.
constexpr Time kSaturday = from_micros(1'795'246'000'000'000);

TEST(SampleOrders, run_from_two_months_ago_up_to_yesterday) {
  for (int later = 0; later < 40 * 24; later += 7) {
    const Time now = kSaturday + hours{later};
    const Time today = start_of_wib_day(now);
    const auto placed = days_of_orders(76, now);
    ASSERT_EQ(placed.size(), 76U);
    EXPECT_TRUE(std::ranges::is_sorted(placed));
    EXPECT_THAT(placed, Each(Ge(today - days{kDaysOfOrders})));
    EXPECT_LE(placed.front(), today - days{kDaysOfOrders - 2});
    EXPECT_EQ(placed.back(), today - days{1});
  }
}

TEST(SampleOrders, more_is_bought_at_weekends_and_after_pay_day) {
  std::map<Time, int> count;
  for (const Time day : days_of_orders(6'000, kSaturday)) ++count[day];
  const Time today = start_of_wib_day(kSaturday);
  // Two Thursdays and the Sunday between them, far from the end of a month.
  const int thursday = count[today - days{9}];
  EXPECT_GT(count[today - days{6}], thursday);
  EXPECT_NEAR(count[today - days{2}], thursday, 1);
  // Thursday, 29 October.
  EXPECT_GT(count[today - days{23}], thursday);
}

TEST(SampleOrders, few_orders_and_none_are_no_trouble) {
  EXPECT_TRUE(days_of_orders(0, kSaturday).empty());
  EXPECT_EQ(days_of_orders(1, kSaturday).size(), 1U);
}

}  // namespace
}  // namespace hurtrock::sample_data
