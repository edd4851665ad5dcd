#include "images/helper/picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vips/vips8>

#include "images/testing/photo.hpp"

namespace hurtrock::images::helper {
namespace {

using ::testing::ElementsAre;
using vips::VImage;

std::string saved(const VImage& image, const char* format, vips::VOption* options = VImage::option()) {
  void* bytes = nullptr;
  std::size_t size = 0;
  image.write_to_buffer(format, &bytes, &size, options);
  std::string text(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return text;
}

std::string photo_as(const char* format, int width = 640, int height = 480) {
  return saved(images::testing::photo(width, height), format);
}

std::string big_endian(std::uint32_t number) {
  std::string bytes(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>(number >> (24 - 8 * i) & 0xFFU);
  return bytes;
}

/// As a PNG of this size begins, and nothing after it.
std::string png_claiming(std::uint32_t width, std::uint32_t height, char bits = 8) {
  using namespace std::string_literals;
  const std::string header = "IHDR" + big_endian(width) + big_endian(height) + bits + "\x02\0\0\0"s;
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : header) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1U ? 0xEDB88320U : 0U);
  }
  return "\x89PNG\r\n\x1A\n"s + big_endian(13) + header + big_endian(~crc) + big_endian(8192) + "IDAT\x78\x9C"s +
         std::string(8190, '\0');
}

class PictureTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    setenv("VIPS_WARNING", "0", 1);
    start_vips("picture_test");
  }
  void SetUp() override {
    char pattern[] = "/tmp/hurtrock-pictures-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string refusal(const std::string& bytes) {
    try {
      make_variants(bytes, folder_);
      return "accepted";
    } catch (const Refused& refused) {
      return refused.code();
    }
  }
  std::string variant(int width) const {
    std::stringstream content;
    content << std::ifstream(folder_ + "/" + std::to_string(width) + ".webp", std::ios::binary).rdbuf();
    return std::move(content).str();
  }
  static VImage decoded(const std::string& bytes) { return VImage::new_from_buffer(bytes.data(), bytes.size(), ""); }

  std::string folder_;
};

TEST_F(PictureTest, a_photo_becomes_webp_in_every_width_it_is_large_enough_for) {
  const auto made = make_variants(photo_as(".jpg", 2000, 1500), folder_);
  EXPECT_THAT(made.widths, ElementsAre(160, 320, 480, 800, 1200, 1600));
  EXPECT_EQ(made.size.width, 1600);
  EXPECT_EQ(made.size.height, 1200);
  const std::string small = variant(320);
  EXPECT_EQ(small.substr(8, 4), "WEBP");
  EXPECT_EQ(decoded(small).width(), 320);
  EXPECT_EQ(decoded(small).height(), 240);
}

TEST_F(PictureTest, a_smaller_picture_is_never_enlarged) {
  EXPECT_THAT(make_variants(photo_as(".jpg", 640, 480), folder_).widths, ElementsAre(160, 320, 480, 640));
  EXPECT_THAT(make_variants(photo_as(".png", 100, 50), folder_).widths, ElementsAre(100));
}

TEST_F(PictureTest, every_accepted_kind_is_read) {
  for (const char* format : {".jpg", ".png", ".webp", ".avif"}) {
    SCOPED_TRACE(format);
    EXPECT_EQ(header_of(photo_as(format)).size.width, 640);
    EXPECT_EQ(refusal(photo_as(format)), "accepted");
  }
}

TEST_F(PictureTest, a_kind_that_is_not_accepted_finds_no_loader) {
  EXPECT_EQ(refusal(R"(<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>)"), "damaged");
  EXPECT_EQ(refusal(photo_as(".tif")), "damaged");
  EXPECT_EQ(refusal(photo_as(".gif")), "damaged");
}

TEST_F(PictureTest, a_truncated_picture_is_refused) {
  for (const char* format : {".jpg", ".png", ".webp"}) {
    SCOPED_TRACE(format);
    std::string bytes = photo_as(format);
    bytes.resize(bytes.size() * 2 / 3);
    EXPECT_EQ(refusal(bytes), "damaged");
  }
}

TEST_F(PictureTest, a_bomb_is_refused_by_its_header) {
  EXPECT_EQ(refusal(png_claiming(30'000, 30'000)), "too_many_pixels");
  EXPECT_EQ(refusal(png_claiming(20'000, 20'000)), "too_many_pixels");
}

TEST_F(PictureTest, eighty_megapixels_are_the_most) {
  EXPECT_EQ(header_of(png_claiming(10'000, 8'000)).size.width, 10'000);
  EXPECT_THROW(header_of(png_claiming(10'000, 8'001)), Refused);
  EXPECT_THROW(header_of(png_claiming(10'000, 10'000)), Refused);
}

TEST_F(PictureTest, what_has_to_be_decoded_is_told_from_the_header) {
  EXPECT_EQ(header_of(png_claiming(8'000, 6'000)).decoded, 48'000'000);
  EXPECT_EQ(header_of(png_claiming(8'000, 6'000, 16)).decoded, 96'000'000);
  EXPECT_EQ(header_of(photo_as(".webp")).decoded, 640 * 480);
  EXPECT_EQ(header_of(photo_as(".jpg")).decoded, 0);
  const std::string progressive =
      saved(images::testing::photo(640, 480), ".jpg", VImage::option()->set("interlace", true));
  EXPECT_EQ(header_of(progressive).decoded, 640 * 480);
}

TEST_F(PictureTest, a_picture_taken_sideways_stands_upright) {
  VImage sideways = images::testing::photo(640, 480).copy_memory();
  sideways.set("orientation", 6);
  const std::string bytes = saved(sideways, ".jpg");
  EXPECT_EQ(header_of(bytes).size.width, 480);
  EXPECT_EQ(header_of(bytes).size.height, 640);
  const auto made = make_variants(bytes, folder_);
  EXPECT_EQ(made.size.width, 480);
  EXPECT_EQ(made.size.height, 640);
  EXPECT_EQ(decoded(variant(160)).width(), 160);
  EXPECT_EQ(decoded(variant(160)).height(), 213);
}

TEST_F(PictureTest, nothing_but_the_picture_is_kept) {
  VImage tagged = images::testing::photo(640, 480).copy_memory();
  tagged.set("exif-ifd3-GPSLatitude", "6/1 52/1 30/1 (6, 52, 30, Rational, 3 components, 24 bytes)");
  tagged.set("exif-ifd0-Copyright", "Budi (Budi, ASCII, 5 components, 5 bytes)");
  const std::string bytes = saved(tagged, ".jpg");
  ASSERT_TRUE(bytes.contains("Budi"));
  ASSERT_NE(decoded(bytes).get_typeof("exif-ifd3-GPSLatitude"), 0U);
  make_variants(bytes, folder_);
  for (const int width : {160, 640}) {
    EXPECT_FALSE(variant(width).contains("Budi"));
    EXPECT_FALSE(variant(width).contains("ICCP"));
    EXPECT_EQ(decoded(variant(width)).get_typeof("exif-ifd3-GPSLatitude"), 0U);
    EXPECT_EQ(decoded(variant(width)).get_typeof("exif-ifd0-Copyright"), 0U);
  }
}

TEST_F(PictureTest, a_transparent_picture_stays_transparent) {
  const VImage clear = VImage::black(64, 64, VImage::option()->set("bands", 4))
                           .cast(VIPS_FORMAT_UCHAR)
                           .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  make_variants(saved(clear, ".png"), folder_);
  EXPECT_TRUE(decoded(variant(64)).has_alpha());
}

}  // namespace
}  // namespace hurtrock::images::helper
