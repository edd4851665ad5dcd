#include "uses.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace texts {
namespace {

constexpr std::string_view kName = "texts";

bool is_identifier(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Removes `mark` and the white space in front of it from `code`, if it is there.
bool take(std::string_view& code, std::string_view mark) {
  const std::size_t begin = code.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || !code.substr(begin).starts_with(mark)) return false;
  code.remove_prefix(begin + mark.size());
  return true;
}

/// The literal that is the first argument of the call that `code` begins with, behind the name; or nothing.
std::string_view first_argument(std::string_view code) {
  if (!take(code, "(")) return {};
  if (take(code, ")") && !take(code, "(")) return {};
  if (!take(code, "\"")) return {};
  const std::size_t quote = code.find('"');
  return quote == std::string_view::npos ? std::string_view{} : code.substr(0, quote);
}

}  // namespace

std::vector<Use> find_uses(std::string_view source) {
  std::vector<Use> uses;
  int line = 1;
  std::size_t counted = 0;
  for (std::size_t at = source.find(kName); at != std::string_view::npos; at = source.find(kName, at + 1)) {
    if (at > 0 && is_identifier(source[at - 1])) continue;
    const std::string_view key = first_argument(source.substr(at + kName.size()));
    if (key.empty() || key.ends_with('.')) continue;
    line += static_cast<int>(std::ranges::count(source.substr(counted, at - counted), '\n'));
    counted = at;
    uses.push_back({key, line});
  }
  return uses;
}

bool mentions(std::string_view source, std::string_view key) {
  if (source.contains('"' + std::string(key) + '"')) return true;
  for (std::size_t dot = key.rfind('.'); dot != std::string_view::npos && dot > 0; dot = key.rfind('.', dot - 1)) {
    if (source.contains('"' + std::string(key.substr(0, dot + 1)) + '"')) return true;
  }
  return false;
}

}  // namespace texts
