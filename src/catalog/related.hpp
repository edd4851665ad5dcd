#pragma once

#include <cstddef>
#include <vector>

#include "catalog/snapshot.hpp"

namespace hurtrock::catalog {

/// What somebody may want instead of the product: those of its category that cost about as much, and where there are
/// too few, of the category above. All that can be bought now come before any that is sold out. Indexes, at most
/// `limit`; never the product itself. Pure.
std::vector<int> related_to(const Snapshot& snapshot, int product, std::size_t limit);

}  // namespace hurtrock::catalog
