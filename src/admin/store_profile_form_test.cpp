#include "admin/store_profile_form.hpp"

#include <gmock/gmock.h>

#include "admin/form_for_tests.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

FormPairs good_profile() {
  return {{"name", "Hurtrock"},     {"street", "Jl. Braga 12"},  {"city", "Bandung"},       {"province", "Jawa Barat"},
          {"postal_code", "40111"}, {"phone", "0821-1555-8035"}, {"whatsapp", ""},          {"email", "toko@contoh.id"},
          {"open_1", "09:30"},      {"close_1", "18.00"},        {"free_from", "5.000.000"}};
}
std::vector<std::string> wrong_in_profile(const std::string& field, const std::string& value) {
  FormPairs pairs = good_profile();
  std::erase_if(pairs, [&](const auto& pair) { return pair.first == field; });
  pairs.emplace_back(field, value);
  std::vector<std::string> errors;
  const auto read = read_store_profile(http::Fields(std::move(pairs)), english());
  if (!read)
    for (const auto& error : read.error()) errors.push_back(error.field + " " + error.code);
  return errors;
}

TEST(StoreProfileForm, comes_back_from_its_own_fields) {
  const auto read = read_store_profile(http::Fields(good_profile()), english());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->phone, "0821-1555-8035") << "shown as the shop writes it";
  EXPECT_EQ(read->hours[1], (hurtrock::store::Hours{570, 1080}));
  EXPECT_EQ(read->hours[2], std::nullopt);
  EXPECT_EQ(read->free_shipping, (hurtrock::store::FreeShipping{Money{5'000'000}, std::nullopt}));
  const auto again = read_store_profile(fields_of(*read), english());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->hours, read->hours);
  EXPECT_EQ(again->free_shipping, read->free_shipping);
}

TEST(StoreProfileForm, says_at_each_field_what_is_wrong) {
  EXPECT_THAT(wrong_in_profile("name", " "), ElementsAre("name required"));
  EXPECT_THAT(wrong_in_profile("email", "toko"), ElementsAre("email email"));
  EXPECT_THAT(wrong_in_profile("tax_number", "12.345"), ElementsAre("tax_number tax_number"));
  EXPECT_THAT(wrong_in_profile("open_1", "9"), ElementsAre("open_1 hour"));
  EXPECT_THAT(wrong_in_profile("close_1", ""), ElementsAre("close_1 hour"));
  EXPECT_THAT(wrong_in_profile("close_1", "09:30"), ElementsAre("close_1 hours"));
  EXPECT_THAT(wrong_in_profile("close_1", "24:30"), ElementsAre("close_1 hour"));
  EXPECT_THAT(wrong_in_profile("free_from", "0"), ElementsAre("free_from price"));
}

TEST(StoreProfileForm, a_limit_of_free_shipping_needs_a_beginning) {
  FormPairs pairs = good_profile();
  std::erase_if(pairs, [](const auto& pair) { return pair.first == "free_from"; });
  pairs.emplace_back("free_at_most", "100.000");
  const auto read = read_store_profile(http::Fields(pairs), english());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().front().field, "free_from");
}

TEST(StoreProfileForm, tax_numbers_have_fifteen_or_sixteen_digits) {
  EXPECT_THAT(wrong_in_profile("tax_number", "01.234.567.8-901.000"), IsEmpty());
  EXPECT_THAT(wrong_in_profile("tax_number", "0123456789012345"), IsEmpty());
}

TEST(StoreProfileForm, a_day_may_last_until_midnight) { EXPECT_THAT(wrong_in_profile("close_1", "24:00"), IsEmpty()); }

}  // namespace
}  // namespace hurtrock::admin
