#include "platform/jobs/recording.hpp"

#include <gtest/gtest.h>

namespace hurtrock::jobs {
namespace {

using db::ErrorKind;

constexpr Patience kQuick{.tries = 3, .pause = std::chrono::milliseconds{0}};

/// Fails so many times, then answers how often it was called.
struct Write {
  ErrorKind kind = ErrorKind::kUnavailable;
  int failures = 0;
  int calls = 0;
  int operator()() {
    if (++calls <= failures) throw db::Error(kind, "", "test");
    return calls;
  }
};

TEST(Recording, a_database_that_comes_back_is_written_to) {
  Write write{.failures = 2};
  EXPECT_EQ(write_down(write, kQuick), 3);
}

TEST(Recording, a_commit_whose_answer_was_lost_is_tried_again) {
  Write write{.kind = ErrorKind::kOutcomeUnknown, .failures = 1};
  EXPECT_EQ(write_down(write, kQuick), 2);
}

TEST(Recording, a_database_that_stays_away_is_given_up) {
  Write write{.failures = 9};
  EXPECT_THROW(write_down(write, kQuick), db::Error);
  EXPECT_EQ(write.calls, 3);
}

TEST(Recording, what_is_not_about_the_connection_is_not_tried_again) {
  Write write{.kind = ErrorKind::kCheck, .failures = 1};
  EXPECT_THROW(write_down(write, kQuick), db::Error);
  EXPECT_EQ(write.calls, 1);
}

}  // namespace
}  // namespace hurtrock::jobs
