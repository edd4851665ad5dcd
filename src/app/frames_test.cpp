#include "app/frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

class FramesTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    run("INSERT INTO store_profile (id, name, street, city, province, postal_code, phone, whatsapp, email, updated_at) "
        "VALUES (1, 'Hurtrock', '', '', '', '', '', '', '', 0)");
    run("INSERT INTO categories (slug, name_id, name_en) VALUES ('gitar', 'Gitar', 'Guitars')");
    catalogue_.emplace(*db_, clock_);
    frames_.emplace(*db_, *catalogue_, "https://shop.example", false,
                    [] { return std::vector<std::string>{"midtrans", "cod"}; });
  }
  void run(const std::string& sql) {
    db_->write([&](db::Tx& tx) { tx.execute(sql); });
  }
  std::shared_ptr<const layout::Shop> shop_in(i18n::Language language) {
    http::Request request;
    request.visitor.language = language;
    return frames_->frame_for(request).shop;
  }

  SystemClock clock_;
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  std::optional<catalog::Catalogue> catalogue_;
  std::optional<Frames> frames_;
};
INSTANTIATE_TEST_SUITE_P(, FramesTest, db::testing::every_dialect(), db::testing::name_of);

constexpr auto kId = i18n::Language::kIndonesian, kEn = i18n::Language::kEnglish;

TEST_P(FramesTest, every_page_of_one_language_shares_the_shop) {
  EXPECT_EQ(shop_in(kId), shop_in(kId));
  EXPECT_EQ(shop_in(kId)->categories.front().name, "Gitar");
  EXPECT_EQ(shop_in(kEn)->categories.front().name, "Guitars");
}

TEST_P(FramesTest, a_changed_profile_is_shown_once_it_has_been_read) {
  EXPECT_EQ(shop_in(kId)->store.name, "Hurtrock");
  run("UPDATE store_profile SET name = 'Hurtrock Bandung', version = version + 1");
  EXPECT_EQ(shop_in(kId)->store.name, "Hurtrock");
  EXPECT_TRUE(frames_->refresh());
  EXPECT_EQ(shop_in(kId)->store.name, "Hurtrock Bandung");
}

TEST_P(FramesTest, the_shops_place_is_that_of_its_profile) {
  run("UPDATE store_profile SET city = 'Kota Malang', province = 'Jawa Timur', version = version + 1");
  EXPECT_NE(frames_->shop_place().city, "Kota Malang");
  frames_->refresh();
  EXPECT_EQ(frames_->shop_place().city, "Kota Malang");
  EXPECT_EQ(frames_->shop_place().province, "Jawa Timur");
}

TEST_P(FramesTest, the_footer_names_what_can_be_paid_by_and_who_carries) {
  using testing::Contains;
  using testing::ElementsAre;
  using testing::IsEmpty;
  using testing::Not;
  run("UPDATE payment_settings SET enabled = CASE WHEN provider = 'cod' THEN 1 ELSE 0 END");
  EXPECT_TRUE(frames_->refresh());
  EXPECT_THAT(shop_in(kId)->store.payment_methods, ElementsAre("COD"));
  EXPECT_THAT(shop_in(kId)->store.ways_to_pay, ElementsAre("cod"));
  EXPECT_THAT(shop_in(kId)->store.couriers, IsEmpty());
  run("UPDATE payment_settings SET enabled = 1");
  run("INSERT INTO shipping_services (code, courier, name, base_price, price_per_kg, volumetric_divisor, min_days, "
      "max_days, is_pickup, active, position) VALUES ('jne-yes', 'JNE', 'YES', 0, 0, 6000, 1, 1, 0, 1, 3), "
      "('jne-reg', 'JNE', 'REG', 0, 0, 6000, 1, 1, 0, 1, 1), ('jnt', 'J&T', 'EZ', 0, 0, 6000, 1, 1, 0, 1, 2), "
      "('pickup', 'Toko', 'Ambil', 0, 0, 6000, 0, 0, 1, 1, 4), ('old', 'Lama', 'Lama', 0, 0, 6000, 1, 1, 0, 0, 0)");
  EXPECT_TRUE(frames_->refresh());
  EXPECT_FALSE(frames_->refresh());
  EXPECT_THAT(shop_in(kId)->store.payment_methods, Contains("QRIS"));
  EXPECT_THAT(shop_in(kId)->store.payment_methods, Not(Contains("Visa"))) << "this process has no keys for cards";
  EXPECT_THAT(shop_in(kId)->store.couriers, ElementsAre("JNE", "J&T"));
}

TEST_P(FramesTest, a_new_department_appears_in_both_languages) {
  EXPECT_EQ(shop_in(kId)->categories.size(), 1U);
  EXPECT_EQ(shop_in(kEn)->categories.size(), 1U);
  run("INSERT INTO categories (slug, name_id, name_en, position) VALUES ('bass', 'Bas', 'Basses', 1)");
  run("UPDATE catalogue_version SET version = version + 1");
  catalogue_->refresh();
  EXPECT_EQ(shop_in(kId)->categories.back().name, "Bas");
  EXPECT_EQ(shop_in(kEn)->categories.back().name, "Basses");
}

}  // namespace
}  // namespace hurtrock::app
