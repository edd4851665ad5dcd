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

}  // namespace
}  // namespace hurtrock::chat
