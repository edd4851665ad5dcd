#include <gtest/gtest.h>

#include "shipping/shipping.hpp"

namespace hurtrock::shipping {
namespace {

Service courier() {
  return {.code = "TEST",
          .courier = "Test",
          .name = "Test",
          .base_price = Money{5'000},
          .price_per_kg = Money{10'000},
          .volumetric_divisor = 6'000,
          .rounding_tolerance_g = 300,
          .max_weight_g = 50'000,
          .min_days = 1,
          .max_days = 3,
          .is_pickup = false};
}

TEST(Rates, ALightBulkyParcelIsChargedByItsVolume) {
  // 110 × 45 × 15 cm = 74,250 cm³; / 6,000 = 12.375 kg.
  const Article guitar[] = {{.quantity = 1, .weight_g = 6'000, .length_mm = 1'100, .width_mm = 450, .height_mm = 150}};
  EXPECT_EQ(chargeable_weight_g(guitar, 6'000), 12'375);
}

TEST(Rates, AHeavySmallParcelIsChargedByItsWeight) {
  const Article amp[] = {{.quantity = 2, .weight_g = 9'000, .length_mm = 200, .width_mm = 200, .height_mm = 200}};
  EXPECT_EQ(chargeable_weight_g(amp, 6'000), 18'000);
}

TEST(Rates, UpToTheToleranceTheLastKilogramIsFree) {
  EXPECT_EQ(charged_kilograms(1'300, 300), 1);
  EXPECT_EQ(charged_kilograms(1'301, 300), 2);
  EXPECT_EQ(charged_kilograms(20, 300), 1);
}

TEST(Rates, ThePriceIsTheBaseAndEveryChargedKilogram) {
  const Article strings[] = {{.quantity = 3, .weight_g = 500, .length_mm = 100, .width_mm = 100, .height_mm = 20}};
  const auto priced = quote(courier(), strings);
  ASSERT_TRUE(priced);
  EXPECT_EQ(priced->price, Money{25'000});
  EXPECT_EQ(priced->chargeable_weight_g, 1'500);
  EXPECT_EQ(priced->charged_kg, 2);
}

TEST(Rates, AParcelTooHeavyForTheCourierIsNotOffered) {
  const Article stack[] = {{.quantity = 1, .weight_g = 50'001, .length_mm = 800, .width_mm = 400, .height_mm = 400}};
  EXPECT_FALSE(quote(courier(), stack));
}

Quote asking(Money price) { return {.service_code = "TEST", .price = price, .list_price = price}; }
Quote pickup() { return {.service_code = "PICKUP", .is_pickup = true}; }

std::vector<Money> prices(std::vector<Quote> quotes, const store::FreeShipping& offer, Money goods) {
  share_costs(quotes, offer, goods);
  std::vector<Money> prices;
  for (const Quote& quote : quotes) prices.push_back(quote.price);
  return prices;
}

TEST(FreeShipping, TheCheapestCourierIsFreeAndADearerOneCostsTheDifference) {
  const std::vector quotes{pickup(), asking(Money{30'000}), asking(Money{22'000})};
  EXPECT_EQ(prices(quotes, {.from = Money{5'000'000}, .at_most = {}}, Money{5'000'000}),
            (std::vector{Money{0}, Money{8'000}, Money{0}}));
}

TEST(FreeShipping, BelowTheSumNothingChanges) {
  EXPECT_EQ(prices({asking(Money{22'000})}, {.from = Money{5'000'000}, .at_most = {}}, Money{4'999'999}),
            std::vector{Money{22'000}});
}

TEST(FreeShipping, TheShopPaysNoMoreThanItOffered) {
  EXPECT_EQ(prices({asking(Money{2'000'000}), asking(Money{1'500'000})},
                   {.from = Money{5'000'000}, .at_most = Money{100'000}}, Money{9'000'000}),
            (std::vector{Money{1'900'000}, Money{1'400'000}}));
}

TEST(FreeShipping, ASumThatIsNamedIsTakenOffEveryCourierButNeverMoreThanItAsks) {
  EXPECT_EQ(prices({asking(Money{22'000}), asking(Money{107'000})}, {.from = Money{1}, .at_most = Money{100'000}},
                   Money{5'000'000}),
            (std::vector{Money{0}, Money{7'000}}));
}

TEST(FreeShipping, PickUpAloneStaysAsItIs) {
  EXPECT_EQ(prices({pickup()}, {.from = Money{1}, .at_most = {}}, Money{5'000'000}), std::vector{Money{0}});
}

}  // namespace
}  // namespace hurtrock::shipping
