#include "platform/jobs/jobs.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "platform/core/crypto.hpp"
#include "platform/db/testing/testing.hpp"
#include "platform/jobs/backoff.hpp"
#include "platform/jobs/runner.hpp"

namespace hurtrock::jobs {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 10h};

class JobsTest : public testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  bool add(const std::string& kind, const std::string& payload = "{}") {
    return database_->write([&](db::Tx& tx) { return enqueue(tx, kind, payload, {.run_at = clock_.now()}); });
  }
  struct Row {
    std::string state;
    std::int64_t attempts;
    std::optional<std::string> error;
  };
  Row only_row() {
    return database_->read([](db::Tx& tx) {
      const auto [state, attempts, error] =
          tx.one<std::string, std::int64_t, std::optional<std::string>>("SELECT state, attempts, last_error FROM jobs");
      return Row{state, attempts, error};
    });
  }
  Counts counts() {
    return database_->read([&](db::Tx& tx) { return count_jobs(tx, clock_.now()); });
  }

  std::unique_ptr<db::Database> database_ = db::testing::migrated_database(GetParam());
  FakeClock clock_{kStart};
  Runner runner_{*database_, clock_};
};

TEST_P(JobsTest, AJobRunsOnceWithItsPayload) {
  std::vector<std::string> seen;
  runner_.on("index", [&](const Job& job) {
    seen.push_back(job.payload);
    return Outcome::done();
  });
  add("index", R"({"product":7})");
  EXPECT_EQ(runner_.run_due(), 1);
  EXPECT_EQ(runner_.run_due(), 0);
  EXPECT_EQ(seen, std::vector<std::string>{R"({"product":7})"});
  EXPECT_EQ(only_row().state, "done");
}

TEST_P(JobsTest, AJobOfARolledBackTransactionNeverExisted) {
  database_->write([&](db::Tx& tx) {
    enqueue(tx, "index", "{}", {.run_at = kStart});
    tx.abandon();
  });
  EXPECT_EQ(counts().waiting, 0);
}

TEST_P(JobsTest, TheSameKeyTwiceIsOneJob) {
  const auto add_keyed = [&](std::string_view key) {
    return database_->write(
        [&](db::Tx& tx) { return enqueue(tx, "expire", "{}", {.run_at = kStart, .dedup_key = std::string{key}}); });
  };
  EXPECT_TRUE(add_keyed("order-1"));
  EXPECT_FALSE(add_keyed("order-1"));
  EXPECT_TRUE(add_keyed("order-2"));
  EXPECT_EQ(counts().waiting, 2);
}

TEST_P(JobsTest, AJobWaitsForItsTime) {
  int ran = 0;
  runner_.on("expire", [&](const Job&) { return ++ran, Outcome::done(); });
  database_->write([&](db::Tx& tx) { enqueue(tx, "expire", "{}", {.run_at = kStart + 15min}); });
  runner_.run_due();
  EXPECT_EQ(ran, 0);
  clock_.advance(15min);
  runner_.run_due();
  EXPECT_EQ(ran, 1);
}

TEST_P(JobsTest, JobsRunInTheOrderOfTheirTimes) {
  std::string order;
  runner_.on("step", [&](const Job& job) { return order += job.payload, Outcome::done(); });
  database_->write([&](db::Tx& tx) {
    enqueue(tx, "step", "3", {.run_at = kStart});
    enqueue(tx, "step", "1", {.run_at = kStart - 2s});
    enqueue(tx, "step", "2", {.run_at = kStart - 1s});
  });
  runner_.run_due();
  EXPECT_EQ(order, "123");
}

TEST_P(JobsTest, AFailedJobComesBackLaterEachTime) {
  int ran = 0;
  runner_.on("fetch", [&](const Job&) -> Outcome {
    ++ran;
    throw std::runtime_error("the gateway is away");
  });
  add("fetch");
  runner_.run_due();
  EXPECT_EQ(only_row().state, "waiting");
  EXPECT_EQ(only_row().error, "the gateway is away");
  clock_.advance(999ms);  // the first pause is between one second and two
  runner_.run_due();
  EXPECT_EQ(ran, 1);
  clock_.advance(1001ms);
  runner_.run_due();
  EXPECT_EQ(ran, 2);
  clock_.advance(1999ms);  // the second between two and four
  runner_.run_due();
  EXPECT_EQ(ran, 2);
}

