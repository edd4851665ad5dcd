#include "catalog/search/words.hpp"

#include <gmock/gmock.h>

namespace hurtrock::catalog::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> joined(std::string_view text) {
  std::vector<std::string> words;
  for (const Word& word : words_of(text)) words.push_back(word.joined);
  return words;
}

TEST(Words, a_model_is_one_word_however_it_is_written) {
  for (const char* written : {"RG-550", "rg550", "Rg/550", "RG_550"})
    EXPECT_THAT(joined(written), ElementsAre("rg550"));
}

TEST(Words, letters_and_digits_are_pieces_of_their_own) {
  EXPECT_THAT(words_of("RG-550DX")[0].pieces, ElementsAre("rg", "550", "dx"));
  EXPECT_THAT(words_of("gitar")[0].pieces, IsEmpty());
}

TEST(Words, apostrophes_and_marks_make_no_difference) {
  EXPECT_THAT(joined("D'Addario Café ’60s"), ElementsAre("daddario", "cafe", "60s"));
}

TEST(Words, what_has_no_letter_or_digit_is_no_word) {
  EXPECT_THAT(joined(" \t !!! — ″ 音 "), IsEmpty());
  EXPECT_THAT(joined("x"), ElementsAre("x"));
}

TEST(Words, no_more_are_read_than_asked_for) { EXPECT_EQ(words_of("a b c d", 2).size(), 2U); }

TEST(Words, a_whole_text_joins_to_one_word) { EXPECT_EQ(join(words_of("Les Paul '59")), "lespaul59"); }

}  // namespace
}  // namespace hurtrock::catalog::search
