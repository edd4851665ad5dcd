#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/message.hpp"

namespace hurtrock::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(FieldsTest, PercentTripletsAndPlusSignsAreDecoded) {
  const auto fields = Fields::decode("q=gitar+listrik&merek=Ib%61nez%20%26%20co&kosong=&tanpa");
  ASSERT_TRUE(fields);
  EXPECT_THAT(fields->pairs(), ElementsAre(Pair("q", "gitar listrik"), Pair("merek", "Ibanez & co"), Pair("kosong", ""),
                                           Pair("tanpa", "")));
}

TEST(FieldsTest, APercentSignThatStartsNoTripletStandsForItself) {
  EXPECT_EQ(Fields::decode("q=100%&r=%zz&s=%2")->canonical(), "q=100%25&r=%25zz&s=%252");
}

TEST(FieldsTest, RepeatedNamesKeepAllTheirValuesInOrder) {
  const auto fields = Fields::decode("size=L&color=red&size=M");
  EXPECT_EQ(fields->value("size"), "L");
  EXPECT_EQ(fields->count("size"), 2U);
  EXPECT_THAT(fields->all("size"), ElementsAre("L", "M"));
}

TEST(FieldsTest, AMissingFieldIsNothingAndAnEmptyOneIsEmpty) {
  const auto fields = Fields::decode("a=");
  EXPECT_EQ(fields->get("a"), "");
  EXPECT_EQ(fields->get("b"), std::nullopt);
  EXPECT_EQ(fields->value("b"), "");
}

TEST(FieldsTest, TwoHundredFieldsAreTakenAndOneMoreIsRefused) {
  std::string encoded;
  for (int i = 0; i < 200; ++i) encoded += "a=1&";
  EXPECT_TRUE(Fields::decode(encoded));
  EXPECT_FALSE(Fields::decode(encoded + "b=2"));
}

TEST(FieldsTest, AValueLongerThan64KiBIsRefused) {
  EXPECT_TRUE(Fields::decode("a=" + std::string(64 * 1024, 'x')));
  EXPECT_FALSE(Fields::decode("a=" + std::string(64 * 1024 + 1, 'x')));
}

TEST(FieldsTest, BytesThatAreNotTextAreRefused) {
  EXPECT_FALSE(Fields::decode("a=%FF"));
  EXPECT_FALSE(Fields::decode("a=x%00y"));
  EXPECT_FALSE(Fields::decode("%C0%AF=1"));
}

TEST(FieldsTest, QueriesThatMeanTheSameHaveTheSameCanonicalForm) {
  EXPECT_EQ(Fields::decode("b=2&a=x%20y&b=1")->canonical(), "a=x+y&b=2&b=1");
  EXPECT_EQ(Fields::decode("&a=x+y&&b=2&b=1&")->canonical(), "a=x+y&b=2&b=1");
}

}  // namespace
}  // namespace hurtrock::http
