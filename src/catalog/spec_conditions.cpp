#include "catalog/spec_conditions.hpp"

#include <algorithm>

namespace hurtrock::catalog {
namespace {

bool allows(const SpecFilter& filter, int value, std::int64_t milli) {
  return (filter.values.empty() || std::ranges::find(filter.values, value) != filter.values.end()) &&
         milli >= filter.min_milli.value_or(INT64_MIN) && milli <= filter.max_milli.value_or(INT64_MAX);
}

const SpecIndex& index_of(const Snapshot& snapshot, int spec) {
  return snapshot.spec_indexes()[static_cast<std::size_t>(spec)];
}

Bitmap fitting(const Snapshot& snapshot, const SpecFilter& filter) {
  Bitmap any(snapshot.products().size());
  const auto& values = index_of(snapshot, filter.spec).values;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (allows(filter, static_cast<int>(i), values[i].number_milli)) values[i].products.add_to(any);
  return any;
}

}  // namespace

SpecConditions::SpecConditions(const Snapshot& snapshot, const std::vector<SpecFilter>& filters)
    : snapshot_(snapshot), filters_(filters) {
  fitting_.reserve(filters.size());
  for (const SpecFilter& filter : filters) fitting_.push_back(fitting(snapshot, filter));
}

Bitmap SpecConditions::among(Bitmap products) const {
  for (const Bitmap& fits : fitting_) products &= fits;
  return products;
}

std::vector<SpecFacet> SpecConditions::count(std::optional<int> category, const Bitmap& others) const {
  std::vector<int> shown;
  if (category) {
    const auto known = snapshot_.specs_in_category(*category);
    shown.assign(known.begin(), known.end());
  }
  for (const SpecFilter& filter : filters_)
    if (std::ranges::find(shown, filter.spec) == shown.end()) shown.push_back(filter.spec);
  if (shown.empty()) return {};

  const Bitmap everything(snapshot_.products().size(), true);
  std::vector<SpecFacet> facets;
  for (const int spec : shown)
    facets.push_back(count_one(spec, category ? snapshot_.in_category(*category) : everything, others));
  return facets;
}

SpecFacet SpecConditions::count_one(int spec, const Bitmap& category, const Bitmap& others) const {
  const SpecFilter* own = nullptr;
  Bitmap left = others;
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    if (filters_[i].spec == spec)
      own = &filters_[i];
    else
      left &= fitting_[i];
  }

  const SpecIndex& index = index_of(snapshot_, spec);
  SpecFacet facet{.spec = spec, .values = {}};
  for (std::size_t i = 0; i < index.values.size(); ++i) {
    const SpecValue& value = index.values[i];
    if (value.products.count_common(category) > 0) ++facet.known_values;
    const auto count = static_cast<std::int64_t>(value.products.count_common(left));
    const bool chosen = own != nullptr && std::ranges::find(own->values, static_cast<int>(i)) != own->values.end();
    if (count > 0 || chosen) facet.values.push_back({static_cast<int>(i), count});
    if (count == 0 || !index.is_number) continue;
    if (!facet.lowest) facet.lowest = value.number_milli;
    facet.highest = value.number_milli;
  }
  return facet;
}

}  // namespace hurtrock::catalog
