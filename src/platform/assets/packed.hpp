#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace hurtrock::assets {

/// A stretch of the blob that web/build.mjs made; size 0: that form does not exist.
struct Slice {
  std::size_t offset, size;
};

/// A row of the generated table.
struct Packed {
  std::string_view name, url, content_type;
  Slice identity, gzip, brotli;
};

/// Sorted by name. Defined in the generated assets_table.cpp.
std::span<const Packed> packed();

}  // namespace hurtrock::assets
