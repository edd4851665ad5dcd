#include "chat/send_limit.hpp"

#include <gtest/gtest.h>

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;

TEST(SendLimit, twenty_messages_in_ten_seconds_are_let_through) {
  FakeClock clock(from_micros(1'795'000'000'000'000));
  SendLimit limit(clock);
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(limit.take(PersonId{1}));
    clock.advance(100ms);
  }
  EXPECT_EQ(limit.take(PersonId{1}), 8'000ms);
  EXPECT_FALSE(limit.take(PersonId{2}));
  clock.advance(7'999ms);
  EXPECT_EQ(limit.take(PersonId{1}), 1ms);
  clock.advance(1ms);
  EXPECT_FALSE(limit.take(PersonId{1}));
  EXPECT_EQ(limit.take(PersonId{1}), 100ms);
}

TEST(SendLimit, what_is_let_through_is_told_and_what_is_heard_of_counts) {
  FakeClock clock(from_micros(1'795'000'000'000'000));
  SendLimit* others = nullptr;
  SendLimit here(clock, [&](PersonId person) { others->heard_of(person); });
  SendLimit there(clock);
  others = &there;
  for (int i = 0; i < 12; ++i) EXPECT_FALSE(here.take(PersonId{1}));
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(there.take(PersonId{1}));
  EXPECT_EQ(there.take(PersonId{1}), 10'000ms);
  EXPECT_FALSE(there.take(PersonId{2}));
  EXPECT_FALSE(here.take(PersonId{1})) << "nobody told it of the other's";
}

TEST(SendLimit, what_others_let_through_at_the_same_time_delays_nobody_for_longer_than_the_window) {
  FakeClock clock(from_micros(1'795'000'000'000'000));
  SendLimit limit(clock);
  for (int i = 0; i < 100; ++i) limit.heard_of(PersonId{1});
  EXPECT_EQ(limit.take(PersonId{1}), 10'000ms);
  clock.advance(10s);
  EXPECT_FALSE(limit.take(PersonId{1}));
}

}  // namespace
}  // namespace hurtrock::chat
