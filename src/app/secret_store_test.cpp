#include "app/secret_store.hpp"

#include <gtest/gtest.h>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

class SecretStoreTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  std::optional<std::string> last() {
    return db_->read([](db::Tx& tx) { return last_secret(tx); });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};

TEST_P(SecretStoreTest, nothing_is_known_before_the_first_start_which_changes_nothing) {
  EXPECT_EQ(last(), std::nullopt);
  EXPECT_FALSE(note_secret(*db_, "first"));
  EXPECT_EQ(last(), "first");
}

TEST_P(SecretStoreTest, a_start_with_the_same_secret_is_no_change) {
  note_secret(*db_, "first");
  EXPECT_FALSE(note_secret(*db_, "first"));
}

TEST_P(SecretStoreTest, a_start_with_another_secret_is_told_once_and_counts_from_then_on) {
  note_secret(*db_, "first");
  EXPECT_TRUE(note_secret(*db_, "second"));
  EXPECT_FALSE(note_secret(*db_, "second"));
  EXPECT_EQ(last(), "second");
}

INSTANTIATE_TEST_SUITE_P(, SecretStoreTest, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::app
