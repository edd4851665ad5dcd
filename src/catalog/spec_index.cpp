#include "catalog/spec_index.hpp"

#include <algorithm>
#include <utility>

#include "catalog/thousandths.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {

std::optional<int> SpecIndex::find_value(std::string_view slug) const {
  const auto found = std::ranges::find(values, slug, &SpecValue::slug);
  return found == values.end() ? std::nullopt : std::optional{static_cast<int>(found - values.begin())};
}

void SpecCollector::add(std::uint32_t product, std::int64_t number_milli) {
  numbers_[number_milli].products.push_back(product);
}

void SpecCollector::add(std::uint32_t product, const Bilingual& text) {
  Collected*& value = seen_[text.id.data()];
  if (value == nullptr) value = &texts_[text::slug(text.id)];
  if (value->products.empty()) value->text = text;
  value->products.push_back(product);
}

SpecIndex SpecCollector::finish(std::size_t size) && {
  index_.values.reserve(numbers_.size() + texts_.size());
  for (auto& [milli, value] : numbers_)
    index_.values.push_back({.slug = thousandths(milli, i18n::Language::kEnglish),
                             .text = {},
                             .number_milli = milli,
                             .products = ProductSet(std::move(value.products), size)});
  std::ranges::sort(index_.values, {}, &SpecValue::number_milli);
  for (auto& [slug, value] : texts_)
    index_.values.push_back(
        {.slug = slug, .text = value.text, .products = ProductSet(std::move(value.products), size)});
  return std::move(index_);
}

}  // namespace hurtrock::catalog
