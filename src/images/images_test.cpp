#include "images/images.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "images/image_files.hpp"
#include "images/kind.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::images {
namespace {

using namespace std::string_view_literals;
using ::testing::ElementsAre;

TEST(KindTest, is_told_by_the_content) {
  EXPECT_EQ(kind_of("\xFF\xD8\xFF\xE0\0\x10JFIF"sv), Kind::kAccepted);
  EXPECT_EQ(kind_of("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"sv), Kind::kAccepted);
  EXPECT_EQ(kind_of("RIFF\x10\0\0\0WEBPVP8 "sv), Kind::kAccepted);
  EXPECT_EQ(kind_of("\0\0\0\x1C"
                    "ftypavif\0\0\0\0"sv),
            Kind::kAccepted);
  EXPECT_EQ(kind_of("\0\0\0\x18"
                    "ftypheic\0\0\0\0"sv),
            Kind::kAccepted);
  EXPECT_EQ(kind_of("GIF89a"sv), Kind::kOtherPicture);
  EXPECT_EQ(kind_of("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\">"sv), Kind::kOtherPicture);
  EXPECT_EQ(kind_of("\0\0\0\x18"
                    "ftypmp42\0\0\0\0"sv),
            Kind::kNoPicture);
  EXPECT_EQ(kind_of("RIFF\x10\0\0\0WAVEfmt "sv), Kind::kNoPicture);
  EXPECT_EQ(kind_of("<!doctype html><title>x</title>"sv), Kind::kNoPicture);
  EXPECT_EQ(kind_of(""sv), Kind::kNoPicture);
}

/// A stand-in for hurtrock-images: a shell script.
class HelperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/hurtrock-helper-XXXXXX";
    folder_ = mkdtemp(pattern);
    write("picture", "\xFF\xD8\xFF\xE0 and so on");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string at(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, std::string_view content) const {
    std::ofstream(at(name), std::ios::binary) << content;
  }
  Helper& helper_that(const std::string& script) {
    write("program", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(at("program"), std::filesystem::perms::owner_all);
    return helper_.emplace(at("program"));
  }

  std::string folder_;
  std::optional<Helper> helper_;
};

TEST_F(HelperTest, its_answer_is_read) {
  auto& helper = helper_that(R"(echo '{"ok":true,"width":800,"height":600,"widths":[160,800]}')");
  const auto size = helper.inspect(at("picture"), Sender::kStaff);
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 800);
  EXPECT_EQ(size->height, 600);
  const auto variants = helper.make_variants(at("picture"), folder_);
  ASSERT_TRUE(variants);
  EXPECT_THAT(variants->widths, ElementsAre(160, 800));
  EXPECT_GT(variants->peak_kb, 0);
}

TEST_F(HelperTest, its_refusal_is_passed_on) {
  auto& helper = helper_that(R"(echo '{"ok":false,"code":"too_many_pixels"}')");
  EXPECT_EQ(helper.inspect(at("picture"), Sender::kStaff).error(), Refusal::kTooManyPixels);
}

TEST_F(HelperTest, of_strangers_pictures_what_has_to_be_decoded_counts) {
  auto& helper = helper_that(R"(echo '{"ok":true,"width":8000,"height":6251,"decoded":50008000}')");
  EXPECT_TRUE(helper.inspect(at("picture"), Sender::kStaff));
  EXPECT_EQ(helper.inspect(at("picture"), Sender::kAnybody).error(), Refusal::kTooManyPixels);
  EXPECT_TRUE(helper_that(R"(echo '{"ok":true,"width":8000,"height":6250,"decoded":50000000}')")
                  .inspect(at("picture"), Sender::kAnybody));
}

TEST_F(HelperTest, a_crash_is_a_refusal_of_this_picture) {
  EXPECT_EQ(helper_that("kill -SEGV $$").inspect(at("picture"), Sender::kStaff).error(), Refusal::kUnfinished);
  EXPECT_EQ(helper_that("exit 1").inspect(at("picture"), Sender::kStaff).error(), Refusal::kUnfinished);
  EXPECT_EQ(helper_that("echo nonsense").inspect(at("picture"), Sender::kStaff).error(), Refusal::kUnfinished);
}

TEST_F(HelperTest, what_is_no_picture_never_reaches_it) {
  auto& helper = helper_that("echo touched > " + at("touched"));
  write("page.jpg", "<!doctype html><title>not a picture</title>");
  EXPECT_EQ(helper.inspect(at("page.jpg"), Sender::kStaff).error(), Refusal::kNotAPicture);
  write("drawing.png", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  EXPECT_EQ(helper.inspect(at("drawing.png"), Sender::kStaff).error(), Refusal::kKindNotAccepted);
  write("large.jpg", "\xFF\xD8\xFF\xE0");
  std::filesystem::resize_file(at("large.jpg"), kMostBytes + 1);
  EXPECT_EQ(helper.inspect(at("large.jpg"), Sender::kStaff).error(), Refusal::kTooLarge);
  EXPECT_FALSE(std::filesystem::exists(at("touched")));
}

TEST_F(HelperTest, the_same_picture_is_one_file_or_with_another_salt_another) {
  crypto::start();
  auto& helper = helper_that(
      R"(echo small > "$3/160.webp"; echo large > "$3/320.webp"; echo '{"ok":true,"width":320,"height":240,"widths":[160,320]}')");
  const std::string media = at("media");
  std::filesystem::create_directory(media);
  const auto made = [&](std::string_view salt) {
    return *make_and_publish(helper, at("picture"), at("scratch"), media, salt);
  };
  const auto files = [&] { return std::distance(std::filesystem::directory_iterator(media), {}); };
  const Made mine = made("mine");
  EXPECT_EQ(made("mine").file, mine.file);
  EXPECT_NE(made("yours").file, mine.file);
  EXPECT_EQ(files(), 4);
  remove_made(mine, media);
  remove_made(mine, media);
  EXPECT_EQ(files(), 2);
  EXPECT_FALSE(std::filesystem::exists(media + "/" + mine.file));
}

TEST_F(HelperTest, a_program_that_is_missing_is_an_error) {
  EXPECT_THROW((void)helper_.emplace(at("missing")).inspect(at("picture"), Sender::kStaff), std::system_error);
}

}  // namespace
}  // namespace hurtrock::images
