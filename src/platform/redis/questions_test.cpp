#include "platform/redis/questions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "platform/redis/server_for_tests.hpp"

namespace hurtrock::redis {
namespace {

using namespace std::chrono_literals;
using testing::comes_true;
using testing::Server;

class RedisQuestions : public ::testing::Test {
 protected:
  // As the program's server does it.
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }

  static void start(Questions& questions) {
    questions.start();
    ASSERT_TRUE(comes_true([&] { return questions.is_answered(); }));
  }

  Server server_;
  /// More patient than any machine is busy.
  Questions questions_{server_.address(), "test", 5s};
};

TEST_F(RedisQuestions, are_answered_by_numbers) {
  start(questions_);
  EXPECT_EQ(questions_.number({"INCRBY", "key", "7"}), 7);
  EXPECT_EQ(questions_.number({"INCRBY", "key", "-10"}), -3);
}

TEST_F(RedisQuestions, of_many_threads_get_each_its_own_answer) {
  start(questions_);
  constexpr int kThreads = 8;
  constexpr int kEach = 100;
  std::vector<std::vector<std::int64_t>> answers(kThreads);
  {
    std::vector<std::jthread> threads;
    for (auto& own : answers)
      threads.emplace_back([&] {
        for (int i = 0; i < kEach; ++i)
          if (const auto number = questions_.number({"INCR", "key"})) own.push_back(*number);
      });
  }
  std::vector<std::int64_t> all;
  for (const auto& own : answers) {
    EXPECT_TRUE(std::ranges::is_sorted(own));
    all.insert(all.end(), own.begin(), own.end());
  }
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end()) << "no answer went to two";
  EXPECT_FALSE(all.empty());
}

TEST_F(RedisQuestions, that_are_none_have_no_answer_and_the_next_one_has) {
  start(questions_);
  EXPECT_EQ(questions_.number({"NONSENSE"}), std::nullopt);
  EXPECT_EQ(questions_.number({"PING"}), std::nullopt) << "the answer is no number";
  EXPECT_EQ(questions_.number({"INCR", "key"}), 1);
}

TEST_F(RedisQuestions, have_no_answer_before_the_start) { EXPECT_EQ(questions_.number({"INCR", "key"}), std::nullopt); }

TEST_F(RedisQuestions, have_no_answer_while_the_server_is_away_and_have_one_when_it_is_back) {
  start(questions_);
  server_.kill();
  EXPECT_EQ(questions_.number({"INCR", "key"}), std::nullopt);
  EXPECT_FALSE(questions_.is_answered());
  server_.start();
  EXPECT_TRUE(comes_true([&] { return questions_.number({"EXISTS", "key"}) == 0; }));
}

TEST_F(RedisQuestions, are_not_held_up_by_a_server_that_stands_still) {
  Questions hasty{server_.address(), "test", 100ms};
  start(hasty);
  server_.hold();
  const auto begun = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i)
      threads.emplace_back([&] {
        for (int round = 0; round < 10; ++round) EXPECT_EQ(hasty.number({"INCR", "key"}), std::nullopt);
      });
  }
  // Twice the patience for those who came first, nothing for all others; the rest is for a machine that is busy.
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  server_.let_go();
  EXPECT_TRUE(comes_true([&] { return hasty.number({"EXISTS", "nothing"}) == 0; }));
}

TEST(RedisQuestionsToNobody, have_no_answer) {
  Questions questions({.host = "127.0.0.1", .port = 1, .user = {}, .password = {}}, "test", 100ms);
  questions.start();
  EXPECT_EQ(questions.number({"INCR", "key"}), std::nullopt);
  questions.stop();
}

}  // namespace
}  // namespace hurtrock::redis
