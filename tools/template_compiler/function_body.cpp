#include "function_body.hpp"

#include <algorithm>
#include <utility>

namespace templates {
namespace {

/// Compilers need not take longer string literals than 64 KiB; this stays well below, escapes included.
constexpr std::size_t kLongestLiteral = 12 * 1024;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '?') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::string line_mark(int line, std::string_view file) {
  return "#line " + std::to_string(line) + " " + quoted(file) + "\n";
}

void FunctionBody::code(std::string_view statement, int line) {
  flush();
  out_ += line_mark(line, file_);
  code(statement);
}

void FunctionBody::code(std::string_view statement) {
  flush();
  out_ += statement;
  out_ += '\n';
}

std::string FunctionBody::take() {
  flush();
  return std::exchange(out_, {});
}

void FunctionBody::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    std::size_t size = std::min(rest.size(), kLongestLiteral);
    while (size < rest.size() && continues_character(rest[size])) --size;
    out_ += "w.raw(" + quoted(rest.substr(0, size)) + ");\n";
    rest.remove_prefix(size);
  }
  pending_.clear();
}

}  // namespace templates