TEST_P(JobsTest, AJobDiesAfterItsLastAttempt) {
  int ran = 0;
  runner_.on("fetch", [&](const Job& job) {
    EXPECT_EQ(job.attempt, ++ran);
    return Outcome::retry("still away");
  });
  database_->write([&](db::Tx& tx) { enqueue(tx, "fetch", "{}", {.run_at = kStart, .max_attempts = 3}); });
  for (int i = 0; i < 10; ++i, clock_.advance(1h)) runner_.run_due();
  EXPECT_EQ(ran, 3);
  EXPECT_EQ(only_row().state, "dead");
  EXPECT_EQ(counts().dead, 1);
}

TEST_P(JobsTest, AHandlerMayNameItsOwnPause) {
  int ran = 0;
  runner_.on("poll", [&](const Job&) { return ++ran == 1 ? Outcome::retry_after(5min, "pending") : Outcome::done(); });
  add("poll");
  runner_.run_due();
  clock_.advance(5min - 1us);
  runner_.run_due();
  EXPECT_EQ(ran, 1);
  clock_.advance(1us);
  runner_.run_due();
  EXPECT_EQ(only_row().state, "done");
}

TEST_P(JobsTest, AHopelessJobIsNotTriedAgain) {
  runner_.on("index", [](const Job&) { return Outcome::give_up("no such product"); });
  add("index");
  runner_.run_due();
  EXPECT_EQ(only_row().state, "dead");
  EXPECT_EQ(only_row().error, "no such product");
}

TEST_P(JobsTest, WhatIsOverCanBeDoneOnceMore) {
  std::vector<std::string> seen;
  runner_.on("index", [&](const Job& job) {
    seen.push_back(job.payload);
    return seen.size() == 1 ? Outcome::give_up("broken") : Outcome::done();
  });
  const auto add_again = [&](const std::string& payload) {
    return database_->write([&](db::Tx& tx) {
      return enqueue_again(tx, "index", payload, {.run_at = clock_.now(), .dedup_key = "product-7"});
    });
  };
  for (const char* const payload : {"new", "dead before", "done before"}) {
    EXPECT_TRUE(add_again(payload));
    EXPECT_FALSE(add_again("while it waits"));
    EXPECT_EQ(runner_.run_due(), 1);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"new", "dead before", "done before"}));
  EXPECT_EQ(only_row().attempts, 1);
}

TEST_P(JobsTest, TheDeadOfOneKindAreTriedOnceMoreWithAllTheirTries) {
  int ran = 0;
  runner_.on("index", [&](const Job& job) {
    EXPECT_EQ(job.attempt, 1);
    return ++ran == 1 ? Outcome::give_up("broken") : Outcome::done();
  });
  add("index");
  runner_.run_due();
  const auto retry = [&](std::string_view kind) {
    return database_->write([&](db::Tx& tx) { return retry_dead(tx, kind, clock_.now()); });
  };
  EXPECT_EQ(retry("mail"), 0);
  EXPECT_EQ(only_row().state, "dead");
  EXPECT_EQ(retry("index"), 1);
  EXPECT_EQ(retry("index"), 0) << "it waits already";
  runner_.run_due();
  EXPECT_EQ(ran, 2);
  EXPECT_EQ(only_row().state, "done");
  EXPECT_EQ(retry("index"), 0) << "it is done";
}

TEST_P(JobsTest, AnUnknownKindWaitsForAProcessThatKnowsIt) {
  runner_.on("index", [](const Job&) { return Outcome::done(); });
  add("from-a-newer-version");
  EXPECT_EQ(runner_.run_due(), 0);
  EXPECT_EQ(only_row().attempts, 0);
}

