#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::shipping {
namespace {

using ::testing::ElementsAre;

constexpr Money kGoods{5'000'000};
constexpr Article kStrings[] = {{.quantity = 1, .weight_g = 500, .length_mm = 100, .width_mm = 100, .height_mm = 20}};
constexpr Article kPiano[] = {
    {.quantity = 1, .weight_g = 80'000, .length_mm = 1'400, .width_mm = 500, .height_mm = 900}};

class ShippingStore : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    crypto::start();
    database_ = db::testing::migrated_database(GetParam());
    database_->write([](db::Tx& tx) {
      tx.run_script(
          "INSERT INTO shipping_services (id, code, courier, name, base_price, price_per_kg, volumetric_divisor, "
          "min_days, max_days, max_weight_g, is_pickup, active, position) VALUES "
          "(1, 'REG', 'Kurir', 'Reguler', 1000, 10000, 6000, 1, 3, 50000, 0, 1, 2), "
          "(2, 'AMBIL', 'Toko', 'Ambil di toko', 0, 0, 6000, 0, 0, NULL, 1, 1, 1), "
          "(3, 'LAMA', 'Kurir', 'Lama', 0, 1, 6000, 9, 9, NULL, 0, 0, 3);"
          "INSERT INTO shipping_zone_prices (service_id, province_code, base_price, price_per_kg, extra_days) VALUES "
          "(1, '94', 5000, 90000, 4)");
    });
  }
  std::vector<Quote> offered(std::string_view province, std::span<const Article> articles) {
    return database_->read([&](db::Tx& tx) { return quotes(tx, province, articles, kGoods); });
  }

  std::unique_ptr<db::Database> database_;
};

TEST_P(ShippingStore, active_services_are_offered_in_the_shops_order) {
  const auto found = offered("31", kStrings);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].service_code, "AMBIL");
  EXPECT_TRUE(found[0].is_pickup);
  EXPECT_EQ(found[1].service_code, "REG");
}

TEST_P(ShippingStore, without_a_zone_the_services_own_price_counts) {
  const Quote regular = offered("31", kStrings).at(1);
  EXPECT_EQ(regular.price, Money{11'000});
  EXPECT_EQ(regular.max_days, 3);
}

TEST_P(ShippingStore, a_zone_has_its_own_price_and_takes_longer) {
  const Quote regular = offered("94", kStrings).at(1);
  EXPECT_EQ(regular.price, Money{95'000});
  EXPECT_EQ(regular.min_days, 5);
  EXPECT_EQ(regular.max_days, 7);
}

TEST_P(ShippingStore, what_is_too_heavy_for_every_courier_can_still_be_fetched) {
  const auto found = offered("31", kPiano);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].service_code, "AMBIL");
}

TEST_P(ShippingStore, the_shop_pays_its_share_of_large_orders) {
  database_->write([](db::Tx& tx) {
    tx.execute(
        "INSERT INTO store_profile (id, name, street, city, province, postal_code, phone, whatsapp, email, "
        "free_shipping_from, free_shipping_at_most, updated_at) "
        "VALUES (1, 'Toko', '', '', '', '', '', '', '', 5000000, 4000, 0)");
  });
  const Quote regular = offered("31", kStrings).at(1);
  EXPECT_EQ(regular.price, Money{7'000});
  EXPECT_EQ(regular.list_price, Money{11'000});
}

INSTANTIATE_TEST_SUITE_P(, ShippingStore, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::shipping
