#include "catalog/make_variants.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "catalog/catalogue_for_tests.hpp"
#include "catalog/gallery.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

/// The helper is a shell script; everything else is real.
class MakeVariantsTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  MakeVariantsTest() {
    for (const auto& folder : {shop_.media, shop_.originals, shop_.scratch}) fs::create_directories(folder);
    product_ = db_->write([](db::Tx& tx) {
      return insert_product(tx, {.slug = "rg-550",
                                 .brand = insert_brand(tx, "ibanez", "Ibanez"),
                                 .category = insert_category(tx, {.slug = "gitar"})});
    });
    std::ofstream(shop_.originals + "/aa") << "a photo";
    image_ = db_->write(
        [&](db::Tx& tx) { return add_image(tx, {.product = product_, .original = "aa", .size = {9, 9}}, kToday)->id; });
  }
  ~MakeVariantsTest() override { fs::remove_all(folder_); }

  static std::string temporary_folder() {
    char pattern[] = "/tmp/hurtrock-variants-XXXXXX";
    return mkdtemp(pattern);
  }
  void helper_that(const std::string& script) const {
    std::ofstream(folder_ + "/helper") << "#!/bin/sh\n" << script << '\n';
    fs::permissions(folder_ + "/helper", fs::perms::owner_all);
  }
  /// Two variants, as the real one makes them.
  void helper_that_works() const {
    helper_that(
        R"(echo small > "$3/160.webp"; echo large > "$3/320.webp"; echo '{"ok":true,"width":320,"height":240,"widths":[160,320]}')");
  }
  jobs::Outcome::Kind run(int attempt = 1) {
    return make_variants({.id = 1,
                          .kind = std::string(kMakeVariants),
                          .payload = R"({"image":)" + std::to_string(image_.value()) + "}",
                          .attempt = attempt,
                          .max_attempts = kMakeVariantsAttempts},
                         shop_)
        .kind();
  }
  GalleryImage image() {
    return db_->read([&](db::Tx& tx) { return find_gallery(tx, product_)->images.front(); });
  }
  static std::size_t files_in(const std::string& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
  }

  std::string folder_ = temporary_folder();
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  FakeClock clock_{kToday};
  images::Helper helper_{folder_ + "/helper"};
  ImageServices shop_{.db = *db_,
                      .clock = clock_,
                      .helper = helper_,
                      .media = folder_ + "/media",
                      .originals = folder_ + "/originals",
                      .scratch = folder_ + "/tmp",
                      .catalogue_changed = [] {},
                      .wake_jobs = [] {}};
  ProductId product_;
  ImageId image_;
};
INSTANTIATE_TEST_SUITE_P(, MakeVariantsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(MakeVariantsTest, a_picture_is_shown_once_its_files_are_in_place) {
  helper_that_works();
  EXPECT_EQ(run(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(image().state, ImageState::kReady);
  EXPECT_THAT(image().widths, ElementsAre(160, 320));
  const std::string hash = crypto::sha256_hex("large\n").substr(0, 32);
  EXPECT_EQ(image().file, hash + "-320.webp");
  EXPECT_TRUE(fs::exists(shop_.media + "/" + hash + "-160.webp"));
  EXPECT_TRUE(fs::exists(shop_.originals + "/aa"));
  EXPECT_EQ(files_in(shop_.scratch), 0U);
}

TEST_P(MakeVariantsTest, what_cannot_be_read_fails_at_once) {
  helper_that(R"(echo '{"ok":false,"code":"damaged"}')");
  EXPECT_EQ(run(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(image().state, ImageState::kFailed);
  EXPECT_EQ(image().failure, "damaged");
}

TEST_P(MakeVariantsTest, a_helper_that_dies_is_tried_again_until_the_last_attempt) {
  helper_that("kill -KILL $$");
  EXPECT_EQ(run(1), jobs::Outcome::Kind::kRetry);
  EXPECT_EQ(image().state, ImageState::kProcessing);
  EXPECT_EQ(run(kMakeVariantsAttempts), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(image().failure, "unfinished");
  EXPECT_EQ(files_in(shop_.scratch), 0U);
}

TEST_P(MakeVariantsTest, a_picture_that_is_ready_is_left_alone) {
  helper_that_works();
  run();
  helper_that("exit 1");
  EXPECT_EQ(run(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(image().state, ImageState::kReady);
}

TEST_P(MakeVariantsTest, a_picture_that_was_removed_meanwhile_is_not_missed) {
  db_->write([&](db::Tx& tx) { arrange(tx, *lock_gallery(tx, product_), {.removed = image_}); });
  EXPECT_EQ(run(), jobs::Outcome::Kind::kDone);
}

}  // namespace
}  // namespace hurtrock::catalog
