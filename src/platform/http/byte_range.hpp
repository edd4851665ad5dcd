#pragma once

#include <cstdint>
#include <string_view>

namespace hurtrock::http {

/// What a Range header asks of a file of a given size.
struct ByteRange {
  enum class Kind : std::uint8_t {
    kWhole,          ///< no range, or one we need not honour: the whole file, 200
    kPart,           ///< 206
    kUnsatisfiable,  ///< 416
  };
  Kind kind = Kind::kWhole;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  ///< of a part
};

/// "bytes=0-499", "bytes=500-", "bytes=-500" (RFC 9110 section 14). Several ranges at once, other units and malformed
/// headers are answered with the whole file, as the RFC allows.
ByteRange parse_range(std::string_view header, std::uint64_t size);

}  // namespace hurtrock::http
