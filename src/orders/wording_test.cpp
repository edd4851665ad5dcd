#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orders/orders.hpp"

namespace hurtrock::orders {
namespace {

using ::testing::ElementsAre;

TEST(OrderWording, a_variant_is_named_with_what_was_chosen) {
  EXPECT_EQ(name_with_options("Ibanez RG550", "Genesis"), "Ibanez RG550 (Genesis)");
  EXPECT_EQ(name_with_options("Kabel 3 m", ""), "Kabel 3 m");
}

TEST(OrderWording, an_address_without_postal_code_ends_with_its_province) {
  Address address{.street = "Jalan Braga 1",
                  .kelurahan = "Braga",
                  .kecamatan = "Sumur Bandung",
                  .kota = "Kota Bandung",
                  .provinsi = "Jawa Barat"};
  EXPECT_THAT(rows_of(address), ElementsAre("Jalan Braga 1", "Braga, Sumur Bandung", "Kota Bandung, Jawa Barat"));
  address.postal_code = "40111";
  EXPECT_EQ(rows_of(address).back(), "Kota Bandung, Jawa Barat 40111");
}

TEST(OrderWording, what_is_not_known_of_an_address_leaves_no_comma) {
  EXPECT_THAT(rows_of({.street = "Jalan Braga 1", .kelurahan = "Braga", .kota = "Kota Bandung"}),
              ElementsAre("Jalan Braga 1", "Braga", "Kota Bandung"));
}

}  // namespace
}  // namespace hurtrock::orders
