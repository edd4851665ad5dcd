#pragma once

#include <string>

#include "app/page_cache.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::app {

/// Product pictures from the data folder, under /media/NAME. Names hold their content's hash, so browsers keep them for
/// good. Drawings (SVG) are text and go out compressed, from a bounded cache.
class Media {
 public:
  explicit Media(std::string folder) : folder_(std::move(folder)), drawings_(kCacheBytes) {}
  /// Nothing when there is no such picture. A drawing comes in `encoding`. Reads a file of some kilobytes at most once
  /// in a while.
  std::optional<http::Response> find(std::string_view path, http::Encoding encoding);

  static constexpr std::string_view kPrefix = "/media/";

 private:
  static constexpr std::size_t kCacheBytes = 32 * 1024 * 1024;
  std::string folder_;
  PageCache drawings_;
};

}  // namespace hurtrock::app
