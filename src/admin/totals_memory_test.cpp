#include "admin/totals_memory.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

constexpr std::chrono::seconds kMinute = TotalsMemory::kStandsFor;

class TotalsMemoryTest : public ::testing::Test {
 protected:
  std::int64_t products_at(Time now) {
    return memory_.known(now, [&] { return store::Totals{.products = products_, .accounts = 7}; }).products;
  }
  std::int64_t products_ = 0;

 private:
  TotalsMemory memory_;
};

TEST_F(TotalsMemoryTest, a_small_shop_is_counted_each_time) {
  const Time now{std::chrono::hours{1}};
  products_ = TotalsMemory::kCountedAnew - 7;
  EXPECT_EQ(products_at(now), products_);
  --products_;
  EXPECT_EQ(products_at(now), products_);
}

TEST_F(TotalsMemoryTest, the_numbers_of_a_large_one_stand_for_a_minute) {
  const Time now{std::chrono::hours{1}};
  products_ = 100'000;
  EXPECT_EQ(products_at(now), 100'000);
  products_ = 5;
  EXPECT_EQ(products_at(now + kMinute - std::chrono::seconds{1}), 100'000);
  EXPECT_EQ(products_at(now + kMinute), 5);
}

TEST_F(TotalsMemoryTest, a_clock_that_was_set_back_does_not_keep_them_for_longer) {
  const Time now{std::chrono::hours{1}};
  products_ = 100'000;
  EXPECT_EQ(products_at(now), 100'000);
  products_ = 100'001;
  EXPECT_EQ(products_at(now - kMinute), 100'001);
}

}  // namespace
}  // namespace hurtrock::admin
