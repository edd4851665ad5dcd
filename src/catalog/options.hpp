#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/pages.hpp"
#include "catalog/snapshot.hpp"

namespace hurtrock::catalog {

/// What can be chosen about a product, with the way to every value from the variant that is chosen now: to the variant
/// that differs in this alone or, where the shop has none, to the one that has the most in common with it. `url` is the
/// product's. Empty for a plain product. Variants that their options do not tell apart are named one by one. Pure.
std::vector<OptionGroup> option_groups(const Snapshot& snapshot, const SnapshotProduct& product,
                                       const SnapshotVariant& chosen, i18n::Language language, std::string_view url);

}  // namespace hurtrock::catalog
