#include "catalog/spec_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "catalog/list_address.hpp"
#include "catalog/thousandths.hpp"

namespace hurtrock::catalog {
namespace {

/// More different numbers than these are quicker to choose from as a range.
constexpr std::size_t kMostNumbersToTick = 8;
constexpr std::size_t kUnfolded = 3;
constexpr std::size_t kMostGroups = 10;

std::string label_of(const SpecIndex& index, const SpecValue& value, i18n::Language language) {
  return index.is_number ? thousandths(value.number_milli, language) : std::string(value.text.in(language));
}

std::string with_unit(std::string text, const SpecIndex& index) {
  if (!index.unit.empty()) text += "\u00a0" + std::string(index.unit);
  return text;
}

std::string shown(const std::optional<std::int64_t>& milli, i18n::Language language) {
  return milli ? thousandths(*milli, language) : std::string{};
}

std::int64_t products_of(const SpecFacet& facet) {
  std::int64_t sum = 0;
  for (const Facet& value : facet.values) sum += value.count;
  return sum;
}

SpecGroup group_of(const SpecIndex& index, const SpecFacet& facet, const SpecFilter& chosen, i18n::Language language) {
  SpecGroup group{.field = spec_field(index), .title = std::string(index.name.in(language)), .options = {}};
  if (!index.unit.empty()) group.title += fmt::format(" ({})", index.unit);
  group.open = chosen.min_milli || chosen.max_milli || !chosen.values.empty();
  group.min = shown(chosen.min_milli, language);
  group.max = shown(chosen.max_milli, language);
  group.lowest = shown(facet.lowest, language);
  group.highest = shown(facet.highest, language);
  const bool ranged = chosen.min_milli || chosen.max_milli || facet.known_values > kMostNumbersToTick;
  // Ticked values stay to be seen and taken off, whatever else the address says.
  if (index.is_number && ranged && chosen.values.empty()) return group;

  for (const auto& [at, count] : facet.values) {
    const SpecValue& value = index.values[static_cast<std::size_t>(at)];
    group.options.push_back({.value = value.slug,
                             .label = label_of(index, value, language),
                             .count = count,
                             .selected = std::ranges::find(chosen.values, at) != chosen.values.end()});
  }
  if (!index.is_number)
    std::ranges::sort(group.options, {},
                      [](const FilterOption& o) { return std::tuple{-o.count, std::string_view{o.label}}; });
  return group;
}

std::string range_label(const SpecIndex& index, const SpecFilter& filter, i18n::Language language) {
  const std::string low = shown(filter.min_milli, language), high = shown(filter.max_milli, language);
  if (high.empty()) return with_unit("≥ " + low, index);
  if (low.empty()) return with_unit("≤ " + high, index);
  return with_unit(low + "–" + high, index);
}

}  // namespace

std::vector<SpecGroup> spec_groups(const Snapshot& snapshot, const Query& query, const Found& found,
                                   i18n::Language language) {
  std::vector<std::pair<std::int64_t, const SpecFacet*>> by_products;
  for (const SpecFacet& facet : found.specs) {
    const bool chosen = std::ranges::find(query.specs, facet.spec, &SpecFilter::spec) != query.specs.end();
    if (chosen || facet.known_values > 1) by_products.emplace_back(products_of(facet), &facet);
  }
  std::ranges::sort(by_products, {}, [](const auto& entry) { return std::pair{-entry.first, entry.second->spec}; });

  std::vector<SpecGroup> groups;
  for (const auto& [products, facet] : by_products) {
    const auto chosen = std::ranges::find(query.specs, facet->spec, &SpecFilter::spec);
    if (chosen == query.specs.end() && (groups.size() >= kMostGroups || products == 0)) continue;
    const SpecIndex& index = snapshot.spec_indexes()[static_cast<std::size_t>(facet->spec)];
    groups.push_back(
        group_of(index, *facet, chosen == query.specs.end() ? SpecFilter{.spec = facet->spec} : *chosen, language));
    groups.back().open |= groups.size() <= kUnfolded;
  }
  return groups;
}

std::vector<SpecChip> spec_chips(const Snapshot& snapshot, const Query& query, i18n::Language language) {
  std::vector<SpecChip> chips;
  for (std::size_t i = 0; i < query.specs.size(); ++i) {
    const SpecFilter& filter = query.specs[i];
    const SpecIndex& index = snapshot.spec_indexes()[static_cast<std::size_t>(filter.spec)];
    const auto add = [&](const std::string& label, auto&& take_off) {
      SpecChip chip{.label = fmt::format("{}: {}", index.name.in(language), label), .without = query.specs};
      take_off(chip.without[i]);
      const SpecFilter& rest = chip.without[i];
      if (rest.values.empty() && !rest.min_milli && !rest.max_milli)
        chip.without.erase(chip.without.begin() + static_cast<std::ptrdiff_t>(i));
      chips.push_back(std::move(chip));
    };
    for (const int value : filter.values)
      add(with_unit(label_of(index, index.values[static_cast<std::size_t>(value)], language), index),
          [&](SpecFilter& rest) { std::erase(rest.values, value); });
    if (filter.min_milli || filter.max_milli)
      add(range_label(index, filter, language),
          [](SpecFilter& rest) { rest.min_milli = rest.max_milli = std::nullopt; });
  }
  return chips;
}

}  // namespace hurtrock::catalog
