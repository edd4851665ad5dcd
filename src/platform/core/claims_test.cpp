#include "platform/core/claims.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace hurtrock {
namespace {

TEST(ClaimsTest, what_somebody_is_at_is_nobody_elses_until_they_are_done) {
  Claims claims;
  auto first = claims.take("HRT-1");
  EXPECT_TRUE(first);
  EXPECT_TRUE(claims.is_taken("HRT-1"));
  EXPECT_FALSE(claims.take("HRT-1"));
  EXPECT_TRUE(claims.take("HRT-2"));
  EXPECT_FALSE(claims.is_taken("HRT-2"));
  first.reset();
  EXPECT_FALSE(claims.is_taken("HRT-1"));
  EXPECT_TRUE(claims.take("HRT-1"));
}

TEST(ClaimsTest, of_many_at_once_one_gets_it) {
  Claims claims;
  std::vector<std::shared_ptr<void>> held(8);
  {
    std::vector<std::jthread> callers;
    for (auto& mine : held) callers.emplace_back([&] { mine = claims.take("HRT-1"); });
  }
  EXPECT_EQ(std::erase(held, nullptr), 7U);
}

}  // namespace
}  // namespace hurtrock
