#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "generated_file.hpp"

namespace {

using testing::HasSubstr;

/// Runs the program on one view in a folder of its own.
class Program : public testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / ("template_compiler_test_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    generated_file::write_if_changed(path("keys.txt"), "cart.title\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }

  [[nodiscard]] bool compile(const std::string& view) const {
    generated_file::write_if_changed(path("cart.html"), view);
    const std::string command = std::string(TEMPLATE_COMPILER) + " --texts " + path("keys.txt") +
                                " --namespace cart --header " + path("cart.html.hpp") + " --source " +
                                path("cart.html.cpp") + " " + path("cart.html") + " 2> " + path("errors");
    return std::system(command.c_str()) == 0;
  }

  std::filesystem::path folder;
};

TEST_F(Program, WritesHeaderAndSource) {
  ASSERT_TRUE(compile("{% template cart() %}<p>x</p>"));
  EXPECT_THAT(generated_file::read(path("cart.html.hpp")), HasSubstr("void cart(html::Writer& w);"));
  EXPECT_THAT(generated_file::read(path("cart.html.cpp")), HasSubstr("#include \"cart.html.hpp\""));
}

TEST_F(Program, ReportsAMistakeAsCompilersDo) {
  ASSERT_FALSE(compile("{% template cart() %}\n<p onclick=\"x\">"));
  EXPECT_THAT(generated_file::read(path("errors")), HasSubstr("cart.html:2: error: \"onclick\""));
  EXPECT_FALSE(std::filesystem::exists(path("cart.html.cpp")));
}

TEST_F(Program, LeavesAnUnchangedOutputUntouched) {
  ASSERT_TRUE(compile("{% template cart() %}<p>x</p>"));
  const auto before = std::filesystem::last_write_time(path("cart.html.cpp"));
  ASSERT_TRUE(compile("{% template cart() %}<p>x</p>\n"));
  EXPECT_EQ(std::filesystem::last_write_time(path("cart.html.cpp")), before);
}

}  // namespace
