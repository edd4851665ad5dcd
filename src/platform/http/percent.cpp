#include "platform/http/percent.hpp"

namespace hurtrock::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The byte that the triplet at `at` stands for, or -1.
int triplet(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return -1;
  const int high = hex_digit(text[at + 1]);
  const int low = hex_digit(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view encoded) {
  std::string plain;
  plain.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      plain += encoded[i];
      continue;
    }
    const int byte = triplet(encoded, i);
    if (byte < 0) return std::nullopt;
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

std::string form_decode(std::string_view encoded) {
  std::string plain;
  plain.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '+') {
      plain += ' ';
    } else if (const int byte = encoded[i] == '%' ? triplet(encoded, i) : -1; byte >= 0) {
      plain += static_cast<char>(byte);
      i += 2;
    } else {
      plain += encoded[i];
    }
  }
  return plain;
}

void append_form_encoded(std::string& out, std::string_view plain) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : plain) {
    if (is_unreserved(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
}

}  // namespace hurtrock::http
