#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/http/compression.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::app {

/// Finished pages for visitors without session, each compressed once for every encoding that somebody has asked for:
/// nearly all browsers take the same, and compressing costs more than making the page. The key holds everything the
/// page depends on, the catalogue's version included, so nothing is ever invalidated: old versions are pushed out by
/// new pages. Bounded in bytes; thread-safe.
class PageCache {
 public:
  explicit PageCache(std::size_t max_bytes);

  struct Page {
    http::Encodings encodings;  ///< one of them: the one asked for, or the plain bytes where that is no smaller
    std::string etag, content_type;
  };
  std::optional<Page> find(std::string_view key, http::Encoding encoding);
  /// How often a page is going to be sent before it is replaced: worth how much work on its size.
  enum class Sent : std::uint8_t { kOften, kSeldom };
  /// Encodes `body` and keeps it; answers what was kept.
  Page put(std::string_view key, http::Encoding encoding, std::string_view body, std::string content_type,
           Sent sent = Sent::kOften);

  struct Stats {
    std::int64_t pages = 0, bytes = 0, hits = 0, misses = 0;
  };
  Stats stats();

 private:
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Page> pages;
    std::deque<std::string> order;  // oldest first
    std::size_t bytes = 0;
    std::int64_t hits = 0, misses = 0;
  };
  Shard& shard_of(const std::string& key);

  static constexpr std::size_t kShards = 8;
  std::array<Shard, kShards> shards_;
  std::size_t max_shard_bytes_;
};

}  // namespace hurtrock::app
