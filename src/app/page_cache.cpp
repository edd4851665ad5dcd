#include "app/page_cache.hpp"

#include <functional>
#include <utility>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

using Sent = PageCache::Sent;

/// A page that is sent many times is worth more effort than an answer for one visitor: an eighth smaller for twice
/// the work.
constexpr int gzip_level(Sent sent) { return sent == Sent::kOften ? 7 : http::kQuickGzipLevel; }
constexpr int brotli_quality(Sent sent) { return sent == Sent::kOften ? 6 : http::kQuickBrotliQuality; }

std::size_t size_of(const http::SharedBytes& bytes) { return bytes ? bytes->size() : 0; }

std::size_t size_of(const std::string& key, const PageCache::Page& page) {
  constexpr std::size_t kOverhead = 400;
  return kOverhead + 2 * key.size() + size_of(page.encodings.identity) + size_of(page.encodings.gzip) +
         size_of(page.encodings.brotli);
}

/// A copy without the room to grow that it was written or compressed in, which may be eight times what it needed.
http::SharedBytes kept(std::string_view bytes) { return std::make_shared<const std::string>(bytes); }

http::Encodings encoded(std::string_view body, http::Encoding encoding, Sent sent) {
  if (encoding != http::Encoding::kIdentity) {
    const bool is_brotli = encoding == http::Encoding::kBrotli;
    const std::string compressed =
        is_brotli ? http::brotli(body, brotli_quality(sent)) : http::gzip(body, gzip_level(sent));
    if (compressed.size() < body.size())
      return is_brotli ? http::Encodings{.brotli = kept(compressed)} : http::Encodings{.gzip = kept(compressed)};
  }
  return {.identity = kept(body)};
}

std::string with_encoding(std::string_view key, http::Encoding encoding) {
  std::string all;
  all.reserve(key.size() + 1);
  all += key;
  all += static_cast<char>('0' + std::to_underlying(encoding));
  return all;
}

}  // namespace

PageCache::PageCache(std::size_t max_bytes) : max_shard_bytes_(max_bytes / kShards) {}

PageCache::Shard& PageCache::shard_of(const std::string& key) {
  return shards_[std::hash<std::string>{}(key) % kShards];
}

std::optional<PageCache::Page> PageCache::find(std::string_view key, http::Encoding encoding) {
  const std::string own = with_encoding(key, encoding);
  Shard& shard = shard_of(own);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.pages.find(own);
  if (found == shard.pages.end()) {
    ++shard.misses;
    return std::nullopt;
  }
  ++shard.hits;
  return found->second;
}

PageCache::Page PageCache::put(std::string_view key, http::Encoding encoding, std::string_view body,
                               std::string content_type, Sent sent) {
  Page page{.encodings = encoded(body, encoding, sent),
            .etag = '"' + crypto::sha256_hex(body).substr(0, 20) + '"',
            .content_type = std::move(content_type)};
  std::string own = with_encoding(key, encoding);
  const std::size_t size = size_of(own, page);
  Shard& shard = shard_of(own);
  const std::lock_guard lock(shard.mutex);
  if (size > max_shard_bytes_ || !shard.pages.emplace(own, page).second) return page;
  shard.order.push_back(std::move(own));
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
