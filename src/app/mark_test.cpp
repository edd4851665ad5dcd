#include "app/mark.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

class MarkTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    ::unsetenv("HURTROCK_START");
    folder_ = std::filesystem::temp_directory_path() / ("hurtrock-mark-" + crypto::random_token(6));
  }
  void TearDown() override {
    ::unsetenv("HURTROCK_START");
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] Config shop(const std::string& data, const std::string& secret = "secret") const {
    Config config;
    config.data_dir = (folder_ / data).string();
    config.session_secret = Secret{secret};
    return config;
  }

  std::filesystem::path folder_;
};

TEST_F(MarkTest, a_process_is_known_as_of_its_shop_whoever_started_it) {
  const Config mine = shop("mine");
  EXPECT_TRUE(is_of_this_shop(own_mark(mine), mine));
  mark_this_start();
  EXPECT_TRUE(is_of_this_shop(own_mark(mine), mine));
}

TEST_F(MarkTest, a_copy_of_a_data_folder_is_another_shop) {
  const Config mine = shop("mine");
  const std::string mark = own_mark(mine);
  std::filesystem::copy(mine.data_dir, folder_ / "copy", std::filesystem::copy_options::recursive);
  EXPECT_FALSE(is_of_this_shop(mark, shop("copy")));
  EXPECT_FALSE(is_of_this_shop(mark, shop("mine", "another secret")));
}

TEST_F(MarkTest, a_folder_is_the_same_by_every_path_to_it) {
  const std::string mark = own_mark(shop("mine"));
  EXPECT_TRUE(is_of_this_shop(mark, shop("../" + folder_.filename().string() + "/mine")));
}

TEST_F(MarkTest, a_start_knows_its_own_parts_and_no_others) {
  const Config mine = shop("mine");
  const std::string by_hand = own_mark(mine);
  const std::string first = mark_this_start();
  const std::string of_first = own_mark(mine);
  const std::string second = mark_this_start();
  EXPECT_TRUE(is_of_start(of_first, first));
  EXPECT_FALSE(is_of_start(of_first, second));
  EXPECT_FALSE(is_of_start(by_hand, first));
}

TEST_F(MarkTest, no_mark_at_all_is_nobody_s) {
  EXPECT_FALSE(is_of_start("", ""));
  EXPECT_FALSE(is_of_start("ab-", ""));
  EXPECT_FALSE(is_of_this_shop("", shop("mine")));
}

TEST_F(MarkTest, what_could_break_a_header_is_not_taken_from_the_environment) {
  ::setenv("HURTROCK_START", "ab\r\nSet-Cookie: x", 1);
  EXPECT_EQ(own_mark(shop("mine")).find('-'), std::string::npos);
}

}  // namespace
}  // namespace hurtrock::app
