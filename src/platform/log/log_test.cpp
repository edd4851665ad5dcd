#include "platform/log/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <utility>

namespace hurtrock::log {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Standard error as a pipe, for the life of the object.
class CapturedStderr {
 public:
  CapturedStderr() : original_(::dup(STDERR_FILENO)) {
    EXPECT_EQ(::pipe(pipe_), 0);
    ::dup2(pipe_[1], STDERR_FILENO);
    ::close(pipe_[1]);
  }
  ~CapturedStderr() {
    put_back();
    ::close(pipe_[0]);
  }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  /// Puts the original back and answers what was written meanwhile.
  std::string read_all() {
    put_back();
    return read_to_the_end();
  }
  /// Ends what can be read.
  void put_back() {
    if (original_ < 0) return;
    ::dup2(original_, STDERR_FILENO);
    ::close(std::exchange(original_, -1));
  }
  std::string read_to_the_end() {
    std::string all;
    char chunk[65536];
    for (ssize_t got = 0; (got = ::read(pipe_[0], chunk, sizeof chunk)) > 0;)
      all.append(chunk, static_cast<std::size_t>(got));
    return all;
  }

 private:
  int original_;
  int pipe_[2] = {-1, -1};
};

TEST(LogTest, EverythingQueuedIsWrittenBeforeStopReturns) {
  CapturedStderr captured;
  start(Level::kInfo, Format::kText, "shop");
  for (int i = 0; i < 100; ++i) info("test.line", {{"number", i}});
  stop();
  const std::string lines = captured.read_all();
  EXPECT_THAT(lines, HasSubstr("INFO  shop test.line number=0\n"));
  EXPECT_THAT(lines, HasSubstr("INFO  shop test.line number=99\n"));
}

TEST(LogTest, NothingIsWrittenInSilence) {
  CapturedStderr captured;
  start(Level::kDebug, Format::kText, "doctor");
  silence();
  error("test.quiet");
  stop();
  error("test.still_quiet");
  start(Level::kInfo, Format::kText, "shop");
  stop();
  error("test.loud");
  const std::string lines = captured.read_all();
  EXPECT_THAT(lines, Not(HasSubstr("quiet")));
  EXPECT_THAT(lines, HasSubstr("test.loud"));
}

TEST(LogTest, EventsBelowTheLevelAreLeftOut) {
  CapturedStderr captured;
  start(Level::kWarn, Format::kJson, "shop");
  info("test.quiet");
  warn("test.loud");
  stop();
  const std::string lines = captured.read_all();
  EXPECT_THAT(lines, HasSubstr(R"("event":"test.loud")"));
  EXPECT_THAT(lines, Not(HasSubstr("test.quiet")));
}

TEST(LogTest, ARequestIdBelongsToItsThreadAndScope) {
  const RequestScope outer{"outer"};
  {
    const RequestScope inner{"inner"};
    EXPECT_EQ(current_request_id(), "inner");
    std::jthread{[] { EXPECT_EQ(current_request_id(), ""); }};
  }
  EXPECT_EQ(current_request_id(), "outer");
}

TEST(LogTest, AStuckReaderCostsLinesNotRequests) {
  CapturedStderr captured;
  start(Level::kInfo, Format::kText, "shop");
  // Nobody reads: the pipe fills, then the queue. That this loop ends is the claim.
  for (int i = 0; i < 20'000; ++i) info("test.flood", {{"number", i}});

  // The only one who reads: until nothing writes to the pipe any more.
  std::string lines;
  std::jthread reader{[&] { lines = captured.read_to_the_end(); }};
  stop();
  captured.put_back();
  reader.join();
  EXPECT_TRUE(lines.contains("WARN  shop log.lines_dropped lines="));
  EXPECT_TRUE(lines.contains("test.flood number=19999\n"));
}

TEST(LogTest, AnErrorBeforeTheStartIsNotLost) {
  CapturedStderr captured;
  error("config.invalid", {{"name", "PORT"}});
  EXPECT_THAT(captured.read_all(), HasSubstr("ERROR - config.invalid name=PORT\n"));
}

TEST(LogTest, LevelsAreReadFromTheirWords) {
  Level level = Level::kInfo;
  EXPECT_TRUE(parse_level("debug", level));
  EXPECT_EQ(level, Level::kDebug);
  EXPECT_FALSE(parse_level("loud", level));
  EXPECT_EQ(level, Level::kDebug);
}

}  // namespace
}  // namespace hurtrock::log
