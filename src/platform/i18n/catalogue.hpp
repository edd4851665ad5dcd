#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// The joined texts as tools/texts generates them. Included by this folder and the generated source only.
namespace hurtrock::i18n::catalogue {

struct Text {
  const char* data;
  std::uint32_t size;
  [[nodiscard]] constexpr std::string_view view() const { return {data, size}; }
};

struct Entry {
  Text key, indonesian, english_one, english_other;
};

/// Sorted by key, byte by byte.
std::span<const Entry> entries();

}  // namespace hurtrock::i18n::catalogue