TEST_P(JobsTest, WhatGetsOnIsNotGivenUpForAttemptsThatEndedBefore) {
  database_->write([](db::Tx& tx) { enqueue(tx, "long", "{}", {.run_at = kStart, .max_attempts = 3}); });
  runner_.on("long", [&](const Job& job) {
    EXPECT_EQ(job.attempt, 3);
    database_->write([&](db::Tx& tx) { forget_earlier_attempts(tx, job); });
    EXPECT_EQ(only_row().attempts, 1);
    // Whoever has lost the job meanwhile changes nothing of what another has done.
    database_->write(
        [&](db::Tx& tx) { forget_earlier_attempts(tx, {.id = job.id, .kind = {}, .payload = {}, .attempt = 2}); });
    EXPECT_EQ(only_row().attempts, 1);
    return Outcome::done();
  });
  // Two processes have died.
  database_->write([](db::Tx& tx) { tx.send("UPDATE jobs SET attempts = 2, lease_until = $1", kStart); });
  EXPECT_EQ(runner_.run_due(), 1);
}

TEST_P(JobsTest, AJobWhoseProcessDiedIsTakenOverAfterItsLease) {
  Runner other{*database_, clock_};
  std::string order;
  // While the first runner is "inside" the handler, the second one looks for work: at first in vain.
  other.on("slow", [&](const Job& job) { return order += "other" + std::to_string(job.attempt), Outcome::done(); });
  runner_.on("slow", [&](const Job&) {
    other.run_due();
    EXPECT_EQ(order, "");
    clock_.advance(301s);
    other.run_due();
    return Outcome::give_up("too late to say so");
  });
  add("slow");
  runner_.run_due();
  EXPECT_EQ(order, "other2");
  EXPECT_EQ(only_row().state, "done");
}

TEST_P(JobsTest, AJobThatKillsItsProcessDoesNotDoSoForEver) {
  runner_.on("bomb", [](const Job&) { return Outcome::done(); });
  database_->write([&](db::Tx& tx) {
    enqueue(tx, "bomb", "{}", {.run_at = kStart, .max_attempts = 1});
    tx.execute("UPDATE jobs SET attempts = 1, lease_owner = 'dead process', lease_until = $1", kStart);
  });
  EXPECT_EQ(runner_.run_due(), 0);
  EXPECT_EQ(only_row().state, "dead");
}

TEST_P(JobsTest, APeriodicTaskRunsOnceForAllProcesses) {
  Runner other{*database_, clock_};
  int ran = 0;
  for (Runner* each : {&runner_, &other}) each->every("expire-holds", 1min, [&] { ++ran; });
  for (int minute = 0; minute < 5; ++minute) {
    runner_.run_due();
    other.run_due();
    EXPECT_EQ(ran, minute + 1);
    clock_.advance(1min);
  }
}

TEST_P(JobsTest, ATaskOfEachProcessRunsInEachProcess) {
  Runner other{*database_, clock_};
  int ran = 0;
  for (Runner* each : {&runner_, &other}) each->every("refresh", 1min, [&] { ++ran; }, Runner::Runs::kInEveryProcess);
  runner_.run_due();
  other.run_due();
  EXPECT_EQ(ran, 2);
}

TEST_P(JobsTest, AFailedTaskTakesItsNextTurn) {
  int ran = 0;
  runner_.every("rates", 1min, [&] {
    ++ran;
    throw std::runtime_error("the courier is away");
  });
  runner_.run_due();
  clock_.advance(1min);
  runner_.run_due();
  EXPECT_EQ(ran, 2);
}

TEST_P(JobsTest, AWakeStartsThePerProcessTasksAtOnce) {
  int ran = 0;
  runner_.every("send-mails", 1h, [&] { ++ran; }, Runner::Runs::kInEveryProcess);
  runner_.run_due();
  runner_.run_due();
  EXPECT_EQ(ran, 1);
  runner_.wake();
  runner_.run_due();
  EXPECT_EQ(ran, 2);
}

TEST_P(JobsTest, AWakeLeavesTheTasksThatRunByTheClock) {
  int ran = 0;
  Runner other{*database_, clock_};
  for (Runner* each : {&runner_, &other}) each->every("count-chats", 1min, [&] { ++ran; }, Runner::Runs::kByTheClock);
  runner_.run_due();
  other.run_due();
  EXPECT_EQ(ran, 2);
  runner_.wake();
  runner_.run_due();
  EXPECT_EQ(ran, 2);
  clock_.advance(1min);
  runner_.run_due();
  EXPECT_EQ(ran, 3);
}

