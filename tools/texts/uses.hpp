#pragma once

#include <string_view>
#include <vector>

namespace texts {

struct Use {
  std::string_view key;  ///< points into the source
  int line;              ///< from 1
};

/// The texts that a C++ file asks for by a literal: `texts("cart.title"` and `texts()("cart.title"`, however the lines
/// break. A literal that ends with a dot is the beginning of a computed key and left out.
std::vector<Use> find_uses(std::string_view source);

/// Whether any literal of `source` is `key`, or a beginning of it that ends with a dot.
bool mentions(std::string_view source, std::string_view key);

}  // namespace texts
