#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "app/audit.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "sample_data/sample_data.hpp"

namespace hurtrock::app {
namespace {

class SampleShopTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void TearDown() override { std::filesystem::remove_all(media_); }

  std::filesystem::path media_ =
      std::filesystem::temp_directory_path() / ("hurtrock-sample-shop-" + std::to_string(::getpid()));
};
INSTANTIATE_TEST_SUITE_P(, SampleShopTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SampleShopTest, the_books_are_right_whenever_it_is_made) {
  // In WIB: a Saturday afternoon, the first minutes of a day after a new year, the last of a month.
  for (const std::int64_t now : {1'795'246'000'000'000, 1'798'737'000'000'000, 1'793'465'940'000'000}) {
    const auto db = db::testing::migrated_database(GetParam());
    ASSERT_TRUE(sample_data::load(*db, {.media_folder = media_.string()}, FakeClock{from_micros(now)}).was_empty);
    for (const Truth& truth : db->read(audit))
      EXPECT_THAT(truth.violations, testing::IsEmpty()) << truth.name << " at " << now;
  }
}

}  // namespace
}  // namespace hurtrock::app
