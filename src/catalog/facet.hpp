#pragma once

#include <cstdint>

namespace hurtrock::catalog {

struct Facet {
  int index;           ///< of a category, a brand, or a value of a specification
  std::int64_t count;  ///< products that would be left with this one and all conditions of other kinds
};

}  // namespace hurtrock::catalog
