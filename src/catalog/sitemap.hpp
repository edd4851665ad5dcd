#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "catalog/snapshot.hpp"
#include "platform/http/message.hpp"

/// The list of all pages that search engines shall know, as sitemaps.org wants it: one file, or an index of several.
namespace hurtrock::catalog {

/// The protocol's limit for one file.
inline constexpr std::size_t kAddressesInSitemap = 50'000;
/// A million addresses; what is beyond is found through links.
inline constexpr std::size_t kMostSitemaps = 20;

struct SitemapEntry {
  std::string_view folder, slug;  ///< "/product/" and "rg-550"
  Time changed{};                 ///< the page's content; the epoch: not known
};
/// The entry of that number, from 0.
using SitemapEntryAt = std::function<SitemapEntry(std::size_t)>;

/// The file of the entries from `first` up to `end`, or the index of the files that hold `count` entries, each as new
/// as its newest entry. `public_url`: without trailing slash.
std::string write_sitemap(std::string_view public_url, const SitemapEntryAt& entry, std::size_t first, std::size_t end);
std::string write_sitemap_index(std::string_view public_url, const SitemapEntryAt& entry, std::size_t count);

/// "/sitemap-1.xml" and so on: the addresses that the files of an index may have.
std::span<const std::string> sitemap_parts();

/// Home, list, store information, categories, brands and products, each at its canonical address.
class SitemapEntries {
 public:
  explicit SitemapEntries(const Snapshot& snapshot);  ///< which lives longer
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] SitemapEntry at(std::size_t number) const;

 private:
  const Snapshot& snapshot_;
  Time changed_{};  ///< of anything
  std::vector<Time> category_changed_, brand_changed_;
  std::vector<int> categories_, brands_;  ///< those with products
};

/// Keeps the finished files of one snapshot, made when they are asked for. Thread-safe.
class SitemapFiles {
 public:
  /// The index or only file, or the part of that number, from 1. Nothing: there is no such part.
  std::optional<http::Encodings> file(const Snapshot& snapshot, std::string_view public_url, std::size_t part);

 private:
  std::mutex mutex_;
  std::uint64_t serial_ = 0;
  std::map<std::size_t, http::Encodings> made_;
};

}  // namespace hurtrock::catalog
