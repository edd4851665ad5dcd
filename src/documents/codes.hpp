#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hurtrock::documents {

/// A bar code or QR code as a grid of modules, without its quiet zone.
struct Code {
  std::size_t columns = 0, rows = 0;  ///< a bar code has one row
  std::vector<bool> dark;             ///< row by row

  [[nodiscard]] bool is_dark(std::size_t column, std::size_t row) const { return dark[row * columns + column]; }
};

/// White modules that must stay free on each side.
constexpr std::size_t kBarsQuietZone = 10;
constexpr std::size_t kQrQuietZone = 4;

/// Nothing when `text` cannot be written in that code: empty, too long, not ASCII.
std::optional<Code> code_128(std::string_view text);
/// With error correction M: 15 % of it may be smudged.
std::optional<Code> qr_code(std::string_view text);

}  // namespace hurtrock::documents
