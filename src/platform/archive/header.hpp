#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The 512 bytes before each entry of a tar file, POSIX.1-1988 ("ustar").
namespace hurtrock::archive {

inline constexpr std::size_t kBlock = 512;
using Block = std::array<char, kBlock>;

struct Header {
  std::string name;
  std::uint64_t size = 0;
  std::int64_t time_s = 0;  ///< since 1970
};

/// Throws std::invalid_argument when the name does not fit.
Block encode(const Header& header);
/// Nothing unless encode() gives these very bytes, so that no changed bit stays unnoticed.
std::optional<Header> decode(const Block& block);

/// Relative, without empty parts, "." and "..", and without control characters.
bool is_safe_name(std::string_view name);

/// From the end of an entry's bytes to the next header.
constexpr std::uint64_t padding_after(std::uint64_t size) { return (kBlock - size % kBlock) % kBlock; }

}  // namespace hurtrock::archive
