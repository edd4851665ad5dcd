#include "app/page_cache.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

using enum http::Encoding;

class PageCacheTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
};

TEST_F(PageCacheTest, a_page_comes_back_as_it_was_put) {
  PageCache cache(1'000'000);
  const std::string page(5'000, 'x');
  const auto put = cache.put("k", kIdentity, page, "text/html");
  const auto found = cache.find("k", kIdentity);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found->encodings.identity, page);
  EXPECT_EQ(found->content_type, "text/html");
  EXPECT_EQ(found->etag, put.etag);
  EXPECT_FALSE(cache.find("another", kIdentity));
}

TEST_F(PageCacheTest, a_page_is_kept_in_the_encoding_asked_for_and_no_other) {
  PageCache cache(1'000'000);
  const std::string page(5'000, 'x');
  const auto brotli = cache.put("k", kBrotli, page, "text/html");
  ASSERT_TRUE(brotli.encodings.brotli && !brotli.encodings.gzip && !brotli.encodings.identity);
  EXPECT_LT(brotli.encodings.brotli->size(), page.size());
  EXPECT_TRUE(cache.find("k", kBrotli));
  EXPECT_FALSE(cache.find("k", kGzip));
  const auto gzip = cache.put("k", kGzip, page, "text/html");
  ASSERT_TRUE(gzip.encodings.gzip && !gzip.encodings.brotli && !gzip.encodings.identity);
  EXPECT_EQ(gzip.etag, brotli.etag);
}

TEST_F(PageCacheTest, what_is_kept_has_no_room_that_the_bound_would_not_count) {
  PageCache cache(1'000'000);
  std::string page = crypto::random_bytes(5'000) + std::string(45'000, 'x');
  page.reserve(200'000);
  const auto has_room = [](const http::SharedBytes& bytes) { return bytes->capacity() > bytes->size() + 32; };
  EXPECT_FALSE(has_room(cache.put("k", kBrotli, page, "text/html").encodings.brotli));
  EXPECT_FALSE(has_room(cache.put("k", kGzip, page, "text/html").encodings.gzip));
  EXPECT_FALSE(has_room(cache.put("k", kIdentity, page, "text/html").encodings.identity));
}

TEST_F(PageCacheTest, what_does_not_get_smaller_stays_plain) {
  PageCache cache(1'000'000);
  const auto tiny = cache.put("tiny", kBrotli, "x", "text/html");
  EXPECT_EQ(*tiny.encodings.identity, "x");
  EXPECT_FALSE(tiny.encodings.brotli);
}

TEST_F(PageCacheTest, the_etag_tells_contents_apart) {
  PageCache cache(1'000'000);
  EXPECT_EQ(cache.put("a", kIdentity, "same", "text/html").etag, cache.put("b", kIdentity, "same", "text/html").etag);
  EXPECT_NE(cache.put("c", kIdentity, "same", "text/html").etag, cache.put("d", kIdentity, "other", "text/html").etag);
}

TEST_F(PageCacheTest, old_pages_make_room_and_the_bound_holds) {
  constexpr std::size_t kBound = 200'000;
  PageCache cache(kBound);
  for (int i = 0; i < 2'000; ++i) {
    cache.put("page " + std::to_string(i), kIdentity, crypto::random_bytes(1'000), "text/html");
    ASSERT_LE(cache.stats().bytes, static_cast<std::int64_t>(kBound));
  }
  EXPECT_TRUE(cache.find("page 1999", kIdentity)) << "the newest stays";
  EXPECT_FALSE(cache.find("page 0", kIdentity)) << "the oldest went";
  EXPECT_GT(cache.stats().pages, 50);
}

TEST_F(PageCacheTest, a_page_too_large_to_keep_is_answered_all_the_same) {
  PageCache cache(80'000);
  EXPECT_EQ(cache.put("k", kIdentity, crypto::random_bytes(50'000), "text/html").encodings.identity->size(), 50'000U);
  EXPECT_FALSE(cache.find("k", kIdentity));
  EXPECT_EQ(cache.stats().bytes, 0);
}

TEST_F(PageCacheTest, a_page_made_twice_at_once_counts_once) {
  PageCache cache(1'000'000);
  cache.put("k", kIdentity, "page", "text/html");
  const auto bytes = cache.stats().bytes;
  cache.put("k", kIdentity, "page", "text/html");
  EXPECT_EQ(cache.stats().bytes, bytes);
  EXPECT_EQ(cache.stats().pages, 1);
}

TEST_F(PageCacheTest, a_reader_keeps_its_page_while_it_is_pushed_out) {
  PageCache cache(20'000);
  cache.put("k", kIdentity, "the page", "text/html");
  const auto held = cache.find("k", kIdentity);
  for (int i = 0; i < 200; ++i) cache.put(std::to_string(i), kIdentity, crypto::random_bytes(500), "text/html");
  ASSERT_FALSE(cache.find("k", kIdentity));
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
          if (const auto page = cache.find(key, kIdentity)) {
            ASSERT_EQ(*page->encodings.identity, "page " + key);
          } else {
            cache.put(key, kIdentity, "page " + key, "text/html");
          }
        }
      });
  }
  EXPECT_EQ(cache.stats().hits + cache.stats().misses, 8 * 300);
}

}  // namespace
}  // namespace hurtrock::app
