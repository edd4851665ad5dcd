#include "catalog/gallery.hpp"

#include <gmock/gmock.h>

#include "catalog/catalogue_for_tests.hpp"
#include "platform/core/crypto.hpp"
#include "platform/jobs/runner.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GalleryTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  template <class Body>
  auto write(Body&& body) {
    return db_->write(std::forward<Body>(body));
  }
  void SetUp() override {
    write([&](db::Tx& tx) {
      const auto category = insert_category(tx, {.slug = "gitar"});
      const auto brand = insert_brand(tx, "ibanez", "Ibanez");
      guitar_ = insert_product(tx, {.slug = "rg-550", .name = "Ibanez RG550", .brand = brand, .category = category});
      bass_ = insert_product(tx, {.slug = "sr-300", .brand = brand, .category = category});
      insert_variant(tx, guitar_, {.sku = "RG"});
      insert_variant(tx, bass_, {.sku = "SR"});
    });
  }

  AddedImage add(const std::string& original, std::optional<ProductId> product = std::nullopt) {
    return write([&](db::Tx& tx) {
      return *add_image(tx, {.product = product.value_or(guitar_), .original = original, .size = {4000, 3000}}, kToday);
    });
  }
  ImageId add_ready(const std::string& original) {
    const auto added = add(original);
    finish(added.id, original);
    return added.id;
  }
  void finish(ImageId image, const std::string& name) {
    write([&](db::Tx& tx) {
      mark_ready(tx, image, name + "-320.webp", {.size = {320, 240}, .widths = {160, 320}}, kToday);
    });
  }
  void arrange_as(const Arrangement& wanted) {
    write([&](db::Tx& tx) { arrange(tx, *lock_gallery(tx, guitar_), wanted); });
  }
  Gallery gallery() {
    return db_->read([&](db::Tx& tx) { return *find_gallery(tx, guitar_); });
  }
  std::vector<ImageId> order() {
    std::vector<ImageId> ids;
    for (const auto& image : gallery().images) ids.push_back(image.id);
    return ids;
  }
  std::vector<std::string> shown() {
    const auto snapshot = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
    std::vector<std::string> files;
    const auto& product = snapshot->products()[static_cast<std::size_t>(*snapshot->find_product("rg-550"))];
    for (const auto& image : product.images) files.emplace_back(image.file);
    return files;
  }
  std::int64_t version() {
    return db_->read([](db::Tx& tx) { return catalogue_version(tx); });
  }
  std::int64_t jobs_waiting() {
    return db_->read([](db::Tx& tx) { return jobs::count_jobs(tx, kToday).waiting; });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  ProductId guitar_, bass_;
};
INSTANTIATE_TEST_SUITE_P(, GalleryTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(GalleryTest, an_upload_waits_for_its_job_and_is_not_shown) {
  const auto added = add("aa");
  EXPECT_TRUE(added.is_new);
  EXPECT_EQ(jobs_waiting(), 1);
  EXPECT_THAT(shown(), IsEmpty());
  const auto images = gallery().images;
  ASSERT_EQ(images.size(), 1U);
  EXPECT_EQ(images[0].state, ImageState::kProcessing);
  EXPECT_EQ(images[0].alt_id, "Ibanez RG550");
  EXPECT_EQ(db_->read([&](db::Tx& tx) { return original_to_process(tx, added.id); }), "aa");
}

TEST_P(GalleryTest, a_finished_picture_is_shown_with_its_widths) {
  const auto before = version();
  add_ready("aa");
  EXPECT_THAT(shown(), ElementsAre("aa-320.webp"));
  EXPECT_THAT(gallery().images[0].widths, ElementsAre(160, 320));
  EXPECT_GT(version(), before);
}

TEST_P(GalleryTest, the_same_picture_is_not_kept_twice) {
  const auto first = add("aa");
  const auto second = add("aa");
  EXPECT_EQ(second.id, first.id);
  EXPECT_FALSE(second.is_new);
  EXPECT_EQ(jobs_waiting(), 1);
  EXPECT_TRUE(add("aa", bass_).is_new);
}

TEST_P(GalleryTest, a_job_that_runs_twice_changes_nothing_the_second_time) {
  const auto image = add_ready("aa");
  const auto before = version();
  finish(image, "bb");
  write([&](db::Tx& tx) { mark_failed(tx, image, images::Refusal::kDamaged, kToday); });
  EXPECT_THAT(shown(), ElementsAre("aa-320.webp"));
  EXPECT_EQ(version(), before);
}

TEST_P(GalleryTest, a_failed_picture_says_why_and_can_be_tried_again) {
  const auto image = add("aa").id;
  write([&](db::Tx& tx) { mark_failed(tx, image, images::Refusal::kDamaged, kToday); });
  EXPECT_EQ(gallery().images[0].state, ImageState::kFailed);
  EXPECT_EQ(gallery().images[0].failure, "damaged");
  EXPECT_FALSE(write([&](db::Tx& tx) { return try_again(tx, bass_, image, kToday); }));
  EXPECT_TRUE(write([&](db::Tx& tx) { return try_again(tx, guitar_, image, kToday); }));
  EXPECT_FALSE(write([&](db::Tx& tx) { return try_again(tx, guitar_, image, kToday); }));
  EXPECT_EQ(gallery().images[0].state, ImageState::kProcessing);
  EXPECT_EQ(jobs_waiting(), 2);
}

TEST_P(GalleryTest, a_picture_whose_job_died_is_found_and_told) {
  add("aa");
  EXPECT_EQ(write([&](db::Tx& tx) { return fail_stranded(tx, kToday, kToday); }), 0);
  EXPECT_EQ(write([&](db::Tx& tx) { return fail_stranded(tx, kToday + 1s, kToday); }), 1);
  EXPECT_EQ(gallery().images[0].failure, "unfinished");
}

TEST_P(GalleryTest, staff_decide_the_order) {
  const auto a = add_ready("aa"), b = add_ready("bb"), c = add_ready("cc");
  const auto before = version();
  arrange_as({.order = {c, a, b}});
  EXPECT_THAT(order(), ElementsAre(c, a, b));
  EXPECT_THAT(shown(), ElementsAre("cc-320.webp", "aa-320.webp", "bb-320.webp"));
  EXPECT_GT(version(), before);
}

TEST_P(GalleryTest, a_picture_uploaded_meanwhile_goes_behind_the_arranged_ones) {
  const auto a = add_ready("aa"), b = add_ready("bb"), c = add_ready("cc");
  arrange_as({.order = {b, a}});
  EXPECT_THAT(order(), ElementsAre(b, a, c));
}

TEST_P(GalleryTest, one_picture_is_the_thumbnail) {
  const auto a = add_ready("aa"), b = add_ready("bb");
  arrange_as({.thumbnail = a});
  arrange_as({.thumbnail = b});
  EXPECT_FALSE(gallery().images[0].thumbnail);
  EXPECT_TRUE(gallery().images[1].thumbnail);
}

TEST_P(GalleryTest, a_removed_picture_is_gone_and_may_come_again) {
  const auto a = add_ready("aa"), b = add_ready("bb");
  arrange_as({.removed = a});
  EXPECT_THAT(order(), ElementsAre(b));
  EXPECT_TRUE(add("aa").is_new);
}

TEST_P(GalleryTest, texts_are_kept_in_both_languages) {
  const auto a = add_ready("aa");
  arrange_as({.descriptions = {{a, "Tampak depan", "Front"}}});
  EXPECT_EQ(gallery().images[0].alt_id, "Tampak depan");
  EXPECT_EQ(gallery().images[0].alt_en, "Front");
}

TEST_P(GalleryTest, a_picture_shows_one_variant_or_all) {
  const auto a = add_ready("aa");
  const auto [red, other] = write([&](db::Tx& tx) {
    return std::pair{insert_variant(tx, guitar_, {.sku = "RG-RD"}), insert_variant(tx, bass_, {.sku = "SR-RD"})};
  });
  arrange_as({.shows = {{a, red}}});
  EXPECT_EQ(gallery().images[0].variant, red);
  EXPECT_EQ(gallery().images[0].sku, "RG-RD");
  arrange_as({.order = {a}});
  EXPECT_EQ(gallery().images[0].variant, red) << "nobody has said anything of it";
  arrange_as({.shows = {{a, std::nullopt}}});
  EXPECT_EQ(gallery().images[0].variant, std::nullopt);
  arrange_as({.shows = {{a, other}}});
  EXPECT_EQ(gallery().images[0].variant, std::nullopt) << "another product's";
}

TEST_P(GalleryTest, pictures_of_other_products_are_out_of_reach) {
  const auto other = add("aa", bass_).id;
  arrange_as({.order = {other}, .descriptions = {{other, "x", "x"}}, .thumbnail = other, .removed = other});
  EXPECT_EQ(db_->read([&](db::Tx& tx) { return find_gallery(tx, bass_)->images[0].alt_id; }), "sr-300");
}

TEST_P(GalleryTest, every_arrangement_raises_the_version_that_the_next_one_is_based_on) {
  const auto before = gallery().version;
  arrange_as({});
  EXPECT_EQ(gallery().version, before + 1);
  add("aa");
  EXPECT_EQ(gallery().version, before + 1);
}

TEST_P(GalleryTest, what_does_not_exist_has_no_gallery) {
  EXPECT_FALSE(db_->read([](db::Tx& tx) { return find_gallery(tx, ProductId{999'999}); }));
  EXPECT_EQ(write([](db::Tx& tx) { return add_image(tx, {.product = ProductId{999'999}}, kToday); }).error(),
            NotAdded::kNoSuchProduct);
}

TEST_P(GalleryTest, a_gallery_has_an_end) {
  for (std::size_t i = 0; i < kMostImages; ++i) add(std::to_string(i));
  const NewImage one_more{.product = guitar_, .original = "one more", .size = {10, 10}};
  EXPECT_EQ(write([&](db::Tx& tx) { return add_image(tx, one_more, kToday); }).error(), NotAdded::kFull);
}

}  // namespace
}  // namespace hurtrock::catalog
