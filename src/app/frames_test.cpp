#include "app/frames.hpp"

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
    frames_.emplace(*db_, *catalogue_, "https://shop.example", false);
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
