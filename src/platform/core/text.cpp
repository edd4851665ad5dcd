#include "platform/core/text.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::text {
namespace {

/// One character of UTF-8; `size` is 0 where the bytes are malformed or used up.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;
};

Character decode(std::string_view bytes) {
  if (bytes.empty()) return {};
  const auto first = static_cast<unsigned char>(bytes[0]);
  if (first < 0x80) return {first, 1};
  // The first byte tells the length; 0xC0, 0xC1 and 0xF5 upwards begin nothing.
  const std::size_t size = first >= 0xC2 && first <= 0xDF   ? 2
                           : (first & 0xF0) == 0xE0         ? 3
                           : first >= 0xF0 && first <= 0xF4 ? 4
                                                            : 0;
  if (size == 0 || bytes.size() < size) return {};
  char32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(bytes[i]);
    if ((next & 0xC0) != 0x80) return {};
    code = (code << 6) | (next & 0x3FU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, size};
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

bool is_typed_control(char32_t code) { return code == '\t' || code == '\n' || code == '\r'; }
bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

constexpr std::string_view kNoBreakSpace = "\u00A0";
bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_slug_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// U+00C0 to U+017F without their marks, one letter each; '-' stands for what is no letter, and the few that need two
// letters are in `spelled_out`.
constexpr std::string_view kLatinLetters =
    "aaaaaaaceeeeiiii"   // U+00C0
    "dnooooo-ouuuuyts"   // U+00D0
    "aaaaaaaceeeeiiii"   // U+00E0
    "dnooooo-ouuuuyty"   // U+00F0
    "aaaaaaccccccccdd"   // U+0100
    "ddeeeeeeeeeegggg"   // U+0110
    "gggghhhhiiiiiiii"   // U+0120
    "iiiijjkkklllllll"   // U+0130
    "lllnnnnnnnnnoooo"   // U+0140
    "oooorrrrrrssssss"   // U+0150
    "ssttttttuuuuuuuu"   // U+0160
    "uuuuwwyyyzzzzzzs";  // U+0170
static_assert(kLatinLetters.size() == 0x180 - 0xC0);

std::string_view spelled_out(char32_t code) {
  switch (code) {
    case 0xC6:
    case 0xE6:
      return "ae";
    case 0xDE:
    case 0xFE:
      return "th";
    case 0xDF:
      return "ss";
    case 0x132:
    case 0x133:
      return "ij";
    case 0x152:
    case 0x153:
      return "oe";
    default:
      break;
  }
  if (code >= 0xC0 && code < 0x180) return kLatinLetters.substr(code - 0xC0, 1);
  return "-";
}

bool is_apostrophe(char32_t code) { return code == '\'' || code == 0x2018 || code == 0x2019; }
bool is_combining_mark(char32_t code) { return code >= 0x300 && code <= 0x36F; }

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const Character character = decode(bytes);
    if (character.size == 0) return false;
    bytes.remove_prefix(character.size);
  }
  return true;
}

bool is_printable(std::string_view bytes) {
  while (!bytes.empty()) {
    const Character character = decode(bytes);
    if (character.size == 0) return false;
    if (is_control(character.code) && !is_typed_control(character.code)) return false;
    bytes.remove_prefix(character.size);
  }
  return true;
}

std::size_t length(std::string_view bytes) {
  return bytes.size() - static_cast<std::size_t>(std::ranges::count_if(bytes, is_continuation));
}

std::string_view shorten(std::string_view bytes, std::size_t characters) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (!is_continuation(bytes[i]) && ++kept > characters) return bytes.substr(0, i);
  return bytes;
}

std::string_view trim(std::string_view text) {
  for (;;) {
    if (!text.empty() && is_ascii_space(text.front()))
      text.remove_prefix(1);
    else if (text.starts_with(kNoBreakSpace))
      text.remove_prefix(kNoBreakSpace.size());
    else
      break;
  }
  for (;;) {
    if (!text.empty() && is_ascii_space(text.back()))
      text.remove_suffix(1);
    else if (text.ends_with(kNoBreakSpace))
      text.remove_suffix(kNoBreakSpace.size());
    else
      return text;
  }
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), lower_ascii);
  return result;
}

std::string upper(std::string_view text) {
  std::string result{text};
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  return result;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower_ascii, lower_ascii);
}

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t low, std::int64_t high) {
  // from_chars takes a minus sign; a field for a quantity does not.
  if (text.empty() || text.front() == '-') return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped != end || value < low || value > high) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string slug(std::string_view name) {
  constexpr std::size_t kLongest = 80;
  std::string result;
  bool gap = false;  // a hyphen is due before the next letter
  while (!name.empty()) {
    const Character character = decode(name);
    name.remove_prefix(std::max<std::size_t>(character.size, 1));
    if (character.size != 0 && (is_apostrophe(character.code) || is_combining_mark(character.code))) continue;

    const char ascii = lower_ascii(static_cast<char>(character.code & 0x7F));
    const std::string_view letters = character.size == 0   ? std::string_view{"-"}
                                     : character.size == 1 ? std::string_view{&ascii, 1}
                                                           : spelled_out(character.code);
    for (const char letter : letters) {
      if (!is_slug_letter(letter)) {
        gap = true;
        continue;
      }
      const bool hyphen = gap && !result.empty();
      if (result.size() + (hyphen ? 2 : 1) > kLongest) return result;
      if (hyphen) result += '-';
      result += letter;
      gap = false;
    }
  }
  return result.empty() ? "x" : result;
}

}  // namespace hurtrock::text
