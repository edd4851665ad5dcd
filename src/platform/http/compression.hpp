#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hurtrock::http {

enum class Encoding : std::uint8_t { kIdentity, kGzip, kBrotli };
/// "identity", "gzip" or "br".
std::string_view to_string(Encoding encoding);

/// What can be offered besides the plain bytes.
struct Offered {
  bool gzip = true;
  bool brotli = true;
};
/// The client's favourite by the q-values of Accept-Encoding (RFC 9110 section 12.5.3); among equals brotli before gzip
/// before identity. Identity when nothing else fits, even if the client ruled it out.
Encoding choose_encoding(std::string_view accept_encoding, Offered offered);

/// Whether bodies of this Content-Type get smaller: text, JSON, XML, JavaScript, SVG.
bool is_compressible(std::string_view content_type);

/// For what is made for one visitor: the next levels take twice the time for a twentieth less.
constexpr int kQuickGzipLevel = 4;
constexpr int kQuickBrotliQuality = 3;

/// `level` 1 (fast) to 9 (small). Throws std::bad_alloc when memory is short. Any thread.
std::string gzip(std::string_view plain, int level);
/// `quality` 0 (fast) to 11 (small). Throws std::bad_alloc when memory is short. Any thread.
std::string brotli(std::string_view plain, int quality);

}  // namespace hurtrock::http
