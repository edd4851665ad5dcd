#include "reviews/first_pages.hpp"

#include <gtest/gtest.h>
#include <support/shop_fixture.hpp>

#include "catalog/catalogue.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::reviews {
namespace {

class FirstPagesTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    const VariantId variant = shop_.add_variant();
    staff_ = shop_.add_user("staf@example.com");
    orders::NewOrder order = shop_.describe_order({variant});
    order.user = shop_.add_user();
    order.state = orders::State::kDelivered;
    review_ = shop_.db().write([&](db::Tx& tx) {
      orders::place(tx, order, shop_.now());
      const auto product = tx.one<ProductId>("SELECT product_id FROM variants WHERE id = $1", variant);
      return save(tx, {*order.user, ""}, product,
                  {.content = {5, "", "Suaranya tebal, necknya nyaman."}, .removed_photos = {}, .photos = {}},
                  shop_.now())
          ->id;
    });
  }
  void publish_it() {
    shop_.db().write([&](db::Tx& tx) { return publish(tx, review_, 1, staff_, shop_.now()); });
  }
  void vote() {
    shop_.db().write([&](db::Tx& tx) { return set_vote(tx, review_, staff_, true, shop_.now()); });
  }
  static std::shared_ptr<const Page> page(FirstPages& pages, const catalog::Catalogue& catalogue) {
    const auto snapshot = catalogue.snapshot();
    return pages.of(*snapshot, snapshot->products().front());
  }

  fixture::Shop shop_{GetParam()};
  UserId staff_;
  ReviewId review_;
};
INSTANTIATE_TEST_SUITE_P(, FirstPagesTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(FirstPagesTest, shows_a_review_with_the_catalogue_that_counts_it) {
  FirstPages pages(shop_.db());
  catalog::Catalogue catalogue(shop_.db(), shop_.clock);
  EXPECT_TRUE(page(pages, catalogue)->reviews.empty());
  publish_it();
  EXPECT_TRUE(page(pages, catalogue)->reviews.empty());
  catalogue.refresh();
  ASSERT_EQ(page(pages, catalogue)->reviews.size(), 1U);
  EXPECT_EQ(catalogue.snapshot()->products().front().ratings.total(), 1);
}

TEST_P(FirstPagesTest, are_read_once_until_something_changes) {
  publish_it();
  FirstPages pages(shop_.db());
  const catalog::Catalogue catalogue(shop_.db(), shop_.clock);
  const auto first = page(pages, catalogue);
  EXPECT_EQ(page(pages, catalogue), first);
  pages.refresh();
  EXPECT_EQ(page(pages, catalogue), first);
}

TEST_P(FirstPagesTest, follow_a_vote_at_once_but_cached_pages_only_with_the_job) {
  publish_it();
  FirstPages pages(shop_.db());
  const catalog::Catalogue catalogue(shop_.db(), shop_.clock);
  EXPECT_EQ(page(pages, catalogue)->reviews.front().helpful, 0);
  const std::int64_t version = pages.version();
  vote();
  pages.look_for_votes();
  EXPECT_EQ(page(pages, catalogue)->reviews.front().helpful, 1);
  EXPECT_EQ(pages.version(), version);
  pages.refresh();
  EXPECT_GT(pages.version(), version);
}

}  // namespace
}  // namespace hurtrock::reviews
