#include "app/page_cache.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

class PageCacheTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
};

TEST_F(PageCacheTest, a_page_comes_back_as_it_was_put) {
  PageCache cache(1'000'000);
  const std::string page(5'000, 'x');
  const auto put = cache.put("k", page, "text/html");
  const auto found = cache.find("k");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found->encodings.identity, page);
  EXPECT_EQ(found->content_type, "text/html");
  EXPECT_EQ(found->etag, put.etag);
  EXPECT_FALSE(cache.find("another"));
}

TEST_F(PageCacheTest, compressed_forms_are_kept_only_when_they_are_smaller) {
  PageCache cache(1'000'000);
  const auto large = cache.put("large", std::string(5'000, 'x'), "text/html");
  ASSERT_TRUE(large.encodings.gzip && large.encodings.brotli);
  EXPECT_LT(large.encodings.gzip->size(), 5'000U);
  const auto tiny = cache.put("tiny", "x", "text/html");
  EXPECT_FALSE(tiny.encodings.gzip);
  EXPECT_FALSE(tiny.encodings.brotli);
}

TEST_F(PageCacheTest, the_etag_tells_contents_apart) {
  PageCache cache(1'000'000);
  EXPECT_EQ(cache.put("a", "same", "text/html").etag, cache.put("b", "same", "text/html").etag);
  EXPECT_NE(cache.put("c", "same", "text/html").etag, cache.put("d", "other", "text/html").etag);
}

TEST_F(PageCacheTest, old_pages_make_room_and_the_bound_holds) {
  constexpr std::size_t kBound = 200'000;
  PageCache cache(kBound);
  for (int i = 0; i < 2'000; ++i) {
    cache.put("page " + std::to_string(i), crypto::random_bytes(1'000), "text/html");
    ASSERT_LE(cache.stats().bytes, static_cast<std::int64_t>(kBound));
  }
  EXPECT_TRUE(cache.find("page 1999")) << "the newest stays";
  EXPECT_FALSE(cache.find("page 0")) << "the oldest went";
  EXPECT_GT(cache.stats().pages, 50);
}

TEST_F(PageCacheTest, a_page_too_large_to_keep_is_answered_all_the_same) {
  PageCache cache(80'000);
  EXPECT_EQ(cache.put("k", crypto::random_bytes(50'000), "text/html").encodings.identity->size(), 50'000U);
  EXPECT_FALSE(cache.find("k"));
  EXPECT_EQ(cache.stats().bytes, 0);
}

TEST_F(PageCacheTest, a_page_made_twice_at_once_counts_once) {
  PageCache cache(1'000'000);
  cache.put("k", "page", "text/html");
  const auto bytes = cache.stats().bytes;
  cache.put("k", "page", "text/html");
  EXPECT_EQ(cache.stats().bytes, bytes);
  EXPECT_EQ(cache.stats().pages, 1);
}

TEST_F(PageCacheTest, a_reader_keeps_its_page_while_it_is_pushed_out) {
  PageCache cache(20'000);
  cache.put("k", "the page", "text/html");
  const auto held = cache.find("k");
  for (int i = 0; i < 200; ++i) cache.put(std::to_string(i), crypto::random_bytes(500), "text/html");
  ASSERT_FALSE(cache.find("k"));
  EXPECT_EQ(*held->encodings.identity, "the page");
}

TEST_F(PageCacheTest, many_threads_may_use_it_at_once) {
  PageCache cache(100'000);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&cache] {
        for (int i = 0; i < 300; ++i) {
          const std::string key = std::to_string(i % 60);
          if (const auto page = cache.find(key)) {
            ASSERT_EQ(*page->encodings.identity, "page " + key);
          } else {
            cache.put(key, "page " + key, "text/html");
          }
        }
      });
  }
  EXPECT_EQ(cache.stats().hits + cache.stats().misses, 8 * 300);
}

}  // namespace
}  // namespace hurtrock::app
