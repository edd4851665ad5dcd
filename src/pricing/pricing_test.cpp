#include "pricing/pricing.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hurtrock::pricing {
namespace {

TEST(Tax, ElevenPercentIsContainedInTheShownPrice) {
  const Tax tax = included_tax(Money{111'000});
  EXPECT_EQ(tax.tax, Money{11'000});
  EXPECT_EQ(tax.base, Money{100'000});
}

TEST(Tax, BaseAndTaxAddUpToThePriceForAnyPrice) {
  for (std::int64_t price : {1LL, 2LL, 5LL, 10LL, 55LL, 56LL, 99'999LL, 12'345'678'901LL, 90'000'000'000'000LL}) {
    const Tax tax = included_tax(Money{price});
    EXPECT_EQ(tax.base + tax.tax, Money{price});
  }
}

TEST(Totals, AnOrderBeyondTwoBillionRupiahIsAddedUpExactly) {
  const Line lines[] = {{Money{95'000'000}, 40}, {Money{15'000}, 3}};
  EXPECT_EQ(goods_total(lines), Money{3'800'045'000});
}

TEST(Split, TheRupiahLeftOverGoesToTheLargestRemainder) {
  const std::int64_t weights[] = {1, 1, 1};
  EXPECT_EQ(split(Money{100}, weights), (std::vector{Money{34}, Money{33}, Money{33}}));
  const std::int64_t uneven[] = {1, 2};
  EXPECT_EQ(split(Money{100}, uneven), (std::vector{Money{33}, Money{67}}));
}

TEST(Split, PartsAlwaysAddUp) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 2'000; ++round) {
    std::vector<std::int64_t> weights(1 + random() % 9);
    for (auto& weight : weights) weight = static_cast<std::int64_t>(random() % 1'000'000'000);
    const Money amount{static_cast<std::int64_t>(random() % 5'000'000'000'000)};
    Money sum;
    for (const Money part : split(amount, weights)) sum += part;
    EXPECT_EQ(sum, amount);
  }
}

TEST(Money, IsWrittenAsIndonesiansWriteIt) {
  EXPECT_EQ(format_rupiah(Money{12'500'000}), "Rp\u00a012.500.000");
  EXPECT_EQ(format_rupiah(Money{0}), "Rp\u00a00");
  EXPECT_EQ(format_rupiah(Money{-5'000}), "-Rp\u00a05.000");
}

}  // namespace
}  // namespace hurtrock::pricing
