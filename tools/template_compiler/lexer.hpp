#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace templates {

/// A piece of a template. Views point into the source.
struct Token {
  enum class Kind : std::uint8_t {
    kLiteral,     ///< HTML
    kExpression,  ///< what stands between {{ and }}, trimmed
    kStatement,   ///< what stands between {% and %}, trimmed
  };
  Kind kind;
  std::string_view text;
  int line;  ///< where `text` begins, from 1
};

/// Comments are gone, and so is white space at the end of the file. Throws Mistake for what is not closed.
std::vector<Token> tokenize(std::string_view source);

}  // namespace templates
