#pragma once

#include <cstdint>
#include <string_view>

namespace hurtrock::images {

enum class Kind : std::uint8_t {
  kAccepted,      ///< begins as JPEG, PNG, WebP, AVIF or HEIC do
  kOtherPicture,  ///< as SVG, GIF, TIFF, BMP, ICO, JPEG XL, JPEG 2000 or PSD do
  kNoPicture,
};

/// How many bytes of a file kind_of() wants to see.
constexpr std::size_t kTellingBytes = 512;

/// By a file's first bytes. Pure; any thread.
Kind kind_of(std::string_view beginning);

}  // namespace hurtrock::images
