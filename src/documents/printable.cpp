#include "documents/printable.hpp"

#include <glib.h>

namespace hurtrock::documents {
namespace {

/// As many as any language puts on one letter.
constexpr int kMostMarks = 3;

bool turns_direction(gunichar c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t characters = 0;
  int marks = 0;
  bool space_before = false;
  while (!text.empty() && characters < most) {
    const gunichar c = g_utf8_get_char_validated(text.data(), static_cast<gssize>(text.size()));
    if (g_unichar_validate(c) == FALSE) break;
    const std::string_view bytes = text.substr(0, static_cast<std::size_t>(g_unichar_to_utf8(c, nullptr)));
    text.remove_prefix(bytes.size());

    constexpr gunichar kNoBreakSpace = 0xa0;
    if (g_unichar_isspace(c) != FALSE && c != kNoBreakSpace) {
      space_before = !out.empty();
      continue;
    }
    marks = g_unichar_ismark(c) != FALSE ? marks + 1 : 0;
    if (g_unichar_iscntrl(c) != FALSE || turns_direction(c) || marks > kMostMarks) continue;
    if (space_before) out += ' ';
    space_before = false;
    out += bytes;
    ++characters;
  }
  return out;
}

}  // namespace hurtrock::documents
