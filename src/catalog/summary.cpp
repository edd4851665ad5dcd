#include "catalog/summary.hpp"

#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::string_view kEllipsis = "\u2026";

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text::trim(text)) {
    const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!is_space)
      line += c;
    else if (line.back() != ' ')
      line += ' ';
  }
  return line;
}

bool ends_a_sentence(char c) { return c == '.' || c == '!' || c == '?'; }

}  // namespace

std::string summary_of(std::string_view text) {
  std::string line = on_one_line(text);
  if (text::length(line) <= kLongestSummary) return line;
  // One more than fits, to see whether a word ends just there.
  const std::string_view beginning = text::shorten(line, kLongestSummary + 1);
  for (std::size_t space = beginning.rfind(' '); space != std::string_view::npos && space > beginning.size() / 3;
       space = beginning.rfind(' ', space - 1))
    if (ends_a_sentence(beginning[space - 1])) return std::string(beginning.substr(0, space));
  const std::string_view words = text::shorten(line, kLongestSummary);  // the ellipsis takes the place of one
  const std::size_t space = words.rfind(' ');
  if (space == std::string_view::npos) return std::string(text::shorten(line, kLongestSummary - 1)) += kEllipsis;
  return std::string(words.substr(0, space)) += kEllipsis;
}

}  // namespace hurtrock::catalog
