#include "platform/core/published.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace hurtrock {
namespace {

TEST(Published, nothing_is_read_before_something_is_published) { EXPECT_EQ(Published<int>{}.load(), nullptr); }

TEST(Published, a_reader_keeps_what_it_got) {
  Published<int> number(std::make_shared<const int>(1));
  const auto first = number.load();
  number.store(std::make_shared<const int>(2));
  EXPECT_EQ(*first, 1);
  EXPECT_EQ(*number.load(), 2);
}

TEST(Published, readers_never_see_half_of_a_change) {
  using Pair = std::pair<int, int>;
  Published<Pair> pair(std::make_shared<const Pair>(0, 0));
  std::vector<std::jthread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      for (int last = 0; last < 2'000;) {
        const auto seen = pair.load();
        ASSERT_EQ(seen->first, seen->second);
        ASSERT_GE(seen->first, last);
        last = seen->first;
      }
    });
  for (int i = 1; i <= 2'000; ++i) pair.store(std::make_shared<const Pair>(i, i));
}

}  // namespace
}  // namespace hurtrock
