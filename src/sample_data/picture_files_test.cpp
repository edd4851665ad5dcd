#include "sample_data/picture_files.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <string>

#include "platform/core/crypto.hpp"

namespace hurtrock::sample_data {
namespace {

namespace fs = std::filesystem;

constexpr int kSmallest = *std::begin(kPaintedWidths);
constexpr int kLargest = *std::rbegin(kPaintedWidths);

std::string painting(const std::string& stem, int width) { return fmt::format("{}-{}.webp", stem, width); }

class PictureFilesTest : public testing::Test {
 protected:
  void SetUp() override { crypto::start(); }
  void TearDown() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::temp_directory_path() / ("hurtrock-pictures-" + std::to_string(::getpid()));
  const sample_pictures::PictureSpec guitar_{.shape = sample_pictures::shapes().front()};
};

TEST_F(PictureFilesTest, a_drawing_without_paintings_has_no_widths) {
  const PictureFile file = PictureFiles(folder_).file_for(guitar_);
  EXPECT_TRUE(file.name.ends_with(".svg"));
  EXPECT_EQ(file.widths, "");
  EXPECT_EQ(fs::file_size(folder_ / file.name), sample_pictures::draw(guitar_).size());
}

TEST_F(PictureFilesTest, the_paintings_of_a_drawing_lie_beside_it) {
  const std::string stem = fs::path(PictureFiles(folder_).file_for(guitar_).name).stem();
  const std::string pack =
      Paintings::packed(painting(stem, kSmallest), "small") + Paintings::packed(painting(stem, kLargest), "larger");
  const PictureFile file = PictureFiles(folder_, Paintings(pack)).file_for(guitar_);
  EXPECT_EQ(file.name, stem + ".svg");
  EXPECT_EQ(file.widths, fmt::format("{} {} {}", kSmallest, kLargest, kDrawnFrom));
  EXPECT_EQ(fs::file_size(folder_ / painting(stem, kSmallest)), 5U);
  EXPECT_EQ(fs::file_size(folder_ / painting(stem, kLargest)), 6U);
}

}  // namespace
}  // namespace hurtrock::sample_data
