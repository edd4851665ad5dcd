#include "app/database_users.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/backup.hpp"
#include "app/secret_store.hpp"
#include "app/shop.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

using testing::HasSubstr;
using testing::Optional;

class DatabaseUsersTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    config_.database_url = address_.url();
    config_.session_secret = Secret{std::string(32, 's')};
    run_migrations(config_);
    db_ = db::Database::open(config_.database_url, db::testing::kScratchOptions);
  }

  db::testing::ScratchAddress address_{GetParam()};
  Config config_;
  std::unique_ptr<db::Database> db_;
};
INSTANTIATE_TEST_SUITE_P(, DatabaseUsersTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(DatabaseUsersTest, a_secret_that_is_the_same_or_the_first_is_no_trouble) {
  EXPECT_EQ(another_secret_at_work(config_), std::nullopt);
  note_secret(*db_, fingerprint(config_.session_secret));
  EXPECT_EQ(another_secret_at_work(config_), std::nullopt);
}

TEST_P(DatabaseUsersTest, another_one_is_told_of_while_somebody_is_at_work_with_it) {
  note_secret(*db_, "of another machine");
  // The kernel tells nobody of their own locks: on SQLite this process alone is nobody else.
  const bool is_seen = GetParam() == db::Dialect::kPostgres;
  EXPECT_EQ(is_used_by_others(config_.database_url), is_seen);
  if (is_seen)
    EXPECT_THAT(another_secret_at_work(config_), Optional(HasSubstr("has another SESSION_SECRET")));
  else
    EXPECT_EQ(another_secret_at_work(config_), std::nullopt);
}

TEST_P(DatabaseUsersTest, a_change_on_purpose_for_which_all_were_stopped_is_no_trouble) {
  note_secret(*db_, "of before");
  db_.reset();
  EXPECT_EQ(another_secret_at_work(config_), std::nullopt);
}

TEST(DatabaseUsers, where_nobody_can_be_asked_nothing_is_said) {
  Config config;
  config.database_url = "postgresql://nobody@127.0.0.1:1/none";
  EXPECT_EQ(another_secret_at_work(config), std::nullopt);
  config.database_url = "sqlite:/nowhere/at/all.db";
  EXPECT_EQ(another_secret_at_work(config), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::app
