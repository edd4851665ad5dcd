#include "platform/db/slow_queries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hurtrock::db {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AnsweringConnection final : public Connection {
 public:
  void begin(Access /*access*/) override {}
  Tx::Result run(std::string_view sql, std::span<const Value> /*values*/) override {
    if (sql == "WRONG") throw Error{ErrorKind::kMisuse, {}, "wrong"};
    return {.rows = {}, .affected = 7};
  }
  void send(std::string_view /*sql*/, std::span<const Value> /*values*/) override { sent_ = true; }
  void settle() override {
    if (sent_) throw Error{ErrorKind::kUnique, {}, "sent"};
  }
  void run_script(std::string_view /*sql*/) override {}
  void commit() override {}
  void rollback() noexcept override {}
  [[nodiscard]] bool reusable() const override { return true; }

 private:
  bool sent_ = false;
};

class SlowQueries : public ::testing::Test {
 protected:
  std::unique_ptr<Connection> connection(std::chrono::milliseconds limit) {
    return watched([] { return std::make_unique<AnsweringConnection>(); }, limit, count_)();
  }
  template <class Do>
  static std::string logged(Do&& act) {
    ::testing::internal::CaptureStderr();
    act();
    return ::testing::internal::GetCapturedStderr();
  }

  std::atomic<std::int64_t> count_ = 0;
};

TEST_F(SlowQueries, are_logged_by_their_text_without_their_values) {
  const auto slow = connection(0ms);
  const Value values[] = {to_value(std::string_view{"rahasia"})};
  const std::string said = logged([&] { EXPECT_EQ(slow->run("SELECT $1", values).affected, 7); });
  EXPECT_THAT(said, AllOf(HasSubstr("db.slow_query"), HasSubstr("SELECT $1"), Not(HasSubstr("rahasia"))));
  EXPECT_EQ(count_, 1);
}

TEST_F(SlowQueries, that_fail_are_logged_too) {
  const auto slow = connection(0ms);
  EXPECT_THAT(logged([&] { EXPECT_THROW(slow->run("WRONG", {}), Error); }), HasSubstr("WRONG"));
}

TEST_F(SlowQueries, leave_what_is_sent_to_travel_with_what_follows) {
  const auto slow = connection(0ms);
  EXPECT_THAT(logged([&] {
                slow->send("INSERT", {});
                EXPECT_THROW(slow->settle(), Error) << "sent, not run";
              }),
              HasSubstr("INSERT"));
}

TEST_F(SlowQueries, may_be_a_commit_that_waits_for_the_disk) {
  const auto slow = connection(0ms);
  EXPECT_THAT(logged([&] { slow->commit(); }), HasSubstr("COMMIT"));
}

TEST_F(SlowQueries, are_not_what_is_quick_enough) {
  const auto quick = connection(1h);
  EXPECT_THAT(logged([&] {
                quick->begin(Access::kRead);
                quick->run("SELECT 1", {});
                quick->commit();
              }),
              IsEmpty());
  EXPECT_EQ(count_, 0);
}

}  // namespace
}  // namespace hurtrock::db
