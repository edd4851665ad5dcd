#include "payments/stripe/amount.hpp"

#include <gtest/gtest.h>

namespace hurtrock::payments {
namespace {

TEST(StripeAmount, failure_16_a_rupiah_is_a_hundred_of_stripes_units) {
  EXPECT_EQ(to_stripe(Money{320'000}), 32'000'000);
  EXPECT_EQ(to_stripe(Money{1}), 100);
  EXPECT_EQ(from_stripe(32'000'000, "idr").amount, Money{320'000});
  EXPECT_EQ(from_stripe(32'000'000, "idr").currency, "IDR");
}

TEST(StripeAmount, an_amount_with_sen_is_never_taken_for_rupiah) {
  EXPECT_EQ(from_stripe(32'000'050, "idr").currency, "IDR minor units");
  EXPECT_EQ(from_stripe(32'000'050, "idr").amount, Money{32'000'050});
}

TEST(StripeAmount, another_currency_is_never_taken_for_rupiah) {
  EXPECT_EQ(from_stripe(2'000, "usd").currency, "USD minor units");
  EXPECT_EQ(from_stripe(2'000, "").currency, " minor units");
}

}  // namespace
}  // namespace hurtrock::payments
