#include "app/serving.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <optional>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class ServingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string noted() const {
    std::ifstream file(folder_ / "serving");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// What a command of this folder finds without any setting.
  std::optional<std::string> port() const {
    const Lookup none = [&](const std::string& name) -> std::optional<std::string> {
      return name == "DATA_DIR" ? std::optional{folder_.string()} : std::nullopt;
    };
    return beside_running_shop(none)("PORT");
  }

  fs::path folder_ = fs::temp_directory_path() / ("hurtrock-serving-" + crypto::random_token(6));
};

TEST_F(ServingTest, is_told_while_it_lasts) {
  {
    const Serving serving(folder_, {{"PORT", "5181"}});
    EXPECT_THAT(noted(), AllOf(HasSubstr("\nPORT=5181\n"), HasSubstr("LAUNCHER=" + std::to_string(::getpid()) + "\n")));
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ServingTest, what_another_start_has_noted_since_stays) {
  {
    const Serving serving(folder_, {});
    std::ofstream(folder_ / "serving") << "LAUNCHER=1\nPORT=5182\n";
  }
  EXPECT_THAT(noted(), HasSubstr("PORT=5182"));
}

TEST_F(ServingTest, of_a_process_that_is_no_launcher_nothing_is_believed) {
  const Serving serving(folder_, {{"PORT", "5181"}});
  EXPECT_EQ(port(), std::nullopt) << "this one is a test";
}

TEST_F(ServingTest, a_file_that_makes_no_sense_counts_for_nothing) {
  std::ofstream(folder_ / "serving") << "LAUNCHER=no number\n\n=\nPORT=5181";
  EXPECT_EQ(port(), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::app
