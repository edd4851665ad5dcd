#pragma once

#include <string_view>
#include <vector>

namespace includes {

struct Include {
  std::string_view header;  ///< as written between the quotes; points into the source
  int line;                 ///< from 1
};

/// The headers that a C++ file (#include "...") or a view ({% include "..." %}) names. System headers in angle brackets
/// are left out.
std::vector<Include> find_includes(std::string_view source);

}  // namespace includes
