#include "store/structured.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace hurtrock::store {
namespace {

namespace json = boost::json;

json::object structured_object(const Profile& profile) {
  return json::parse(structured(profile, "https://shop.example")).as_object();
}

TEST(StructuredShop, names_where_and_when_the_shop_is_open) {
  Profile profile;
  profile.name = "Hurtrock";
  profile.street = "Jl. Braga 12";
  profile.city = "Bandung";
  profile.phone = "0821-1555-8035";
  profile.hours[1] = Hours{9 * 60 + 30, 18 * 60};
  const json::object shop = structured_object(profile);
  EXPECT_EQ(shop.at("@type"), "MusicStore");
  EXPECT_EQ(shop.at("url"), "https://shop.example/");
  EXPECT_EQ(shop.at("telephone"), "0821-1555-8035");
  EXPECT_EQ(shop.at("address").at("streetAddress"), "Jl. Braga 12");
  EXPECT_EQ(shop.at("address").at("addressLocality"), "Bandung");
  const json::array& hours = shop.at("openingHoursSpecification").as_array();
  ASSERT_EQ(hours.size(), 1U) << "closed days are not named";
  EXPECT_EQ(hours[0].at("dayOfWeek"), "Monday");
  EXPECT_EQ(hours[0].at("opens"), "09:30");
  EXPECT_EQ(hours[0].at("closes"), "18:00");
}

TEST(StructuredShop, leaves_out_what_is_not_known) {
  const json::object shop = structured_object({});
  for (const auto name : {"telephone", "email", "openingHoursSpecification"}) EXPECT_FALSE(shop.contains(name)) << name;
  EXPECT_FALSE(shop.at("address").as_object().contains("postalCode"));
}

}  // namespace
}  // namespace hurtrock::store
