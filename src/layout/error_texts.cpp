#include "layout/error_texts.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::layout {

std::string error_text(int status, std::string_view part) {
  static constexpr std::array kWorded{400, 403, 404, 405, 409, 413, 429, 500, 503};
  const int known = std::ranges::find(kWorded, status) != kWorded.end() ? status : 500;
  return "layout.error." + std::to_string(known) + "." + std::string{part};
}

}  // namespace hurtrock::layout
