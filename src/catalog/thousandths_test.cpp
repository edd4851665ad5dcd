#include "catalog/thousandths.hpp"

#include <gtest/gtest.h>

namespace hurtrock::catalog {
namespace {

constexpr auto kId = i18n::Language::kIndonesian, kEn = i18n::Language::kEnglish;

TEST(Thousandths, are_written_without_needless_zeros) {
  EXPECT_EQ(thousandths(648'000, kId), "648");
  EXPECT_EQ(thousandths(5'500, kId), "5,5");
  EXPECT_EQ(thousandths(5'500, kEn), "5.5");
  EXPECT_EQ(thousandths(1'380, kEn), "1.38");
  EXPECT_EQ(thousandths(5, kEn), "0.005");
  EXPECT_EQ(thousandths(-500, kEn), "-0.5");
}

TEST(Thousandths, are_read_with_either_decimal_mark) {
  EXPECT_EQ(read_thousandths("648"), 648'000);
  EXPECT_EQ(read_thousandths(" 5,5 "), 5'500);
  EXPECT_EQ(read_thousandths("5.5"), 5'500);
  EXPECT_EQ(read_thousandths("0.005"), 5);
}

TEST(Thousandths, refuse_what_is_no_number_of_thousandths) {
  for (const char* typed : {"", "banyak", "-1", "1.", ".5", "1.2345", "1.2.3", "1e3", "9999999999", "0x10", "1 000"})
    EXPECT_EQ(read_thousandths(typed), std::nullopt) << typed;
}

TEST(Thousandths, are_read_back_as_they_were_written) {
  for (const std::int64_t milli : {0, 1, 10, 999, 1'000, 25'500, 648'000, 1'000'000'000})
    for (const auto language : {kId, kEn}) EXPECT_EQ(read_thousandths(thousandths(milli, language)), milli);
}

}  // namespace
}  // namespace hurtrock::catalog
