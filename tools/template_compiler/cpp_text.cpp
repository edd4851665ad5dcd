#include "cpp_text.hpp"

#include <algorithm>

namespace templates {

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t skip_literal(std::string_view code, std::size_t at) {
  const char quote = code[at];
  if (quote != '"' && quote != '\'') return at;
  if (quote == '\'' && at > 0 && is_identifier(code[at - 1])) return at;
  std::size_t end = at + 1;
  while (end < code.size() && code[end] != quote) end += code[end] == '\\' ? 2 : 1;
  return std::min(end + 1, code.size());
}

std::size_t find_outside(std::string_view code, std::string_view stop, std::size_t from) {
  int depth = 0;
  for (std::size_t at = from; at < code.size(); ++at) {
    if (depth == 0 && code.substr(at).starts_with(stop)) return at;
    if (const std::size_t behind = skip_literal(code, at); behind != at) {
      at = behind - 1;
    } else if (code[at] == '(' || code[at] == '[' || code[at] == '{') {
      ++depth;
    } else if (code[at] == ')' || code[at] == ']' || code[at] == '}') {
      --depth;
    }
  }
  return std::string_view::npos;
}

std::vector<std::string_view> split_arguments(std::string_view code) {
  std::vector<std::string_view> pieces;
  if (trim(code).empty()) return pieces;
  while (true) {
    const std::size_t comma = find_outside(code, ",");
    pieces.push_back(trim(code.substr(0, comma)));
    if (comma == std::string_view::npos) return pieces;
    code.remove_prefix(comma + 1);
  }
}

Call parse_call(std::string_view code) {
  code = trim(code);
  const std::size_t open = code.find('(');
  if (open == std::string_view::npos || trim(code.substr(0, open)).empty()) return {};
  const std::size_t close = find_outside(code, ")", open + 1);
  if (close == std::string_view::npos || close + 1 != code.size()) return {};
  return {trim(code.substr(0, open)), trim(code.substr(open + 1, close - open - 1))};
}

std::string_view literal_content(std::string_view code) {
  if (code.size() < 2 || code.front() != '"' || skip_literal(code, 0) != code.size()) return {};
  return code.substr(1, code.size() - 2);
}

}  // namespace templates
