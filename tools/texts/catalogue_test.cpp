#include "catalogue.hpp"

#include <gmock/gmock.h>

#include "output.hpp"

namespace texts {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view json) {
  Catalogue catalogue;
  try {
    add_file(catalogue, "cart/texts.json", json);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Texts, AKeyMissingInOneLanguageIsRefused) {
  EXPECT_EQ(refusal(R"({"cart.title": {"id": "Keranjang"}})"), "cart/texts.json: cart.title: \"en\" is missing");
  EXPECT_THAT(refusal(R"({"cart.title": {"en": "Cart"}})"), HasSubstr("\"id\" is missing"));
}

TEST(Texts, AnEmptyTextIsRefused) {
  EXPECT_THAT(refusal(R"({"cart.title": {"id": " ", "en": "Cart"}})"), HasSubstr("is empty"));
  EXPECT_THAT(refusal(R"({"a.b": {"id": "{n} x", "en": {"one": "", "other": "{n} x"}}})"), HasSubstr("is empty"));
}

TEST(Texts, PlaceholdersMustBeTheSameInBothLanguages) {
  EXPECT_THAT(refusal(R"({"a.b": {"id": "{nama} hadir", "en": "{name} is here"}})"), HasSubstr("different"));
  EXPECT_THAT(refusal(R"({"a.b": {"id": "{n} x", "en": {"one": "{m} x", "other": "{n} x"}}})"), HasSubstr("lacks"));
}

TEST(Texts, TheEnglishSingularMayDoWithoutItsNumber) {
  EXPECT_EQ(refusal(R"({"a.b": {"id": "{n} hari", "en": {"one": "a day", "other": "{n} days"}}})"), "accepted");
}

TEST(Texts, PluralFormsWithoutANumberAreRefused) {
  EXPECT_THAT(refusal(R"({"a.b": {"id": "hari", "en": {"one": "day", "other": "days"}}})"), HasSubstr("need {n}"));
}

TEST(Texts, ABraceWithoutItsPartnerIsRefused) {
  EXPECT_THAT(refusal(R"({"a.b": {"id": "{n", "en": "x"}})"), HasSubstr("partner"));
  EXPECT_THAT(refusal(R"({"a.b": {"id": "n}", "en": "x"}})"), HasSubstr("partner"));
}

TEST(Texts, AMisspeltLanguageIsRefused) {
  EXPECT_THAT(refusal(R"({"a.b": {"id": "x", "en": "x", "ne": "x"}})"), HasSubstr("unexpected \"ne\""));
}

TEST(Texts, AKeyDefinedByTwoFeaturesIsRefused) {
  Catalogue catalogue;
  add_file(catalogue, "a", R"({"a.b": {"id": "x", "en": "x"}})");
  EXPECT_THROW(add_file(catalogue, "b", R"({"a.b": {"id": "x", "en": "x"}})"), Error);
}

TEST(Texts, AKeyThatStandsInOneFileTwiceIsRefusedByName) {
  EXPECT_EQ(
      refusal(R"({"a.b": {"id": "x", "en": "x"}, "a.c": {"id": "y", "en": "y"}, "a.b" : {"id": "z", "en": "z"}})"),
      "cart/texts.json: a.b: defined twice");
}

TEST(Texts, AWordingThatStandsInOneTextTwiceIsRefusedByName) {
  EXPECT_EQ(refusal(R"({"a.b": {"id": "x", "en": "x", "id": "y"}})"),
            "cart/texts.json: a.b: \"id\" stands there twice");
  EXPECT_THAT(refusal(R"({"a.b": {"id": "{n}", "en": {"one": "1", "one": "2", "other": "{n}"}}})"),
              HasSubstr("\"one\""));
}

TEST(Texts, WhatLooksLikeAKeyInsideAWordingIsNone) {
  EXPECT_EQ(refusal(R"({"a.b": {"id": "\"a.b\": \\", "en": "\"id\": \"id\":"}, "a.c": {"id": "x", "en": "x"}})"),
            "accepted");
}

TEST(Texts, TheKeyListNamesPlaceholdersButNoWordings) {
  Catalogue catalogue;
  add_file(catalogue, "a", R"({"b.x": {"id": "{n} dari {all}", "en": "{n} of {all}"}, "a.y": {"id": "q", "en": "q"}})");
  EXPECT_EQ(key_list(catalogue), "a.y\nb.x all n\n");
}

TEST(Texts, QuotesAndLineBreaksSurviveInTheGeneratedSource) {
  Catalogue catalogue;
  add_file(catalogue, "a", R"({"a.b": {"id": "\"ya\"\n", "en": "y\\n"}})");
  EXPECT_THAT(source_text(catalogue), HasSubstr(R"({"a.b", 3}, {"\"ya\"\012", 5}, {"y\\n", 3}, {"y\\n", 3})"));
}

}  // namespace
}  // namespace texts