TEST_P(JobsTest, ManyRunnersDoEachJobExactlyOnce) {
  constexpr int kJobs = 60;
  std::array<std::atomic<int>, kJobs> ran{};
  std::atomic<int> total{0};
  std::vector<std::unique_ptr<Runner>> runners;
  for (int i = 0; i < 3; ++i) {
    auto& runner = *runners.emplace_back(std::make_unique<Runner>(*database_, clock_, Runner::Options{.threads = 2}));
    runner.on("count", [&](const Job& job) {
      ++ran.at(std::stoul(job.payload));
      if (++total == kJobs) total.notify_all();
      return Outcome::done();
    });
  }
  database_->write([&](db::Tx& tx) {
    for (int i = 0; i < kJobs; ++i) enqueue(tx, "count", std::to_string(i), {.run_at = kStart});
  });
  for (auto& runner : runners) runner->start();
  for (int now = 0; (now = total.load()) < kJobs;) total.wait(now);
  for (auto& runner : runners) runner->stop();
  for (const auto& count : ran) EXPECT_EQ(count, 1);
  EXPECT_EQ(counts().waiting, 0);
}

TEST_P(JobsTest, AWokenRunnerDoesNotWaitForItsPoll) {
  Runner runner{*database_, clock_, {.threads = 1, .poll = 10min}};
  std::atomic<bool> ran{false};
  runner.on("mail", [&](const Job&) {
    ran = true;
    ran.notify_all();
    return Outcome::done();
  });
  runner.start();
  add("mail");
  runner.wake();
  ran.wait(false);
  runner.stop();
  EXPECT_EQ(only_row().state, "done");
}

/// Is asked once for every look of a runner that knows no jobs.
class CountingClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override {
    ++asked;
    return kStart;
  }
  mutable std::atomic<int> asked{0};
};

TEST_P(JobsTest, HoweverOftenItIsWokenARunnerThatFindsNothingRestsBetweenItsLooks) {
  const CountingClock clock;
  Runner runner{*database_, clock, {.threads = 1, .poll = 10min}};
  const auto begin = std::chrono::steady_clock::now();
  runner.start();
  while (clock.asked < 3) runner.wake();
  runner.stop();
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 2 * 50ms);
}

TEST_P(JobsTest, FinishedJobsAreForgottenAfterAWhile) {
  runner_.on("index", [](const Job&) { return Outcome::done(); });
  add("index");
  runner_.run_due();
  add("later");
  const auto forget = [&](Time before) {
    return database_->write([&](db::Tx& tx) { return forget_finished(tx, before); });
  };
  EXPECT_EQ(forget(kStart), 0);
  EXPECT_EQ(forget(kStart + 1us), 1);
  EXPECT_EQ(counts().waiting, 1);
}

TEST_P(JobsTest, AHugePayloadIsRefused) {
  EXPECT_THROW(add("index", std::string(64UZ * 1024 + 1, 'x')), std::length_error);
}

TEST_P(JobsTest, AReasonThatIsNoTextIsStoredAllTheSame) {
  runner_.on("index", [](const Job&) { return Outcome::give_up(std::string("bad \xff\0 byte", 11)); });
  add("index");
  runner_.run_due();
  EXPECT_EQ(only_row().error, "bad ?? byte");
}

INSTANTIATE_TEST_SUITE_P(EachDatabase, JobsTest, testing::ValuesIn(db::testing::all_dialects()),
                         [](const auto& dialect) { return db::testing::dialect_name(dialect.param); });

TEST(RetryPauseTest, PausesDoubleUpToAnHour) {
  crypto::start();
  for (int i = 0; i < 50; ++i) {
    EXPECT_GE(retry_pause(1), 1s);
    EXPECT_LE(retry_pause(1), 2s);
    EXPECT_GE(retry_pause(5), 16s);
    EXPECT_LE(retry_pause(5), 32s);
    EXPECT_GE(retry_pause(12), 30min);
    EXPECT_LE(retry_pause(1000), 1h);
  }
}

}  // namespace
}  // namespace hurtrock::jobs
