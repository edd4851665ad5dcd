#include "admin/shipping_form.hpp"

#include <gmock/gmock.h>

#include "admin/form_for_tests.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

FormPairs good_service() {
  return {{"code", "jne-reg"},       {"courier", "JNE"},  {"name", "JNE REG"},  {"base_price", "3.000"},
          {"price_per_kg", "8.000"}, {"divisor", "6000"}, {"tolerance", "300"}, {"max_weight", "50000"},
          {"min_days", "2"},         {"max_days", "4"},   {"active", "1"},      {"z32_base", "4.000"},
          {"z32_kg", "14.000"},      {"z32_days", "1"}};
}
/// "field code" of everything that is refused.
std::vector<std::string> wrong_in_service(const std::string& field, const std::string& value) {
  std::vector<std::string> errors;
  const auto read = read_service_form(with(good_service(), field, value), ServiceCode::kAsked, english());
  if (!read)
    for (const auto& error : read.error()) errors.push_back(error.field + " " + error.code);
  return errors;
}

TEST(ShippingForm, comes_back_from_its_own_fields) {
  const auto read = read_service_form(http::Fields(good_service()), ServiceCode::kAsked, english());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->base_price, Money{3'000});
  EXPECT_TRUE(read->active);
  EXPECT_FALSE(read->is_pickup);
  EXPECT_THAT(read->zones,
              ElementsAre(shipping::ZonePrice{
                  .province = "32", .base_price = Money{4'000}, .price_per_kg = Money{14'000}, .extra_days = 1}));
  const auto again = read_service_form(fields_of(*read), ServiceCode::kAsked, english());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->zones, read->zones);
  EXPECT_EQ(again->max_weight_g, 50'000);
}

TEST(ShippingForm, says_at_each_field_what_is_wrong) {
  EXPECT_THAT(wrong_in_service("code", "JNE REG"), ElementsAre("code code"));
  EXPECT_THAT(wrong_in_service("name", ""), ElementsAre("name required"));
  EXPECT_THAT(wrong_in_service("base_price", "-1"), ElementsAre("base_price price"));
  EXPECT_THAT(wrong_in_service("price_per_kg", "100.000.001"), ElementsAre("price_per_kg price"));
  EXPECT_THAT(wrong_in_service("divisor", "0"), ElementsAre("divisor out_of_range"));
  EXPECT_THAT(wrong_in_service("tolerance", "1000"), ElementsAre("tolerance out_of_range"));
  EXPECT_THAT(wrong_in_service("max_days", "1"), ElementsAre("max_days days"));
  EXPECT_THAT(wrong_in_service("z32_kg", ""), ElementsAre("z32_kg required"));
  EXPECT_THAT(wrong_in_service("z32_days", "91"), ElementsAre("z32_days out_of_range"));
}

TEST(ShippingForm, what_costs_nothing_is_a_price) { EXPECT_THAT(wrong_in_service("base_price", "0"), IsEmpty()); }

TEST(ShippingForm, a_province_without_a_price_has_the_services_own) {
  FormPairs pairs = good_service();
  std::erase_if(pairs, [](const auto& pair) { return pair.first.starts_with('z'); });
  const auto read = read_service_form(http::Fields(pairs), ServiceCode::kAsked, english());
  ASSERT_TRUE(read);
  EXPECT_THAT(read->zones, IsEmpty());
}

TEST(ShippingForm, the_code_of_a_service_that_is_there_is_not_asked_for) {
  FormPairs pairs = good_service();
  std::erase_if(pairs, [](const auto& pair) { return pair.first == "code"; });
  EXPECT_TRUE(read_service_form(http::Fields(pairs), ServiceCode::kKept, english()));
}

TEST(ShippingForm, days_are_told_as_one_says_them) {
  const auto& texts = i18n::Texts::of(i18n::Language::kEnglish);
  EXPECT_EQ(working_days(2, 4, texts), "2–4 working days");
  EXPECT_EQ(working_days(1, 1, texts), "1 working day");
  EXPECT_EQ(working_days(0, 0, texts), "");
}

}  // namespace
}  // namespace hurtrock::admin
