#include "sample_data/variations.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sample_data/sample_data.hpp"
#include "sample_data/seeds.hpp"

namespace hurtrock::sample_data {
namespace {

const Catalogue& seeds() {
  static const Catalogue kSeeds = read_catalogue();
  return kSeeds;
}

TEST(Variations, are_enough_for_the_largest_request) {
  EXPECT_GE(Variations(seeds()).capacity() + std::ssize(seeds().products), kMostProducts);
}

TEST(Variations, never_share_a_slug_or_sku_with_each_other_or_the_seeds) {
  std::set<std::string> slugs, skus;
  const auto expect_new = [&](const Product& product) {
    EXPECT_TRUE(slugs.insert(product.slug).second) << product.slug;
    for (const Variant& variant : product.variants) EXPECT_TRUE(skus.insert(variant.sku).second) << variant.sku;
  };
  for (const Product& product : seeds().products) expect_new(product);
  const Variations variations(seeds());
  for (std::int64_t number = 0; number < 20'000; ++number) expect_new(variations.make(number));
}

TEST(Variations, reach_their_last_number_without_repeating_an_edition_of_one_product) {
  const Variations variations(seeds());
  const std::int64_t step = std::ssize(seeds().products);
  std::set<std::string> names;
  std::int64_t editions = 0;
  for (std::int64_t number = 0; number < variations.capacity(); number += step, ++editions)
    EXPECT_TRUE(names.insert(variations.make(number).name).second);
  EXPECT_EQ(editions * step, variations.capacity());
}

TEST(Variations, are_the_same_every_time) {
  const Variations variations(seeds());
  for (std::int64_t number = 0; number < 500; ++number) {
    const Product once = variations.make(number), again = variations.make(number);
    EXPECT_EQ(once.name, again.name);
    ASSERT_EQ(once.variants.size(), again.variants.size());
    for (std::size_t n = 0; n < once.variants.size(); ++n) {
      EXPECT_EQ(once.variants[n].price, again.variants[n].price);
      EXPECT_EQ(once.variants[n].stock, again.variants[n].stock);
    }
  }
}

TEST(Variations, keep_prices_in_the_shops_range_and_below_the_price_they_are_compared_with) {
  const Variations variations(seeds());
  for (std::int64_t number = 0; number < 5'000; ++number)
    for (const Variant& variant : variations.make(number).variants) {
      EXPECT_GE(variant.price, Money{15'000});
      EXPECT_LE(variant.price, Money{95'000'000});
      EXPECT_EQ(variant.price.rupiah() % 1'000, 0);
      if (variant.compare_at_price) {
        EXPECT_GT(*variant.compare_at_price, variant.price);
      }
    }
}

}  // namespace
}  // namespace hurtrock::sample_data
