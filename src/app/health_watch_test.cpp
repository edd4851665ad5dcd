#include "app/health_watch.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace hurtrock::app {
namespace {

using enum SignOfLife;

class HealthWatchTest : public ::testing::Test {
 protected:
  void look(SignOfLife sign, int times = 1) {
    sign_ = sign;
    for (int i = 0; i < times; ++i) watch_.look();
  }

  SignOfLife sign_ = kAnswers;
  std::function<void()> meanwhile_ = [] {};
  HealthWatch watch_{[this] {
    meanwhile_();
    return sign_;
  }};
};

TEST_F(HealthWatchTest, a_process_that_falls_silent_hangs_after_four_questions) {
  watch_.begin();
  look(kAnswers);
  look(kSilent, HealthWatch::kMostMissed - 1);
  EXPECT_FALSE(watch_.hangs());
  look(kSilent);
  EXPECT_TRUE(watch_.hangs());
}

TEST_F(HealthWatchTest, one_answer_in_between_and_it_is_merely_busy) {
  watch_.begin();
  for (int i = 0; i < 3; ++i) {
    look(kAnswers);
    look(kSilent, HealthWatch::kMostMissed - 1);
  }
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, a_process_that_has_never_answered_is_still_starting) {
  watch_.begin();
  look(kSilent, 10 * HealthWatch::kMostMissed);
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, a_process_that_answers_its_last_requests_and_listens_no_more_does_not_hang) {
  watch_.begin();
  look(kAnswers);
  look(kRefuses, 10 * HealthWatch::kMostMissed);
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, an_answer_of_somebody_else_is_not_that_of_the_process) {
  watch_.begin();
  look(kIsAnother, 10);
  EXPECT_FALSE(watch_.has_answered());
}

TEST_F(HealthWatchTest, a_process_that_is_too_full_to_say_who_it_is_does_not_hang) {
  watch_.begin();
  look(kAnswers);
  for (int i = 0; i < 3; ++i) {
    look(kSilent, HealthWatch::kMostMissed - 1);
    look(kIsAnother);
  }
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, the_next_process_begins_with_a_clean_slate) {
  watch_.begin();
  look(kAnswers);
  look(kSilent, HealthWatch::kMostMissed);
  watch_.begin();
  EXPECT_FALSE(watch_.hangs());
  look(kAnswers);
  look(kSilent, HealthWatch::kMostMissed - 1);
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, silence_of_the_former_process_is_not_held_against_the_next) {
  watch_.begin();
  look(kAnswers);
  look(kSilent, HealthWatch::kMostMissed - 1);
  meanwhile_ = [this] { watch_.begin(); };
  look(kSilent);
  meanwhile_ = [] {};
  look(kAnswers);
  look(kSilent, HealthWatch::kMostMissed - 1);
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, an_answer_of_the_former_process_is_not_counted_for_the_next) {
  meanwhile_ = [this] { watch_.begin(); };
  look(kAnswers);
  meanwhile_ = [] {};
  look(kSilent, HealthWatch::kMostMissed);
  EXPECT_FALSE(watch_.hangs());
}

TEST_F(HealthWatchTest, asking_ends_when_it_is_told_to) {
  std::jthread asking([this](const std::stop_token& stop) { watch_.run(stop); });
  asking.request_stop();
  asking.join();
}

}  // namespace
}  // namespace hurtrock::app
