#include "layout/picture_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hurtrock::layout {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PictureAddressTest, widths_are_written_as_they_are_read) {
  EXPECT_THAT(read_widths("160 320 1600"), ElementsAre(160, 320, 1600));
  EXPECT_EQ(write_widths(std::vector{160, 320, 1600}), "160 320 1600");
  EXPECT_THAT(read_widths(""), IsEmpty());
  EXPECT_EQ(write_widths({}), "");
}

TEST(PictureAddressTest, a_srcset_names_every_variant) {
  EXPECT_EQ(srcset_of("a1b2-480.webp", "160 480"), "/media/a1b2-160.webp 160w, /media/a1b2-480.webp 480w");
}

TEST(PictureAddressTest, a_drawing_has_one_size) {
  EXPECT_EQ(srcset_of("a1b2.svg", ""), "");
  EXPECT_EQ(thumbnail_url("a1b2.svg", ""), "/media/a1b2.svg");
  EXPECT_EQ(thumbnail_url("a1b2.svg "), "/media/a1b2.svg");
}

TEST(PictureAddressTest, a_painted_drawing_is_shown_itself_where_its_paintings_are_too_small) {
  EXPECT_EQ(srcset_of("a1b2.svg", "160 480 640"),
            "/media/a1b2-160.webp 160w, /media/a1b2-480.webp 480w, /media/a1b2.svg 640w");
  EXPECT_EQ(thumbnail_url("a1b2.svg", "160 480 640"), "/media/a1b2-160.webp");
}

TEST(PictureAddressTest, a_preview_is_the_widest_file_that_is_not_needlessly_large) {
  const Picture preview = preview_of("a1b2-1600.webp", "160 480 1080 1600", 1600, 1200);
  EXPECT_EQ(preview.url, "/media/a1b2-1080.webp");
  EXPECT_EQ(preview.width, 1080);
  EXPECT_EQ(preview.height, 810);
  EXPECT_EQ(preview_of("a1b2-1600.webp", "1600", 1600, 1200).url, "/media/a1b2-1600.webp");
  EXPECT_EQ(preview_of("a1b2.jpg", "", 300, 400).url, "/media/a1b2.jpg");
}

TEST(PictureAddressTest, a_preview_is_never_a_drawing) {
  const Picture preview = preview_of("a1b2.svg", "160 560 640", 800, 600);
  EXPECT_EQ(preview.url, "/media/a1b2-560.webp");
  EXPECT_EQ(preview.height, 420);
  EXPECT_EQ(preview_of("a1b2.svg", "", 800, 600).url, "");
}

TEST(PictureAddressTest, a_thumbnail_is_the_smallest_that_does) {
  EXPECT_EQ(thumbnail_url("a1b2-1600.webp", "160 320 1600"), "/media/a1b2-160.webp");
  EXPECT_EQ(thumbnail_url("a1b2-100.webp", "100"), "/media/a1b2-100.webp");
  EXPECT_EQ(thumbnail_url("a1b2-1600.webp 160 320 1600"), "/media/a1b2-160.webp");
}

}  // namespace
}  // namespace hurtrock::layout
