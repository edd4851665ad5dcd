#include "sample_data/pictures/pictures.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace hurtrock::sample_pictures {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kLargest = 14UZ * 1024;

template <typename Check>
void for_every_picture(Check&& check) {
  for (const std::string& shape : shapes())
    for (const std::string& finish : finishes())
      for (int view = 0; view < views(shape); ++view) {
        const PictureSpec spec{.shape = shape, .finish = finish, .view = view};
        SCOPED_TRACE(shape + " " + finish + " view " + std::to_string(view));
        check(spec, draw(spec));
      }
}

// The tags left open at the end, or the first one that closes another than the last opened.
std::string unbalanced(const std::string& svg) {
  std::vector<std::string> open;
  for (std::size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
    const std::size_t end = svg.find('>', at);
    if (end == std::string::npos) return "unfinished tag";
    const std::string tag = svg.substr(at + 1, end - at - 1);
    if (tag.ends_with('/')) continue;
    if (!tag.starts_with('/')) {
      open.push_back(tag.substr(0, tag.find(' ')));
    } else {
      if (open.empty() || open.back() != tag.substr(1)) return tag;
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

std::set<std::string> values_after(const std::string& text, const std::string& before, char end) {
  std::set<std::string> values;
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const std::size_t from = at + before.size();
    values.insert(text.substr(from, text.find(end, from) - from));
  }
  return values;
}

TEST(Pictures, AreWellFormed) {
  for_every_picture([](const PictureSpec&, const std::string& svg) {
    EXPECT_TRUE(svg.starts_with("<svg xmlns="));
    EXPECT_EQ(unbalanced(svg), "");
    EXPECT_EQ(std::ranges::count(svg, '"') % 2, 0);
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
    EXPECT_THAT(svg, Not(HasSubstr("inf")));
  });
}

TEST(Pictures, AreSmall) {
  for_every_picture([](const PictureSpec&, const std::string& svg) { EXPECT_LE(svg.size(), kLargest); });
}

TEST(Pictures, AreTheSameEveryTime) {
  for_every_picture([](const PictureSpec& spec, const std::string& svg) { EXPECT_EQ(draw(spec), svg); });
}

TEST(Pictures, CarryNoScriptStyleOrOutsideReference) {
  for_every_picture([](const PictureSpec&, const std::string& svg) {
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, Not(HasSubstr("style")));
    EXPECT_THAT(svg, Not(HasSubstr("<image")));
    EXPECT_THAT(svg, Not(HasSubstr("<text")));
    for (const std::string& target : values_after(svg, "href=\"", '"')) EXPECT_TRUE(target.starts_with('#')) << target;
  });
}

TEST(Pictures, ReferToDefinitionsThatExist) {
  for_every_picture([](const PictureSpec&, const std::string& svg) {
    const std::set<std::string> defined = values_after(svg, " id=\"", '"');
    for (const std::string& id : values_after(svg, "url(#", ')')) EXPECT_THAT(defined, Contains(id));
    for (const std::string& id : values_after(svg, "href=\"#", '"')) EXPECT_THAT(defined, Contains(id));
  });
}

TEST(Pictures, ShowTheFinish) {
  for (const std::string& shape : {"double_cut", "drum_kit", "combo_amp", "pedal", "strap"})
    EXPECT_NE(draw({.shape = shape, .finish = "red"}), draw({.shape = shape, .finish = "blue"})) << shape;
}

TEST(Pictures, ShowTheHardware) {
  EXPECT_NE(draw({.shape = "single_cut", .hardware = "gold"}), draw({.shape = "single_cut", .hardware = "chrome"}));
}

TEST(Pictures, ShowALeftHandedGuitarMirrored) {
  EXPECT_NE(draw({.shape = "t_style", .left_handed = true}), draw({.shape = "t_style"}));
}

TEST(Pictures, ShowAsManyStringsAsAsked) {
  EXPECT_NE(draw({.shape = "bass_modern", .strings = 5}), draw({.shape = "bass_modern", .strings = 4}));
  EXPECT_EQ(draw({.shape = "bass_modern", .strings = 4}), draw({.shape = "bass_modern"}));
}

TEST(Pictures, OfAnUnknownFinishAreBlack) {
  EXPECT_EQ(draw({.shape = "pedal", .finish = "plaid"}), draw({.shape = "pedal", .finish = "black"}));
}

TEST(Pictures, OfAViewBeyondTheLastAreTheFirstView) {
  EXPECT_EQ(draw({.shape = "pedal", .view = 99}), draw({.shape = "pedal"}));
}

TEST(Pictures, OfAnUnknownShapeAreRefused) {
  EXPECT_THROW(draw({.shape = "kazoo"}), std::invalid_argument);
  EXPECT_EQ(views("kazoo"), 0);
}

TEST(Pictures, EveryShapeHasAtLeastTwoViewsAndInstrumentsThree) {
  for (const std::string& shape : shapes()) EXPECT_GE(views(shape), 2) << shape;
  for (const std::string& shape : {"double_cut", "acoustic", "bass_j", "drum_kit", "half_stack"})
    EXPECT_GE(views(shape), 3) << shape;
}

}  // namespace
}  // namespace hurtrock::sample_pictures
