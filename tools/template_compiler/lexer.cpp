#include "lexer.hpp"

#include <algorithm>

#include "cpp_text.hpp"
#include "mistake.hpp"

namespace templates {
namespace {

int line_at(std::string_view source, std::size_t place) {
  return 1 + static_cast<int>(std::ranges::count(source.substr(0, place), '\n'));
}

std::size_t next_opening(std::string_view source, std::size_t from) {
  for (std::size_t at = source.find('{', from); at != std::string_view::npos; at = source.find('{', at + 1)) {
    const char next = at + 1 < source.size() ? source[at + 1] : '\0';
    if (next == '{' || next == '%' || next == '#') return at;
  }
  return source.size();
}

}  // namespace

std::vector<Token> tokenize(std::string_view source) {
  while (!source.empty() && is_space(source.back())) source.remove_suffix(1);

  std::vector<Token> tokens;
  const auto add = [&](Token::Kind kind, std::string_view text) {
    if (!text.empty())
      tokens.push_back({kind, text, line_at(source, static_cast<std::size_t>(text.data() - source.data()))});
  };
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t open = next_opening(source, at);
    add(Token::Kind::kLiteral, source.substr(at, open - at));
    if (open == source.size()) break;

    const char mark = source[open + 1];
    const std::string_view closing = mark == '{' ? "}}" : mark == '%' ? "%}" : "#}";
    // A comment may hold half a quotation; code may hold the closing mark in a string.
    const std::size_t close = mark == '#' ? source.find(closing, open + 2) : find_outside(source, closing, open + 2);
    if (close == std::string_view::npos)
      throw Mistake(line_at(source, open), "\"" + std::string(source.substr(open, 2)) + "\" is not closed");

    const std::string_view inside = trim(source.substr(open + 2, close - open - 2));
    if (inside.empty() && mark != '#') throw Mistake(line_at(source, open), "nothing stands between the braces");
    if (mark != '#') add(mark == '{' ? Token::Kind::kExpression : Token::Kind::kStatement, inside);
    at = close + 2;
  }
  return tokens;
}

}  // namespace templates
