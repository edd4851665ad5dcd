#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "platform/html/html.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace hurtrock::html {
namespace {

template <char... kSpecial>
constexpr bool is_special(char c) {
  return ((c == kSpecial) || ...);
}

/// Where the first special character stands at or after `from`; `text.size()` when there is none. Most of a page needs
/// no escaping, so what counts is how fast nothing is found: 16 bytes at a time where the processor can.
template <char... kSpecial>
std::size_t find_special(std::string_view text, std::size_t from) {
#ifdef __SSE2__
  for (; from + 16 <= text.size(); from += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
    __m128i hits = _mm_setzero_si128();
    ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, _mm_set1_epi8(kSpecial)))), ...);
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits)); mask != 0)
      return from + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  while (from < text.size() && !is_special<kSpecial...>(text[from])) ++from;
  return from;
}

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}

template <char... kSpecial>
void escape(std::string& out, std::string_view text) {
  std::size_t done = 0;
  while (true) {
    const std::size_t special = find_special<kSpecial...>(text, done);
    out.append(text, done, special - done);
    if (special == text.size()) return;
    out.append(entity(text[special]));
    done = special + 1;
  }
}

constexpr std::array<std::string_view, 4> kSchemes{"http", "https", "mailto", "tel"};

/// Reads a scheme as browsers do (WHATWG URL Standard, 4.4): control characters and spaces in front do not count, tabs
/// and line breaks do not count anywhere, case does not matter.
bool has_safe_scheme(std::string_view url) {
  std::string scheme;
  for (const char c : url) {
    if (static_cast<unsigned char>(c) <= ' ') continue;
    if (c == '/' || c == '?' || c == '#') return true;  // an address within the site
    if (c == ':') return std::ranges::find(kSchemes, scheme) != kSchemes.end();
    scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return true;
}

}  // namespace

void escape_text(std::string& out, std::string_view text) { escape<'&', '<', '>'>(out, text); }

void escape_attribute(std::string& out, std::string_view text) { escape<'&', '<', '>', '"', '\''>(out, text); }

void escape_url(std::string& out, std::string_view url) {
  if (has_safe_scheme(url)) {
    escape_attribute(out, url);
  } else {
    out += '#';
  }
}

}  // namespace hurtrock::html
