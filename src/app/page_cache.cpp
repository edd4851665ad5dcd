#include "app/page_cache.hpp"

#include <functional>

#include "platform/core/crypto.hpp"
#include "platform/http/compression.hpp"

namespace hurtrock::app {
namespace {

// Compressed once and sent many times: worth more effort than an answer for one visitor.
constexpr int kGzipLevel = 7;
constexpr int kBrotliQuality = 6;

std::size_t size_of(const http::SharedBytes& bytes) { return bytes ? bytes->size() : 0; }

std::size_t size_of(const std::string& key, const PageCache::Page& page) {
  constexpr std::size_t kOverhead = 400;
  return kOverhead + 2 * key.size() + size_of(page.encodings.identity) + size_of(page.encodings.gzip) +
         size_of(page.encodings.brotli);
}

http::SharedBytes if_smaller(std::string compressed, std::string_view body) {
  if (compressed.size() >= body.size()) return nullptr;
  return std::make_shared<const std::string>(std::move(compressed));
}

}  // namespace

PageCache::PageCache(std::size_t max_bytes) : max_shard_bytes_(max_bytes / kShards) {}

PageCache::Shard& PageCache::shard_of(const std::string& key) {
  return shards_[std::hash<std::string>{}(key) % kShards];
}

std::optional<PageCache::Page> PageCache::find(const std::string& key) {
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.pages.find(key);
  if (found == shard.pages.end()) {
    ++shard.misses;
    return std::nullopt;
  }
  ++shard.hits;
  return found->second;
}

PageCache::Page PageCache::put(const std::string& key, std::string_view body, std::string content_type) {
  Page page;
  page.etag = '"' + crypto::sha256_hex(body).substr(0, 20) + '"';
  page.content_type = std::move(content_type);
  page.encodings.gzip = if_smaller(http::gzip(body, kGzipLevel), body);
  page.encodings.brotli = if_smaller(http::brotli(body, kBrotliQuality), body);
  // A copy without the room to grow in which the page was written.
  page.encodings.identity = std::make_shared<const std::string>(body);

  const std::size_t size = size_of(key, page);
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (size > max_shard_bytes_ || !shard.pages.emplace(key, page).second) return page;
  shard.order.push_back(key);
  shard.bytes += size;
  while (shard.bytes > max_shard_bytes_) {
    const auto oldest = shard.pages.find(shard.order.front());
    shard.bytes -= size_of(oldest->first, oldest->second);
    shard.pages.erase(oldest);
    shard.order.pop_front();
  }
  return page;
}

PageCache::Stats PageCache::stats() {
  Stats sum;
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum.pages += static_cast<std::int64_t>(shard.pages.size());
    sum.bytes += static_cast<std::int64_t>(shard.bytes);
    sum.hits += shard.hits;
    sum.misses += shard.misses;
  }
  return sum;
}

}  // namespace hurtrock::app
