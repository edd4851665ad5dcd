#include "shipping/area_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hurtrock::shipping {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(AreaWordsTest, WordsAreLowerCaseDistinctAndTheLongestFirst) {
  EXPECT_THAT(area_words("Kota BANDUNG, kota  Sukasari."), ElementsAre("sukasari", "bandung", "kota"));
}

TEST(AreaWordsTest, WordsForLevelsAreLeftOutBesideOthers) {
  EXPECT_THAT(area_words("Kel. Isola Kec. Sukasari"), ElementsAre("sukasari", "isola"));
  EXPECT_THAT(area_words("desa"), ElementsAre("desa"));
}

TEST(AreaWordsTest, EightWordsCount) { EXPECT_THAT(area_words("aaa bbb ccc ddd eee fff ggg hhh iii jjj"), SizeIs(8)); }

TEST(AreaWordsTest, OnlyTwoShortWordsCount) {
  EXPECT_THAT(area_words("a b c d ii sukasari"), ElementsAre("sukasari", "a", "b"));
}

TEST(AreaWordsTest, TheBestPlaceOfAWordCounts) {
  EXPECT_EQ(fit("kota bandung", "bandung"), Fit::kWhole);
  EXPECT_EQ(fit("kota bandung", "band"), Fit::kPrefix);
  EXPECT_EQ(fit("kota bandung", "andung"), Fit::kInner);
  EXPECT_EQ(fit("kota bandung", "jakarta"), Fit::kNone);
  EXPECT_EQ(fit("sari sukasari", "sari"), Fit::kWhole);
  EXPECT_EQ(fit("sukasari sariwangi", "sari"), Fit::kPrefix);
}

}  // namespace
}  // namespace hurtrock::shipping
