#include "app/media.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hurtrock::app {
namespace {

constexpr std::string_view kForever = "public, max-age=31536000, immutable";
// A drawing opened by itself must not be able to do anything.
constexpr std::string_view kDrawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
constexpr std::uintmax_t kLargestDrawing = 256 * 1024;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 120 && name.front() != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
}

std::string_view content_type(std::string_view name) {
  if (name.ends_with(".webp")) return "image/webp";
  if (name.ends_with(".avif")) return "image/avif";
  if (name.ends_with(".jpg")) return "image/jpeg";
  if (name.ends_with(".png")) return "image/png";
  return "application/octet-stream";
}

http::Response drawing(const PageCache::Page& page) {
  http::Response response;
  response.prepared = page.encodings;
  response.set("Content-Type", "image/svg+xml; charset=utf-8");
  response.set("ETag", page.etag);
  response.set("Content-Security-Policy", std::string(kDrawingPolicy));
  response.set("Vary", "Accept-Encoding");
  return response;
}

}  // namespace

std::optional<http::Response> Media::find(std::string_view path, http::Encoding encoding) {
  const std::string name(path.substr(kPrefix.size()));
  if (!is_name(name)) return std::nullopt;
  http::Response response;
  if (name.ends_with(".svg")) {
    auto page = drawings_.find(name, encoding);
    if (!page) {
      std::error_code error;
      const auto size = std::filesystem::file_size(folder_ + "/" + name, error);
      if (error || size > kLargestDrawing) return std::nullopt;
      std::ifstream file(folder_ + "/" + name, std::ios::binary);
      std::stringstream content;
      content << file.rdbuf();
      if (!file) return std::nullopt;
      page = drawings_.put(name, encoding, std::move(content).str(), "image/svg+xml");
    }
    response = drawing(*page);
  } else {
    const std::string file = folder_ + "/" + name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
    response.file = file;
    response.set("Content-Type", std::string(content_type(name)));
  }
  response.set("Cache-Control", std::string(kForever));
  response.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace hurtrock::app
