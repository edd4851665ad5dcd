#pragma once

#include <string>
#include <vector>

#include "catalog/pages.hpp"
#include "catalog/query.hpp"

namespace hurtrock::catalog {

/// What the filters beside a list offer of `found.specs`: groups in which there is something to choose, those that say
/// something about most products first.
std::vector<SpecGroup> spec_groups(const Snapshot& snapshot, const Query& query, const Found& found,
                                   i18n::Language language);

/// A chosen condition, and the conditions that are left when it is taken off.
struct SpecChip {
  std::string label;  ///< "Panjang skala: 628–648 mm"
  std::vector<SpecFilter> without;
};
std::vector<SpecChip> spec_chips(const Snapshot& snapshot, const Query& query, i18n::Language language);

}  // namespace hurtrock::catalog
