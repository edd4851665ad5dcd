#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/facet.hpp"
#include "catalog/snapshot.hpp"

namespace hurtrock::catalog {

/// A condition on one specification: one of the values, if there are any, and within the range, if there is one.
struct SpecFilter {
  int spec;                                                    ///< index in Snapshot::spec_indexes
  std::vector<int> values = {};                                ///< indexes in its values; empty: any
  std::optional<std::int64_t> min_milli = {}, max_milli = {};  ///< both included; only for a number
};

/// What a specification of the category offers, under all conditions but those on itself.
struct SpecFacet {
  int spec;
  std::vector<Facet> values;                    ///< those with products, and the chosen ones; in the index's order
  std::size_t known_values = 0;                 ///< how many the category knows under no condition at all
  std::optional<std::int64_t> lowest, highest;  ///< thousandths, for a number with products
};

/// The conditions that one query puts on specifications. Keeps references to what it is made from.
class SpecConditions {
 public:
  SpecConditions(const Snapshot& snapshot, const std::vector<SpecFilter>& filters);

  /// Those of `products` that fit all of them.
  [[nodiscard]] Bitmap among(Bitmap products) const;

  /// Of the specifications that the category's products have, and of those in the conditions. `others` is what the
  /// query's other conditions leave.
  [[nodiscard]] std::vector<SpecFacet> count(std::optional<int> category, const Bitmap& others) const;

 private:
  [[nodiscard]] SpecFacet count_one(int spec, const Bitmap& category, const Bitmap& others) const;

  const Snapshot& snapshot_;
  const std::vector<SpecFilter>& filters_;
  std::vector<Bitmap> fitting_;  ///< for each of the filters
};

}  // namespace hurtrock::catalog
