#include "platform/core/phone.hpp"

#include <gtest/gtest.h>

namespace hurtrock::text {
namespace {

TEST(Phone, mobile_numbers_of_the_country_begin_with_a_zero_and_stand_in_groups) {
  EXPECT_EQ(national_phone("+6281234567890"), "0812-3456-7890");
  EXPECT_EQ(national_phone("+628211555803"), "0821-1555-803");
  EXPECT_EQ(national_phone("+62811555803"), "0811-5558-03");
  EXPECT_EQ(national_phone("+62812345678901"), "0812-3456-78901");
}

TEST(Phone, fixed_lines_of_the_country_are_not_grouped) { EXPECT_EQ(national_phone("+622212345678"), "02212345678"); }

TEST(Phone, what_is_not_of_the_country_stays) {
  EXPECT_EQ(national_phone("+6591234567"), "+6591234567");
  EXPECT_EQ(national_phone("081234567890"), "081234567890");
  EXPECT_EQ(national_phone(""), "");
}

}  // namespace
}  // namespace hurtrock::text
