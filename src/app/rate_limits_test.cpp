#include "app/rate_limits.hpp"

#include <gtest/gtest.h>

#include <csignal>

#include "platform/redis/server_for_tests.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;
using redis::testing::comes_true;

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

/// Three at once, one more each minute, in two processes.
class SharedRateLimiterTest : public ::testing::Test {
 protected:
  static constexpr int kBurst = 3;

  struct Process {
    explicit Process(const redis::testing::Server& server, std::chrono::milliseconds refill = 60s)
        : questions(server.address(), "rate_limits", 5s), limiter(clock, "logins", kBurst, refill, &questions) {
      questions.start();
      EXPECT_TRUE(comes_true([&] { return questions.is_answered(); }));
    }
    FakeClock clock{from_micros(1'795'000'000'000'000)};
    redis::Questions questions;
    SharedRateLimiter limiter;
  };

  // As the program's server does it.
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }

  redis::testing::Server server_;
  Process here_{server_}, there_{server_};
};

TEST_F(SharedRateLimiterTest, processes_count_together) {
  EXPECT_EQ(here_.limiter.take("a"), std::nullopt);
  EXPECT_EQ(there_.limiter.take("a"), std::nullopt);
  EXPECT_EQ(here_.limiter.take("a"), std::nullopt);
  const auto wait = there_.limiter.take("a");
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, 30s);
  EXPECT_LE(*wait, 60s);
}

TEST_F(SharedRateLimiterTest, addresses_do_not_share_their_limits) {
  for (int i = 0; i < kBurst; ++i) EXPECT_EQ(here_.limiter.take("a"), std::nullopt);
  EXPECT_EQ(there_.limiter.take("b"), std::nullopt);
}

TEST_F(SharedRateLimiterTest, limits_of_another_name_do_not_share_their_counts) {
  SharedRateLimiter orders(here_.clock, "orders", kBurst, 60s, &here_.questions);
  for (int i = 0; i < kBurst; ++i) EXPECT_EQ(here_.limiter.take("a"), std::nullopt);
  EXPECT_EQ(orders.take("a"), std::nullopt);
}

TEST_F(SharedRateLimiterTest, one_more_passes_after_every_refill) {
  Process quick{server_, 100ms};
  for (int i = 0; i < kBurst; ++i) quick.limiter.take("a");
  EXPECT_TRUE(comes_true([&] {
    quick.clock.advance(1s);
    return quick.limiter.take("a") == std::nullopt;
  }));
}

TEST_F(SharedRateLimiterTest, without_an_answer_each_process_counts_for_itself) {
  for (int i = 0; i < 2; ++i) EXPECT_EQ(here_.limiter.take("a"), std::nullopt);
  server_.kill();
  EXPECT_EQ(here_.limiter.take("a"), std::nullopt) << "what was counted before still counts";
  EXPECT_EQ(here_.limiter.take("a"), 60s);
  for (int i = 0; i < kBurst; ++i) EXPECT_EQ(there_.limiter.take("a"), std::nullopt);
  EXPECT_EQ(there_.limiter.take("a"), 60s);
}

TEST_F(SharedRateLimiterTest, whoever_has_had_enough_here_is_not_asked_about_there) {
  for (int i = 0; i < kBurst; ++i) here_.limiter.take("a");
  server_.hold();
  EXPECT_EQ(here_.limiter.take("a"), 60s);
  EXPECT_TRUE(here_.questions.is_answered()) << "nobody has found out that nobody answers";
  server_.let_go();
}

TEST_F(SharedRateLimiterTest, without_a_server_it_is_a_limit_of_this_process) {
  SharedRateLimiter alone(here_.clock, "logins", kBurst, 60s, nullptr);
  for (int i = 0; i < kBurst; ++i) EXPECT_EQ(alone.take("a"), std::nullopt);
  EXPECT_EQ(alone.take("a"), 60s);
}

}  // namespace
}  // namespace hurtrock::app
