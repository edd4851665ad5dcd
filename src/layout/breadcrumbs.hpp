#pragma once

#include <string>
#include <vector>

namespace hurtrock::layout {

/// The way down to a page, from the department on; "home" is added by the view. The last one is the page itself and
/// needs no address.
struct Breadcrumb {
  std::string name, url;
};
using Breadcrumbs = std::vector<Breadcrumb>;

}  // namespace hurtrock::layout
