#pragma once

#include <string>
#include <string_view>

#include "text_keys.hpp"

namespace templates {

struct Options {
  std::string file;         ///< the template's path, for messages and #line
  std::string name_space;   ///< "cart" or "platform/http": the last part counts
  std::string header_name;  ///< as the generated source includes the generated header
};

struct Output {
  std::string header, source;
};

/// Compiles one template. Throws Mistake.
Output compile(std::string_view source, const TextKeys& keys, const Options& options);

}  // namespace templates
