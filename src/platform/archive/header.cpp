#include "platform/archive/header.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "platform/core/text.hpp"

namespace hurtrock::archive {
namespace {

struct Field {
  std::size_t at, size;
};
constexpr Field kName{0, 100}, kMode{100, 8}, kUser{108, 8}, kGroup{116, 8}, kSize{124, 12}, kTime{136, 12},
    kSum{148, 8}, kKind{156, 1}, kMagic{257, 8}, kPrefix{345, 155};
constexpr std::string_view kUstar{"ustar\00000", 8};
constexpr char kRegularFile = '0';
/// Eleven octal digits hold this much; larger sizes are written as GNU tar does, binary with the first bit set.
constexpr std::uint64_t kMostOctal = (1ULL << 33U) - 1;
constexpr char kBinary = '\x80';

std::string_view view(const Block& block, Field field) { return {block.data() + field.at, field.size}; }

void put(Block& block, Field field, std::string_view bytes) { bytes.copy(block.data() + field.at, field.size); }

/// As digits with leading zeros; the field's last byte stays zero.
void put_octal(Block& block, Field field, std::uint64_t value) {
  for (std::size_t i = field.size - 1; i-- > 0; value >>= 3U)
    block[field.at + i] = static_cast<char>('0' + static_cast<char>(value & 7U));
}

void put_size(Block& block, std::uint64_t size) {
  if (size <= kMostOctal) return put_octal(block, kSize, size);
  for (std::size_t i = kSize.size; i-- > 1; size >>= 8U) block[kSize.at + i] = static_cast<char>(size & 0xFFU);
  block[kSize.at] = kBinary;
}

std::uint64_t octal(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits.substr(0, digits.size() - 1))
    value = value << 3U | static_cast<std::uint64_t>(static_cast<unsigned char>(digit) & 7U);
  return value;
}

std::uint64_t size_in(std::string_view field) {
  if (field.front() != kBinary) return octal(field);
  return std::accumulate(field.begin() + 1, field.end(), std::uint64_t{0}, [](std::uint64_t value, char byte) {
    return value << 8U | static_cast<std::uint64_t>(static_cast<unsigned char>(byte));
  });
}

/// The sum of all bytes, its own field counted as spaces.
std::uint64_t sum_of(Block block) {
  std::fill_n(block.begin() + kSum.at, kSum.size, ' ');
  return std::accumulate(block.begin(), block.end(), std::uint64_t{0}, [](std::uint64_t sum, char byte) {
    return sum + static_cast<std::uint64_t>(static_cast<unsigned char>(byte));
  });
}

std::string until_zero(std::string_view field) { return std::string(field.substr(0, field.find('\0'))); }

/// Where a long name is cut into prefix and name; 0: it need not be.
std::size_t cut_of(std::string_view name) {
  if (name.size() <= kName.size) return 0;
  const auto cut = name.find('/', name.size() - kName.size - 1);
  if (cut == std::string_view::npos || cut > kPrefix.size || cut == 0)
    throw std::invalid_argument("this name is too long for the archive: " + std::string(name));
  return cut;
}

}  // namespace

Block encode(const Header& header) {
  Block block{};
  const std::size_t cut = cut_of(header.name);
  put(block, kPrefix, std::string_view(header.name).substr(0, cut));
  put(block, kName, std::string_view(header.name).substr(cut == 0 ? 0 : cut + 1));
  put_octal(block, kMode, 0600);
  put_octal(block, kUser, 0);
  put_octal(block, kGroup, 0);
  put_size(block, header.size);
  put_octal(block, kTime, static_cast<std::uint64_t>(std::max<std::int64_t>(header.time_s, 0)));
  block[kKind.at] = kRegularFile;
  put(block, kMagic, kUstar);
  // Six digits, a zero and a space.
  put_octal(block, {kSum.at, kSum.size - 1}, sum_of(block));
  block[kSum.at + kSum.size - 1] = ' ';
  return block;
}

std::optional<Header> decode(const Block& block) {
  Header header{.name = until_zero(view(block, kName)),
                .size = size_in(view(block, kSize)),
                .time_s = static_cast<std::int64_t>(octal(view(block, kTime)))};
  if (const auto prefix = until_zero(view(block, kPrefix)); !prefix.empty()) header.name = prefix + "/" + header.name;
  try {
    if (is_safe_name(header.name) && encode(header) == block) return header;
  } catch (const std::invalid_argument&) {
    // Not one of ours.
  }
  return std::nullopt;
}

bool is_safe_name(std::string_view name) {
  if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; }))
    return false;
  return std::ranges::none_of(text::split(name, '/'),
                              [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

}  // namespace hurtrock::archive
