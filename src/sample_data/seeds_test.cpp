#include "sample_data/seeds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "platform/core/text.hpp"
#include "sample_data/pictures/pictures.hpp"

namespace hurtrock::sample_data {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::Le;

const Catalogue& catalogue() {
  static const Catalogue kCatalogue = read_catalogue();
  return kCatalogue;
}

void expect_written(const Bilingual& words, const std::string& where) {
  EXPECT_FALSE(text::trim(words.id).empty()) << where;
  EXPECT_FALSE(text::trim(words.en).empty()) << where;
  EXPECT_TRUE(text::is_printable(words.id) && text::is_printable(words.en)) << where;
}

long sentences(std::string_view paragraph) {
  long count = 0;
  for (std::size_t at = 0; at < paragraph.size(); ++at)
    if (paragraph[at] == '.' && (at + 1 == paragraph.size() || paragraph[at + 1] == ' ')) ++count;
  return count;
}

TEST(Seeds, hold_at_least_170_products_of_at_least_35_brands) {
  EXPECT_GE(catalogue().products.size(), 170U);
  EXPECT_GE(catalogue().brands.size(), 35U);
}

TEST(Seeds, have_seven_departments_with_two_to_six_parts_each) {
  std::map<std::string, int> parts;
  for (const Category& category : catalogue().categories) {
    if (category.parent.empty()) {
      parts[category.slug] = 0;
    } else if (parts.contains(category.parent)) {
      ++parts[category.parent];
    }
  }
  EXPECT_EQ(parts.size(), 7U);
  for (const auto& [slug, count] : parts) EXPECT_THAT(count, AllOf(Ge(2), Le(6))) << slug;
}

TEST(Seeds, categories_follow_their_parents) {
  std::set<std::string> seen;
  for (const Category& category : catalogue().categories) {
    EXPECT_TRUE(category.parent.empty() || seen.contains(category.parent)) << category.slug;
    EXPECT_TRUE(seen.insert(category.slug).second) << category.slug;
    EXPECT_EQ(category.slug, text::slug(category.slug));
    expect_written(category.name, category.slug);
  }
}

TEST(Seeds, every_lowest_category_has_products) {
  std::set<std::string> filled;
  for (const Product& product : catalogue().products) filled.insert(product.category);
  for (const Category& category : catalogue().categories) {
    const bool has_parts = std::ranges::any_of(catalogue().categories,
                                               [&](const Category& other) { return other.parent == category.slug; });
    EXPECT_NE(has_parts, filled.contains(category.slug)) << category.slug;
  }
}

TEST(Seeds, every_brand_has_products_and_a_supplier) {
  std::set<std::string> suppliers;
  for (const Supplier& supplier : catalogue().suppliers) suppliers.insert(supplier.key);
  std::set<std::string> sold;
  for (const Product& product : catalogue().products) sold.insert(product.brand);
  for (const Brand& brand : catalogue().brands) {
    EXPECT_TRUE(sold.contains(brand.name)) << brand.name;
    EXPECT_TRUE(suppliers.contains(brand.supplier)) << brand.name;
  }
  EXPECT_EQ(sold.size(), catalogue().brands.size());
}

TEST(Seeds, slugs_and_skus_are_unique_and_short_enough_for_a_label) {
  std::set<std::string> slugs, skus;
  for (const Product& product : catalogue().products) {
    EXPECT_TRUE(slugs.insert(product.slug).second) << product.slug;
    EXPECT_EQ(product.slug, text::slug(product.slug));
    for (const Variant& variant : product.variants) {
      EXPECT_TRUE(skus.insert(variant.sku).second) << variant.sku;
      EXPECT_LE(variant.sku.size(), 26U) << variant.sku;
    }
  }
}

TEST(Seeds, prices_are_whole_thousands_between_15_thousand_and_95_million) {
  for (const Product& product : catalogue().products)
    for (const Variant& variant : product.variants) {
      EXPECT_THAT(variant.price.rupiah(), AllOf(Ge(15'000), Le(95'000'000))) << variant.sku;
      EXPECT_EQ(variant.price.rupiah() % 1'000, 0) << variant.sku;
      if (variant.compare_at_price) {
        EXPECT_GT(*variant.compare_at_price, variant.price) << variant.sku;
      }
    }
}

TEST(Seeds, texts_are_written_in_both_languages_in_two_to_four_sentences) {
  std::set<std::string> seen;
  for (const Product& product : catalogue().products) {
    expect_written(product.description, product.slug);
    EXPECT_NE(product.description.id, product.description.en) << product.slug;
    EXPECT_THAT(sentences(product.description.id), AllOf(Ge(2), Le(4))) << product.slug;
    EXPECT_THAT(sentences(product.description.en), AllOf(Ge(2), Le(4))) << product.slug;
    EXPECT_TRUE(seen.insert(product.description.id).second) << product.slug;
  }
}

TEST(Seeds, specifications_are_four_to_nine_of_the_defined_kind) {
  std::map<std::string, bool> is_number;
  for (const SpecificationDefinition& definition : catalogue().definitions) {
    is_number[definition.key] = definition.is_number;
    expect_written(definition.name, definition.key);
  }
  for (const Product& product : catalogue().products) {
    EXPECT_THAT(product.specifications.size(), AllOf(Ge(4U), Le(9U))) << product.slug;
    for (const Specification& specification : product.specifications) {
      ASSERT_TRUE(is_number.contains(specification.key)) << specification.key;
      EXPECT_EQ(is_number[specification.key], specification.number_milli.has_value()) << specification.key;
      if (!specification.number_milli) expect_written(specification.text, product.slug + " " + specification.key);
    }
  }
}

TEST(Seeds, variants_of_one_product_differ_in_their_options) {
  for (const Product& product : catalogue().products) {
    EXPECT_THAT(product.variants.size(), AllOf(Ge(1U), Le(6U))) << product.slug;
    std::set<std::string> choices;
    for (const Variant& variant : product.variants) {
      std::string choice;
      for (const Option& option : variant.options) {
        expect_written(option.name, variant.sku);
        expect_written(option.value, variant.sku);
        choice += option.name.id + '=' + option.value.id + ';';
      }
      EXPECT_EQ(variant.options.size(), product.variants.front().options.size()) << variant.sku;
      EXPECT_TRUE(choices.insert(choice).second) << variant.sku;
    }
  }
}

TEST(Seeds, pictures_are_of_shapes_and_finishes_that_can_be_drawn) {
  const auto shapes = sample_pictures::shapes();
  const auto finishes = sample_pictures::finishes();
  for (const Product& product : catalogue().products) {
    EXPECT_THAT(shapes, Contains(product.shape)) << product.slug;
    for (const Variant& variant : product.variants) EXPECT_THAT(finishes, Contains(variant.finish)) << variant.sku;
  }
}

TEST(Seeds, parcels_weigh_and_measure_what_a_courier_would_believe) {
  for (const Product& product : catalogue().products) {
    const Parcel& parcel = product.parcel;
    EXPECT_THAT(parcel.weight_g, AllOf(Ge(10), Le(120'000))) << product.slug;
    const std::int64_t volume_cm3 = parcel.length_mm * parcel.width_mm * parcel.height_mm / 1'000;
    EXPECT_THAT(volume_cm3, AllOf(Ge(50), Le(1'500'000))) << product.slug;
    // Lighter than packaging foam or heavier than steel would be a slip of the pen.
    EXPECT_GE(parcel.weight_g * 1'000, volume_cm3 * 25) << product.slug;
    EXPECT_LE(parcel.weight_g, volume_cm3 * 3) << product.slug;
  }
}

TEST(Seeds, about_one_variant_in_twelve_is_sold_out_and_some_are_low) {
  int all = 0, sold_out = 0, low = 0;
  for (const Product& product : catalogue().products)
    for (const Variant& variant : product.variants) {
      EXPECT_LE(variant.minimum_stock, variant.low_stock_threshold) << variant.sku;
      ++all;
      sold_out += variant.stock == 0 ? 1 : 0;
      low += variant.stock > 0 && variant.stock <= variant.low_stock_threshold ? 1 : 0;
    }
  EXPECT_THAT(sold_out * 100, AllOf(Ge(all * 5), Le(all * 11)));
  EXPECT_GE(low, 10);
}

TEST(Seeds, twelve_products_are_featured_and_listings_spread_over_a_year) {
  EXPECT_EQ(std::ranges::count_if(catalogue().products, &Product::featured), 12);
  std::set<std::int64_t> months;
  for (const Product& product : catalogue().products) {
    EXPECT_THAT(product.listed_days_ago, AllOf(Ge(0), Le(365))) << product.slug;
    months.insert(product.listed_days_ago / 31);
  }
  EXPECT_GE(months.size(), 12U);
}

TEST(Seeds, the_shop_is_open_from_monday_to_saturday) {
  const Shop shop = read_shop();
  ASSERT_EQ(shop.opening_hours.size(), 6U);
  for (const OpeningHours& hours : shop.opening_hours) {
    EXPECT_THAT(hours.weekday, AllOf(Ge(1), Le(6)));
    EXPECT_EQ(hours.opens_minute, 9 * 60 + 30);
    EXPECT_EQ(hours.closes_minute, hours.weekday == 6 ? 17 * 60 : 18 * 60);
  }
}

TEST(Seeds, collecting_in_the_store_is_free_and_couriers_price_every_province_once) {
  const Shop shop = read_shop();
  EXPECT_EQ(shop.shipping_services.size(), 6U);
  for (const ShippingService& service : shop.shipping_services) {
    EXPECT_EQ(service.is_pickup, service.base_price == Money{} && service.price_per_kg == Money{}) << service.code;
    std::set<std::string> provinces;
    for (const ZonePrice& zone : service.zones) EXPECT_TRUE(provinces.insert(zone.province_code).second);
    // 38 provinces; West Java, the shop's own, has the service's basic price.
    EXPECT_EQ(provinces.size(), service.is_pickup ? 0U : 37U) << service.code;
    EXPECT_FALSE(provinces.contains("32")) << service.code;
  }
}

TEST(Seeds, orders_name_variants_that_were_listed_and_in_stock_all_the_time) {
  std::map<std::string, std::pair<const Product*, const Variant*>> known;
  for (const Product& product : catalogue().products)
    for (const Variant& variant : product.variants) known[variant.sku] = {&product, &variant};
  for (const SampleOrder& order : read_orders()) {
    EXPECT_FALSE(order.lines.empty()) << order.buyer;
    for (const auto& [sku, quantity] : order.lines) {
      ASSERT_TRUE(known.contains(sku)) << sku;
      EXPECT_GT(known[sku].first->listed_days_ago, kDaysOfOrders) << sku;
      EXPECT_GE(known[sku].second->stock, quantity) << sku;
    }
  }
}

TEST(Seeds, orders_are_paid_and_sent_in_ways_that_the_shop_has) {
  std::set<std::string> services;
  for (const ShippingService& service : read_shop().shipping_services) services.insert(service.code);
  const std::set<std::string> payments{"qris", "gopay", "shopeepay", "bank_transfer", "transfer", "cod"};
  int given_up = 0;
  for (const SampleOrder& order : read_orders()) {
    EXPECT_THAT(services, Contains(order.shipping)) << order.buyer;
    EXPECT_THAT(payments, Contains(order.payment)) << order.buyer;
    EXPECT_THAT(order.minute, AllOf(Ge(0), Le(24 * 60 - 1))) << order.buyer;
    EXPECT_FALSE(order.given_up && order.payment == "cod") << order.buyer;
    given_up += order.given_up ? 1 : 0;
  }
  EXPECT_GE(given_up, 3);
}

TEST(Seeds, there_is_one_account_of_every_role) {
  std::multiset<std::string> roles;
  for (const Account& account : read_shop().accounts) roles.insert(account.role);
  EXPECT_THAT(roles, ::testing::ElementsAre("admin", "buyer", "staff"));
}

}  // namespace
}  // namespace hurtrock::sample_data
