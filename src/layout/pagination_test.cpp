#include "layout/pagination.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hurtrock::layout {
namespace {

using testing::ElementsAre;

std::string url(std::int64_t page) { return "/products?page=" + std::to_string(page); }

std::vector<std::int64_t> numbers(const Pagination& pagination) {
  std::vector<std::int64_t> result;
  for (const auto& link : pagination.links) result.push_back(link.number);
  return result;
}

TEST(Pagination, shows_nothing_when_everything_fits_on_one_page) {
  EXPECT_TRUE(paginate(1, 24, 24, url).links.empty());
  EXPECT_TRUE(paginate(1, 24, 0, url).links.empty());
}

TEST(Pagination, shows_first_last_and_the_neighbours_of_the_current_page) {
  const auto pagination = paginate(5, 10, 93, url);
  EXPECT_THAT(numbers(pagination), ElementsAre(1, 4, 5, 6, 10));
  EXPECT_TRUE(pagination.links[1].after_gap);
  EXPECT_TRUE(pagination.links[2].current);
  EXPECT_TRUE(pagination.links[4].after_gap);
  EXPECT_EQ(pagination.previous_url, "/products?page=4");
  EXPECT_EQ(pagination.next_url, "/products?page=6");
}

TEST(Pagination, has_no_way_past_either_end) {
  EXPECT_EQ(paginate(1, 10, 30, url).previous_url, "");
  EXPECT_EQ(paginate(3, 10, 30, url).next_url, "");
}

TEST(Pagination, a_page_beyond_the_end_counts_as_the_last) {
  EXPECT_TRUE(paginate(99, 10, 30, url).links.back().current);
}

}  // namespace
}  // namespace hurtrock::layout
