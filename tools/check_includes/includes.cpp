#include "includes.hpp"

namespace includes {
namespace {

constexpr std::string_view kBlanks = " \t";

/// `text` without leading blanks and then without `word`; nothing when it does not begin so.
bool take(std::string_view& text, std::string_view word) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos || !text.substr(begin).starts_with(word)) return false;
  text.remove_prefix(begin + word.size());
  return true;
}

/// The header that a line includes, or nothing.
std::string_view header_of(std::string_view line) {
  if (!take(line, "#") && !take(line, "{%")) return {};
  if (!take(line, "include") || !take(line, "\"")) return {};
  const std::size_t quote = line.find('"');
  return quote == std::string_view::npos ? std::string_view{} : line.substr(0, quote);
}

}  // namespace

std::vector<Include> find_includes(std::string_view source) {
  std::vector<Include> found;
  for (int number = 1; !source.empty(); ++number) {
    const std::size_t end = source.find('\n');
    if (const auto header = header_of(source.substr(0, end)); !header.empty()) found.push_back({header, number});
    source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
  }
  return found;
}

}  // namespace includes
