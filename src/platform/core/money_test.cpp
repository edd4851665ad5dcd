#include "platform/core/money.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hurtrock {
namespace {

constexpr Money kLargest{std::numeric_limits<std::int64_t>::max()};
constexpr Money kSmallest{std::numeric_limits<std::int64_t>::min()};

TEST(MoneyTest, PricesArePrintedAsIndonesiansWriteThem) {
  EXPECT_EQ(format_rupiah(Money{0}), "Rp\u00a00");
  EXPECT_EQ(format_rupiah(Money{999}), "Rp\u00a0999");
  EXPECT_EQ(format_rupiah(Money{1'000}), "Rp\u00a01.000");
  EXPECT_EQ(format_rupiah(Money{12'500'000}), "Rp\u00a012.500.000");
  EXPECT_EQ(format_rupiah(Money{-5'000}), "-Rp\u00a05.000");
}

TEST(MoneyTest, TheSmallestAmountIsPrintedToo) {
  EXPECT_EQ(format_rupiah(kSmallest), "-Rp\u00a09.223.372.036.854.775.808");
}

TEST(MoneyTest, ASumThatDoesNotFitIsRefused) {
  EXPECT_THROW(kLargest + Money{1}, std::overflow_error);
  EXPECT_THROW(kSmallest - Money{1}, std::overflow_error);
  EXPECT_THROW(kLargest * 2, std::overflow_error);
  EXPECT_THROW(-kSmallest, std::overflow_error);
}

TEST(MoneyTest, LinesAddUp) {
  EXPECT_EQ(Money{1'500} * 3 + Money{500} - Money{1'000}, Money{4'000});
  EXPECT_EQ(-Money{700}, Money{-700});
}

}  // namespace
}  // namespace hurtrock
