#include "catalog/typed_price.hpp"

#include <gtest/gtest.h>

namespace hurtrock::catalog {
namespace {

TEST(TypedPrice, APriceMayBeTypedWithDotsSpacesAndCurrency) {
  for (const auto* typed : {"20000000", "20.000.000", "20,000,000", "20 000 000", "Rp 20.000.000", "rp20.000.000",
                            "Rp. 20.000.000", " Rp\u00a020.000.000 ", "Rp\u00a020\u00a0000\u00a0000"})
    EXPECT_EQ(read_typed_price(typed), Money{20'000'000}) << typed;
  EXPECT_EQ(read_typed_price("500"), Money{500});
  EXPECT_EQ(read_typed_price("0"), Money{0});
}

TEST(TypedPrice, WhatIsNoWholeAmountIsRefused) {
  for (const auto* typed : {"", "Rp", "abc", "1.5", "1.50", "1500.000", "20.000.", ".500", "20..000", "-5", "1e6",
                            "20jt", "1000000000001", "99999999999999999999"})
    EXPECT_EQ(read_typed_price(typed), std::nullopt) << typed;
}

TEST(TypedPrice, AFieldShowsThePriceGroupedAndItCanBeReadAgain) {
  EXPECT_EQ(without_currency(Money{20'000'000}), "20.000.000");
  EXPECT_EQ(without_currency(Money{950}), "950");
  EXPECT_EQ(read_typed_price(without_currency(Money{12'345'678})), Money{12'345'678});
}

}  // namespace
}  // namespace hurtrock::catalog
