#include "app/media.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MediaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    root_ = fs::temp_directory_path() / ("hurtrock-media-" + crypto::random_token(6));
    fs::create_directories(root_ / "media" / "folder");
    write("secret.svg", "<svg>secret</svg>");
    write("secret.webp", "secret");
    write("media/.hidden.svg", "<svg/>");
    write("media/folder/inner.svg", "<svg/>");
    write("media/gitar-01.svg", "<svg>gitar</svg>");
    write("media/gitar-01.webp", "bytes");
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& name, const std::string& content) { std::ofstream(root_ / name) << content; }
  std::optional<http::Response> find(const std::string& name) {
    return media().find("/media/" + name, http::Encoding::kIdentity);
  }
  Media& media() {
    if (!media_) media_.emplace((root_ / "media").string());
    return *media_;
  }

  fs::path root_;
  std::optional<Media> media_;
};

TEST_F(MediaTest, a_drawing_is_kept_for_good_and_can_do_nothing_by_itself) {
  const auto response = find("gitar-01.svg");
  ASSERT_TRUE(response && response->prepared);
  EXPECT_EQ(*response->prepared->identity, "<svg>gitar</svg>");
  EXPECT_EQ(response->header("Content-Type"), "image/svg+xml; charset=utf-8");
  EXPECT_EQ(response->header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(response->header("X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(std::string(response->header("Content-Security-Policy")), HasSubstr("default-src 'none'"));
  EXPECT_THAT(std::string(response->header("Content-Security-Policy")), HasSubstr("sandbox"));
}

TEST_F(MediaTest, a_drawing_comes_compressed_to_whoever_understands_it) {
  write("media/large.svg", "<svg>" + std::string(2'000, ' ') + "</svg>");
  const auto response = media().find("/media/large.svg", http::Encoding::kBrotli);
  ASSERT_TRUE(response && response->prepared && response->prepared->brotli);
  EXPECT_LT(response->prepared->brotli->size(), 200U);
  EXPECT_EQ(response->header("Vary"), "Accept-Encoding");
}

TEST_F(MediaTest, a_photograph_goes_out_as_a_file) {
  const auto response = find("gitar-01.webp");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->file, (root_ / "media/gitar-01.webp").string());
  EXPECT_EQ(response->header("Content-Type"), "image/webp");
}

TEST_F(MediaTest, nothing_outside_the_folder_is_found) {
  for (const std::string name :
       {"../secret.svg", "../secret.webp", "..", ".", "", "folder/inner.svg", "folder/../gitar-01.svg", "/etc/passwd",
        "..\\secret.svg", "....//secret.svg", "%2e%2e/secret.svg", ".hidden.svg", "folder", "gitar 01.svg"})
    EXPECT_FALSE(find(name)) << name;
  EXPECT_FALSE(find(std::string("gitar-01.svg\0.webp", 18)));
  EXPECT_FALSE(find(std::string(121, 'a')));
}

TEST_F(MediaTest, what_is_not_there_is_not_found) {
  EXPECT_FALSE(find("bass.svg"));
  EXPECT_FALSE(find("bass.webp"));
}

TEST_F(MediaTest, a_drawing_too_large_to_be_ours_is_not_read) {
  write("media/huge.svg", std::string(256 * 1024 + 1, ' '));
  EXPECT_FALSE(find("huge.svg"));
}

TEST_F(MediaTest, a_file_of_an_unknown_kind_is_not_shown_but_downloaded) {
  write("media/page.html", "<script>");
  EXPECT_EQ(find("page.html")->header("Content-Type"), "application/octet-stream");
}

}  // namespace
}  // namespace hurtrock::app
