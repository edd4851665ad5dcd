#include "platform/core/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace hurtrock::text {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(TextTest, WellFormedTextOfEveryLengthIsAccepted) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("gitar \u00e9 \u20ac \U0001F3B8"));
  EXPECT_TRUE(is_utf8("\U0010FFFF"));
}

TEST(TextTest, MalformedTextIsRefused) {
  EXPECT_FALSE(is_utf8("\x80"));              // continues nothing
  EXPECT_FALSE(is_utf8("\xC3"));              // cut short
  EXPECT_FALSE(is_utf8("\xE2\x82"));          // cut short
  EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong '/'
  EXPECT_FALSE(is_utf8("\xE0\x80\xAF"));      // overlong '/'
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(is_utf8("\xFF"));
}

TEST(TextTest, ControlCharactersCannotBeTyped) {
  EXPECT_TRUE(is_printable("satu\tdua\r\ntiga"));
  EXPECT_FALSE(is_printable("satu\x1b[31m"));
  EXPECT_FALSE(is_printable(std::string_view{"a\0b", 3}));
  EXPECT_FALSE(is_printable("\x7f"));
  EXPECT_FALSE(is_printable("\u0085"));
}

TEST(TextTest, LengthCountsCharactersNotBytes) {
  EXPECT_EQ(length(""), 0U);
  EXPECT_EQ(length("caf\u00e9 \U0001F3B8"), 6U);
}

TEST(TextTest, ShorteningNeverCutsInsideACharacter) {
  EXPECT_EQ(shorten("caf\u00e9 \U0001F3B8", 4), "caf\u00e9");
  EXPECT_EQ(shorten("caf\u00e9", 10), "caf\u00e9");
  EXPECT_EQ(shorten("caf\u00e9", 0), "");
}

TEST(TextTest, TrimmingTakesPastedNoBreakSpacesToo) {
  EXPECT_EQ(trim(" \u00a0\t Budi Santoso\u00a0 \r\n"), "Budi Santoso");
  EXPECT_EQ(trim(" \u00a0 "), "");
}

TEST(TextTest, CaseIsIgnoredForAsciiLettersOnly) {
  EXPECT_EQ(lower("BUDI \u00c9"), "budi \u00c9");
  EXPECT_EQ(upper("str-042 \u00e9"), "STR-042 \u00e9");
  EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-type"));
  EXPECT_FALSE(equals_ignoring_case("a", "ab"));
}

TEST(TextTest, AQuantityIsPlainDigitsWithinItsRange) {
  EXPECT_EQ(parse_integer("12", 1, 99), 12);
  EXPECT_EQ(parse_integer("007", 1, 99), 7);
  EXPECT_EQ(parse_integer("9223372036854775807", 0, kMax), kMax);
  for (const char* refused : {"", "0", "100", "-1", "+1", " 1", "1 ", "1.0", "1e3", "9223372036854775808"})
    EXPECT_EQ(parse_integer(refused, 1, 99), std::nullopt) << refused;
}

TEST(TextTest, SplittingKeepsEmptyParts) {
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(TextTest, AProductNameBecomesAnAddress) {
  EXPECT_EQ(slug("Gibson Les Paul '59"), "gibson-les-paul-59");
  EXPECT_EQ(slug("  D'Addario EXL110 -- 10/46  "), "daddario-exl110-10-46");
  EXPECT_EQ(slug("B\u00f6sendorfer Stra\u00dfe \u0141\u00f3d\u017a \u0152uvre"), "bosendorfer-strasse-lodz-oeuvre");
  EXPECT_EQ(slug("cafe\u0301"), "cafe");
}

TEST(TextTest, ASlugIsNeverEmpty) {
  EXPECT_EQ(slug(""), "x");
  EXPECT_EQ(slug("\u30ae\u30bf\u30fc"), "x");
  EXPECT_EQ(slug("\xff\xfe"), "x");
}

TEST(TextTest, ASlugHasAtMostEightyCharactersAndNoHyphenAtItsEnd) {
  EXPECT_EQ(slug(std::string(200, 'a')).size(), 80U);
  EXPECT_EQ(slug(std::string(79, 'a') + " b"), std::string(79, 'a'));
}

}  // namespace
}  // namespace hurtrock::text
