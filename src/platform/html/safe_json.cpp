#include "platform/html/html.hpp"

namespace hurtrock::html {
namespace {

constexpr std::string_view kLineSeparator = "\u2028", kParagraphSeparator = "\u2029";

}  // namespace

// These characters can only stand inside strings of a valid JSON text, where \u says the same. Without `<` the text
// can neither end the script element nor open a comment in it.
SafeJson::SafeJson(std::string_view json) {
  text_.reserve(json.size());
  while (!json.empty()) {
    if (json.starts_with(kLineSeparator) || json.starts_with(kParagraphSeparator)) {
      text_ += json.starts_with(kLineSeparator) ? "\\u2028" : "\\u2029";
      json.remove_prefix(kLineSeparator.size());
      continue;
    }
    switch (json.front()) {
      case '<':
        text_ += "\\u003c";
        break;
      case '>':
        text_ += "\\u003e";
        break;
      case '&':
        text_ += "\\u0026";
        break;
      default:
        text_ += json.front();
    }
    json.remove_prefix(1);
  }
}

}  // namespace hurtrock::html
