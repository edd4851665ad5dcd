#pragma once

#include <string_view>
#include <vector>

/// Just enough reading of C++ to find where a piece of it ends.
namespace templates {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
constexpr bool is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
std::string_view trim(std::string_view text);

/// The place behind the string or character literal that begins at `at`, or `at` when none does. A quote between digits
/// is a digit separator. Raw strings are not known.
std::size_t skip_literal(std::string_view code, std::size_t at);
/// The first place at or after `from` where `stop` stands outside literals and brackets, or npos.
std::size_t find_outside(std::string_view code, std::string_view stop, std::size_t from = 0);
/// The pieces between commas outside literals and brackets, trimmed. Nothing for an empty text.
std::vector<std::string_view> split_arguments(std::string_view code);

/// `name(arguments)`, as a call or a declaration writes it.
struct Call {
  std::string_view name, arguments;
};
/// Both parts are empty when `code` is anything else.
Call parse_call(std::string_view code);

/// The content of a plain string literal that is all of `code`; empty when it is not one.
std::string_view literal_content(std::string_view code);

}  // namespace templates
