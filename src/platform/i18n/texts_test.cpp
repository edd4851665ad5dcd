#include "platform/i18n/texts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "platform/i18n/catalogue.hpp"

namespace hurtrock::i18n {
namespace {

const Texts& indonesian() { return Texts::of(Language::kIndonesian); }
const Texts& english() { return Texts::of(Language::kEnglish); }

TEST(Texts, AreFoundInBothLanguages) {
  EXPECT_EQ(indonesian()("i18n.language.en"), "Bahasa Inggris");
  EXPECT_EQ(english()("i18n.language.en"), "English");
}

TEST(Texts, EnglishCountsOneApart) {
  EXPECT_EQ(english()("i18n.days", {{"n", 1}}), "1 day");
  EXPECT_EQ(english()("i18n.days", {{"n", 0}}), "0 days");
  EXPECT_EQ(english()("i18n.days", {{"n", std::size_t{2}}}), "2 days");
}

TEST(Texts, IndonesianHasOneFormForEveryNumber) {
  EXPECT_EQ(indonesian()("i18n.days", {{"n", 1}}), "1 hari");
  EXPECT_EQ(indonesian()("i18n.days", {{"n", 7}}), "7 hari");
}

TEST(Texts, BracesInAValueAreNotReplacedAgain) { EXPECT_EQ(indonesian()("i18n.days", {{"n", "{n}"}}), "{n} hari"); }

TEST(Texts, APlaceholderWithoutItsValueStays) { EXPECT_EQ(indonesian()("i18n.days", {{"other", "x"}}), "{n} hari"); }

TEST(Texts, AnUnknownKeyAnswersItselfAndIsCounted) {
  const std::uint64_t before = Texts::unknown_keys();
  EXPECT_EQ(english()("i18n.nonsense"), "i18n.nonsense");
  EXPECT_EQ(english()("i18n.nonsense", {{"n", 1}}), "i18n.nonsense");
  EXPECT_EQ(Texts::unknown_keys(), before + 2);
  EXPECT_FALSE(english().has("i18n.nonsense"));
}

TEST(Texts, APlaceFoundOnceAnswersLikeItsKey) {
  const std::uint32_t days = Texts::index_of("i18n.days");
  EXPECT_EQ(english().at(days, {{"n", 1}}), "1 day");
  EXPECT_EQ(indonesian().at(days), "{n} hari");
  EXPECT_THROW(Texts::index_of("i18n.nonsense"), std::logic_error);
}

TEST(Texts, TheCatalogueIsSortedWithoutRepetitions) {
  const auto entries = catalogue::entries();
  EXPECT_TRUE(std::ranges::is_sorted(entries, std::ranges::less_equal{},
                                     [](const catalogue::Entry& entry) { return entry.key.view(); }));
}

}  // namespace
}  // namespace hurtrock::i18n
