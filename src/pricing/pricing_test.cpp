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

Money sum_of(const TaxParts& parts) { return parts.goods + parts.shipping + parts.fee; }

TEST(TaxParts, OfAnOrderAddUpToItsTaxWhateverItCosts) {
  std::mt19937_64 random(8);
  const auto amount = [&](std::int64_t most) { return Money{static_cast<std::int64_t>(random()) & most}; };
  for (int round = 0; round < 2'000; ++round) {
    std::vector<Money> lines(1 + random() % 9);
    Money goods;
    for (Money& line : lines) goods += line = amount(0xffffff) + Money{1};
    Totals totals = total_of(goods, amount(0xffff), amount(0xfff));
    totals.discount = Money{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(totals.total.rupiah()))};
    totals.total -= totals.discount;
    const Money tax = included_tax(totals.total).tax;
    const TaxParts parts = split_tax(tax, lines, totals);
    Money of_lines;
    for (const Money line : parts.lines) {
      EXPECT_GE(line, Money{});
      of_lines += line;
    }
    EXPECT_EQ(of_lines, parts.goods);
    EXPECT_EQ(sum_of(parts), tax);
  }
}

TEST(TaxParts, ADiscountLowersTheGoodsBeforeTheShipping) {
  const Money lines[] = {Money{1'000'000}, Money{110'000}};
  const Totals half = total_of(Money{1'110'000}, Money{111'000}, {}, Money{555'000});
  const TaxParts parts = split_tax(included_tax(half.total).tax, lines, half);
  EXPECT_EQ(parts.lines, (std::vector{Money{49'550}, Money{5'450}}));
  EXPECT_EQ(parts.shipping, Money{11'000});

  const Totals nearly_all = total_of(Money{1'110'000}, Money{111'000}, {}, Money{1'165'500});
  const TaxParts left = split_tax(included_tax(nearly_all.total).tax, lines, nearly_all);
  EXPECT_EQ(left.goods, Money{});
  EXPECT_EQ(left.shipping, Money{5'500});
}

TEST(PaidParts, AddUpToTheTotalWhateverTheDiscount) {
  const Money lines[] = {Money{1'000'000}, Money{110'001}};
  for (const std::int64_t discount : {0, 1, 555'000, 1'110'001, 1'150'000}) {
    const Totals totals = total_of(Money{1'110'001}, Money{111'000}, {}, Money{discount});
    const PaidParts paid = paid_parts(lines, totals);
    EXPECT_EQ(paid.lines[0] + paid.lines[1] + paid.shipping + paid.fee, totals.total) << discount;
  }
}

TEST(Pieces, OfALineAddUpToWhatWasPaidHoweverTheyAreParted) {
  for (const std::int64_t first : {0, 1, 2, 3, 6, 7}) {
    const Money price =
        share_of_pieces(Money{100'000}, 7, 0, first) + share_of_pieces(Money{100'000}, 7, first, 7 - first);
    EXPECT_EQ(price, Money{100'000}) << first;
  }
  EXPECT_EQ(share_of_pieces(Money{100'000'000'000'000}, 999, 998, 1), Money{100'100'100'101});
}

TEST(Money, IsWrittenAsIndonesiansWriteIt) {
  EXPECT_EQ(format_rupiah(Money{12'500'000}), "Rp\u00a012.500.000");
  EXPECT_EQ(format_rupiah(Money{0}), "Rp\u00a00");
  EXPECT_EQ(format_rupiah(Money{-5'000}), "-Rp\u00a05.000");
}

}  // namespace
}  // namespace hurtrock::pricing
