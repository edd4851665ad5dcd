#include <algorithm>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/mail/message.hpp"

namespace hurtrock::mail {
namespace {

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }) && !text.contains("=?");
}

/// The longest beginning of `text` with at most `bytes` bytes that ends between two characters.
std::string_view whole_characters(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

void append_escaped(std::string& line, char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  line += '=';
  line += kDigits[byte >> 4];
  line += kDigits[byte & 0xF];
}

/// One line of text, cut by soft line breaks ("=" at the end) into pieces of at most 76 characters.
void append_line(std::string& out, std::string_view line) {
  constexpr std::size_t kLongest = 76;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    const bool blank_at_end = last && (c == ' ' || c == '\t');
    const bool literal = !blank_at_end && (c == '\t' || (c >= ' ' && c <= '~' && c != '='));
    const std::size_t width = literal ? 1 : 3;
    if (column + width > kLongest - 1) {
      out += "=\r\n";
      column = 0;
    }
    if (literal)
      out += c;
    else
      append_escaped(out, c);
    column += width;
  }
}

}  // namespace

std::string encode_header_text(std::string_view text) {
  if (is_plain(text)) return std::string{text};
  // "=?UTF-8?B?" and "?=" leave 63 of 75 characters: 60 of base64, which hold 45 bytes.
  constexpr std::size_t kBytesPerWord = 45;
  std::string encoded;
  while (!text.empty()) {
    const std::string_view part = whole_characters(text, kBytesPerWord);
    if (!encoded.empty()) encoded += "\r\n ";
    encoded += "=?UTF-8?B?" + crypto::base64(part) + "?=";
    text.remove_prefix(part.size());
  }
  return encoded;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::string_view line : text::split(text, '\n')) {
    if (!out.empty() || line.data() != text.data()) out += "\r\n";
    if (line.ends_with('\r')) line.remove_suffix(1);
    append_line(out, line);
  }
  return out;
}

}  // namespace hurtrock::mail
