#include "catalog/search/synonyms.hpp"

#include <gmock/gmock.h>

namespace hurtrock::catalog::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Synonyms kSynonyms({"efek, pedal efek, effect", "lp, les paul"});

TEST(Synonyms, every_phrase_of_a_set_stands_for_every_other) {
  const auto found = kSynonyms.in(words_of("efek boss"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 0U);
  EXPECT_EQ(found[0].count, 1U);
  EXPECT_THAT(found[0].others, ElementsAre(ElementsAre("pedal", "efek"), ElementsAre("effect")));
}

TEST(Synonyms, a_phrase_of_several_words_is_found_as_a_whole) {
  const auto found = kSynonyms.in(words_of("gibson les paul"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 1U);
  EXPECT_EQ(found[0].count, 2U);
  EXPECT_THAT(kSynonyms.in(words_of("paul les")), IsEmpty());
}

TEST(Synonyms, longer_and_shorter_phrases_are_both_found) {
  EXPECT_EQ(kSynonyms.in(words_of("pedal efek")).size(), 2U) << "'pedal efek', and 'efek' in it";
}

TEST(Synonyms, a_set_written_badly_does_no_harm) {
  EXPECT_THAT(Synonyms({"", ",,", " , !!", "sendiri"}).in(words_of("sendiri")), ElementsAre(testing::_));
}

}  // namespace
}  // namespace hurtrock::catalog::search
