#include "app/rate_limits.hpp"

#include <gtest/gtest.h>

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

class RateLimiterTest : public ::testing::Test {
 protected:
  FakeClock clock_{from_micros(1'795'000'000'000'000)};
  RateLimiter limiter_{clock_, 3, 6s};
};

TEST_F(RateLimiterTest, a_burst_passes_and_the_next_one_waits) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter_.take("a"), std::nullopt);
  EXPECT_EQ(limiter_.take("a"), 6s);
}

TEST_F(RateLimiterTest, one_more_passes_after_every_refill) {
  for (int i = 0; i < 3; ++i) limiter_.take("a");
  clock_.advance(4s);
  EXPECT_EQ(limiter_.take("a"), 2s);
  clock_.advance(2s);
  EXPECT_EQ(limiter_.take("a"), std::nullopt);
  EXPECT_EQ(limiter_.take("a"), 6s);
}

TEST_F(RateLimiterTest, asking_in_vain_costs_nothing) {
  for (int i = 0; i < 100; ++i) limiter_.take("a");
  clock_.advance(6s);
  EXPECT_EQ(limiter_.take("a"), std::nullopt);
}

TEST_F(RateLimiterTest, a_long_pause_earns_no_more_than_the_burst) {
  limiter_.take("a");
  clock_.advance(24h);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter_.take("a"), std::nullopt);
  EXPECT_NE(limiter_.take("a"), std::nullopt);
}

TEST_F(RateLimiterTest, addresses_do_not_share_their_limits) {
  for (int i = 0; i < 4; ++i) limiter_.take("a");
  EXPECT_EQ(limiter_.take("b"), std::nullopt);
}

TEST_F(RateLimiterTest, the_wait_is_never_less_than_a_second) {
  RateLimiter fast{clock_, 1, 250ms};
  fast.take("a");
  EXPECT_EQ(fast.take("a"), 1s);
}

TEST_F(RateLimiterTest, a_flood_from_everywhere_is_forgiven_rather_than_remembered_without_bound) {
  for (int i = 0; i < 4; ++i) limiter_.take("a");
  for (int i = 0; i < 50'000; ++i) limiter_.take("flood " + std::to_string(i));
  EXPECT_EQ(limiter_.take("a"), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::app
