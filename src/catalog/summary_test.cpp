#include "catalog/summary.hpp"

#include <gtest/gtest.h>

#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "gitar ";
  return text;
}

TEST(Summary, a_short_text_is_its_own_summary_on_one_line) {
  EXPECT_EQ(summary_of("  Badan mahoni.\n\nLeher   maple.\n"), "Badan mahoni. Leher maple.");
  EXPECT_EQ(summary_of(""), "");
}

TEST(Summary, a_long_text_ends_with_a_whole_sentence) {
  EXPECT_EQ(summary_of("Badan mahoni, leher maple lima lapis dan fretboard rosewood yang cepat. " + words(40)),
            "Badan mahoni, leher maple lima lapis dan fretboard rosewood yang cepat.");
}

TEST(Summary, a_long_sentence_ends_at_a_word) {
  const std::string summary = summary_of("Hm. " + words(60));
  EXPECT_TRUE(summary.ends_with("gitar…")) << summary;
  EXPECT_LE(text::length(summary), kLongestSummary);
  EXPECT_GT(text::length(summary), kLongestSummary - 10);
}

TEST(Summary, a_text_without_spaces_is_cut_between_characters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "é";
  EXPECT_EQ(text::length(summary_of(text)), kLongestSummary);
  EXPECT_TRUE(summary_of(text).ends_with("é…"));
}

}  // namespace
}  // namespace hurtrock::catalog
