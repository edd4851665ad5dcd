#include "images/kind.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::images {
namespace {

using namespace std::string_view_literals;

/// ISO media files name their brand after the box's length: "....ftypavif".
bool has_brand(std::string_view beginning, auto&& brands) {
  return beginning.substr(0, 8).ends_with("ftyp") &&
         std::ranges::any_of(brands, [&](std::string_view brand) { return beginning.substr(8, 4) == brand; });
}

bool is_accepted(std::string_view beginning) {
  constexpr std::array kBrands = {"avif"sv, "avis"sv, "heic"sv, "heix"sv, "mif1"sv};
  return beginning.starts_with("\xFF\xD8\xFF"sv) || beginning.starts_with("\x89PNG\r\n\x1A\n"sv) ||
         (beginning.starts_with("RIFF") && beginning.substr(0, 12).ends_with("WEBP")) || has_brand(beginning, kBrands);
}

bool is_other_picture(std::string_view beginning) {
  constexpr std::array kSignatures = {
      "GIF8"sv,     "II*\0"sv,          "MM\0*"sv,          "BM"sv, "8BPS"sv, "\0\0\1\0"sv,
      "\xFF\x0A"sv, "\0\0\0\x0CJXL "sv, "\0\0\0\x0CjP  "sv,
  };
  return std::ranges::any_of(kSignatures, [&](std::string_view sign) { return beginning.starts_with(sign); }) ||
         beginning.contains("<svg");
}

}  // namespace

Kind kind_of(std::string_view beginning) {
  if (is_accepted(beginning)) return Kind::kAccepted;
  return is_other_picture(beginning) ? Kind::kOtherPicture : Kind::kNoPicture;
}

}  // namespace hurtrock::images
