#include "platform/process/process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <system_error>

namespace hurtrock::process {
namespace {

using namespace std::chrono_literals;

Finished shell(const std::string& script, const Limits& limits = {}) {
  return run({"/bin/sh", "-c", script}, {"PATH=/usr/bin:/bin"}, limits);
}

TEST(ProcessTest, its_output_and_exit_status_come_back) {
  const auto finished = shell("echo hello; exit 3");
  EXPECT_EQ(finished.output, "hello\n");
  EXPECT_EQ(finished.status, 3);
  EXPECT_EQ(finished.signal, 0);
  EXPECT_FALSE(finished.timed_out);
  EXPECT_GT(finished.peak_kb, 0);
}

TEST(ProcessTest, one_that_hangs_is_killed_at_the_deadline) {
  const auto finished = shell("exec sleep 60", {.deadline = 50ms});
  EXPECT_TRUE(finished.timed_out);
  EXPECT_EQ(finished.signal, SIGKILL);
}

TEST(ProcessTest, one_that_talks_without_end_is_stopped) {
  const auto finished = shell("exec yes", {.deadline = 20s, .most_output = 1000});
  EXPECT_EQ(finished.output.size(), 1000U);
  EXPECT_FALSE(finished.timed_out);
}

TEST(ProcessTest, a_crash_is_told_by_its_signal) { EXPECT_EQ(shell("kill -SEGV $$").signal, SIGSEGV); }

TEST(ProcessTest, it_sees_none_of_our_environment) {
  setenv("SESSION_SECRET", "do-not-tell", 1);
  EXPECT_EQ(shell("echo \"[$SESSION_SECRET]\"").output, "[]\n");
}

TEST(ProcessTest, it_sees_none_of_our_open_files) {
  const int ours = open("/dev/null", O_RDONLY);
  const std::string number = std::to_string(ours);
  EXPECT_EQ(shell("[ -e /proc/self/fd/" + number + " ] && echo open || echo closed").output, "closed\n");
  close(ours);
}

TEST(ProcessTest, a_program_that_is_not_there_is_an_error) {
  EXPECT_THROW(run({"/no/such/program"}, {}, {}), std::system_error);
}

}  // namespace
}  // namespace hurtrock::process
