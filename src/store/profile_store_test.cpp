#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "store/store.hpp"

namespace hurtrock::store {
namespace {

class ProfileStore : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  Profile load() {
    return db_->read([](db::Tx& tx) { return load_profile(tx); });
  }
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, ProfileStore, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ProfileStore, a_shop_that_has_not_been_set_up_has_a_name_all_the_same) {
  const Profile profile = load();
  EXPECT_FALSE(profile.name.empty());
  EXPECT_EQ(profile.version, 0);
}

TEST_P(ProfileStore, a_profile_is_read_as_it_was_entered) {
  db_->write([](db::Tx& tx) {
    tx.execute(
        "INSERT INTO store_profile (id, name, street, city, province, postal_code, phone, whatsapp, email, "
        "tax_number, free_shipping_from, free_shipping_at_most, version, updated_at) VALUES (1, 'Hurtrock', "
        "'Jl. Braga 12', 'Bandung', 'Jawa Barat', '40111', '0821', '0822', 'toko@contoh.id', "
        "'01.234.567.8-901.000', 5000000, 150000, 7, 0)");
    tx.execute("INSERT INTO opening_hours (weekday, opens_minute, closes_minute) VALUES (1, 570, 1080), (0, 0, 1440)");
  });
  const Profile profile = load();
  EXPECT_EQ(profile.name, "Hurtrock");
  EXPECT_EQ(profile.street, "Jl. Braga 12");
  EXPECT_EQ(profile.city, "Bandung");
  EXPECT_EQ(profile.province, "Jawa Barat");
  EXPECT_EQ(profile.postal_code, "40111");
  EXPECT_EQ(profile.phone, "0821");
  EXPECT_EQ(profile.whatsapp, "0822");
  EXPECT_EQ(profile.tax_number, "01.234.567.8-901.000");
  EXPECT_EQ(profile.email, "toko@contoh.id");
  EXPECT_EQ(profile.free_shipping, (FreeShipping{Money{5'000'000}, Money{150'000}}));
  EXPECT_EQ(db_->read(load_free_shipping), profile.free_shipping);
  EXPECT_EQ(profile.version, 7);
  EXPECT_EQ(profile.hours[0], (Hours{0, 1440}));
  EXPECT_EQ(profile.hours[1], (Hours{570, 1080}));
  EXPECT_EQ(profile.hours[2], std::nullopt);
}

TEST_P(ProfileStore, a_profile_reads_as_it_was_written_and_nobody_overwrites_what_they_have_not_seen) {
  const auto save = [&](const Profile& profile, std::int64_t seen) {
    return db_->write([&](db::Tx& tx) { return save_profile(tx, profile, seen, from_micros(5)); });
  };
  Profile profile;
  profile.name = "Hurtrock";
  profile.street = "Jl. Braga 12";
  profile.tax_number = "01.234.567.8-901.000";
  profile.free_shipping = FreeShipping{Money{5'000'000}, Money{100'000}};
  profile.hours[1] = Hours{570, 1080};
  ASSERT_TRUE(save(profile, 0));
  EXPECT_FALSE(save(profile, 0)) << "there is one now";
  EXPECT_EQ(load().version, 1);
  EXPECT_EQ(load().tax_number, profile.tax_number);
  EXPECT_EQ(load().free_shipping, profile.free_shipping);
  EXPECT_EQ(load().hours, profile.hours);
  profile.hours = {};
  profile.hours[0] = Hours{0, 1440};
  profile.free_shipping.reset();
  ASSERT_TRUE(save(profile, 1));
  EXPECT_FALSE(save(profile, 1));
  EXPECT_EQ(load().version, 2);
  EXPECT_EQ(load().hours, profile.hours);
  EXPECT_EQ(load().free_shipping, std::nullopt);
}

}  // namespace
}  // namespace hurtrock::store
