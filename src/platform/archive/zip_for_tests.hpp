#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// ZIP archives byte by byte (APPNOTE.TXT 4.3), so that tests can make any of them wrong.
namespace hurtrock::archive::testing {

constexpr std::uint16_t kStored = 0, kDeflated = 8, kBzip2 = 12;
constexpr std::uint16_t kWithPassword = 1, kNamesAreUtf8 = 0x800;

struct TestEntry {
  std::string name, bytes;
  std::uint16_t method = kStored, flags = 0;
  std::uint32_t unix_mode = 0;                       ///< 0: not made on such a system
  std::optional<std::uint32_t> size = {}, crc = {};  ///< what it claims, if not the truth
};

inline std::uint32_t crc_of(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

/// `bytes` of a number, the least of them first.
inline std::string little(std::uint64_t number, int bytes) {
  std::string out;
  for (; bytes > 0; --bytes, number >>= 8U) out += static_cast<char>(number & 0xFFU);
  return out;
}

/// As a stream of deflate that compresses nothing.
inline std::string deflated(std::string_view bytes) {
  std::string out;
  for (;;) {
    const auto block = bytes.substr(0, 0xFFFF);
    bytes.remove_prefix(block.size());
    out += little(bytes.empty() ? 1U : 0U, 1) + little(block.size(), 2) + little(~block.size(), 2) + std::string(block);
    if (bytes.empty()) return out;
  }
}

inline std::string zip_of(const std::vector<TestEntry>& entries) {
  std::string out, directory;
  for (const auto& entry : entries) {
    const std::string data = entry.method == kDeflated ? deflated(entry.bytes) : entry.bytes;
    const std::string facts = little(20, 2) + little(entry.flags, 2) + little(entry.method, 2) + little(0, 2) +
                              little(0x21, 2) + little(entry.crc.value_or(crc_of(entry.bytes)), 4) +
                              little(data.size(), 4) + little(entry.size.value_or(entry.bytes.size()), 4) +
                              little(entry.name.size(), 2) + little(0, 2);
    directory += "PK\x01\x02" + little(entry.unix_mode == 0 ? 20U : 20U | (3U << 8U), 2) + facts +
                 little(0, 2 + 2 + 2) + little(std::uint64_t{entry.unix_mode} << 16U, 4) + little(out.size(), 4) +
                 entry.name;
    out += "PK\x03\x04" + facts + entry.name + data;
  }
  return out + directory + "PK\x05\x06" + little(0, 4) + little(entries.size(), 2) + little(entries.size(), 2) +
         little(directory.size(), 4) + little(out.size(), 4) + little(0, 2);
}

}  // namespace hurtrock::archive::testing
