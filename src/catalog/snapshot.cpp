#include "catalog/snapshot.hpp"

#include <algorithm>

namespace hurtrock::catalog {
namespace {

template <class Map>
std::optional<int> find_in(const Map& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional{found->second};
}

const Gone* gone_in(const std::unordered_map<std::string_view, Gone>& map, std::string_view slug) {
  const auto found = map.find(slug);
  return found == map.end() ? nullptr : &found->second;
}

/// What a visitor is told: a number of the units left when they are few, otherwise only that there are some; of what is
/// not here, only whether it may be ordered.
std::int64_t told(std::int64_t units, const SnapshotVariant& variant) {
  const std::int64_t here = units - variant.backorder_limit;
  if (units > 0 && here <= 0) return -1;
  const std::int64_t threshold = variant.low_stock_threshold;
  return here > threshold ? threshold + 1 : std::max<std::int64_t>(here, 0);
}

}  // namespace

std::int64_t RatingSummary::average_tenths() const {
  const std::int64_t reviews = total();
  if (reviews == 0) return 0;
  std::int64_t stars = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) stars += counts[i] * static_cast<std::int64_t>(i + 1);
  return (stars * 20 + reviews) / (2 * reviews);
}

std::optional<int> Snapshot::find_product(std::string_view slug) const { return find_in(product_by_slug_, slug); }
std::optional<int> Snapshot::find_category(std::string_view slug) const { return find_in(category_by_slug_, slug); }
std::optional<int> Snapshot::find_brand(std::string_view slug) const { return find_in(brand_by_slug_, slug); }

std::optional<int> Snapshot::find_renamed_product(std::string_view slug) const {
  return find_in(renamed_products_, slug);
}
std::optional<int> Snapshot::find_renamed_category(std::string_view slug) const {
  return find_in(renamed_categories_, slug);
}
const Gone* Snapshot::find_gone_product(std::string_view slug) const { return gone_in(gone_products_, slug); }
const Gone* Snapshot::find_gone_category(std::string_view slug) const { return gone_in(gone_categories_, slug); }

std::optional<int> Snapshot::find_spec(std::string_view key) const {
  const auto found = std::ranges::find(spec_indexes_, key, &SpecIndex::key);
  return found == spec_indexes_.end() ? std::nullopt : std::optional{static_cast<int>(found - spec_indexes_.begin())};
}

std::int64_t Snapshot::available(const SnapshotProduct& product) const {
  std::int64_t sum = 0;
  for (const SnapshotVariant& variant : product.variants) sum += available(variant);
  return sum;
}

std::shared_ptr<const Bitmap> Snapshot::in_stock() const {
  // Read first: what turns while the bitmap is made makes it anew the next time.
  const std::uint64_t turns = stock_turns_.load(std::memory_order_acquire);
  auto stocked = stocked_.load();
  if (!stocked || stocked->after != turns) {
    Stocked found{.after = turns, .products = Bitmap(products_.size())};
    for (std::size_t slot = 0; slot < product_by_slot_.size(); ++slot)
      if (product_by_slot_[slot] != kNobody && available_[slot].load(std::memory_order_relaxed) > 0)
        found.products.set(product_by_slot_[slot]);
    stocked = std::make_shared<const Stocked>(std::move(found));
    stocked_.store(stocked);
  }
  return {stocked, &stocked->products};
}

bool Snapshot::set_available(VariantId id, std::int64_t units) const {
  const auto place = static_cast<std::size_t>(id.value());
  if (place >= variant_by_id_.size() || variant_by_id_[place] == nullptr) return false;
  const SnapshotVariant& variant = *variant_by_id_[place];
  const auto now = static_cast<std::int32_t>(std::clamp<std::int64_t>(units, 0, INT32_MAX));
  const std::int32_t before = available_[variant.slot].exchange(now, std::memory_order_relaxed);
  if ((before > 0) != (now > 0)) stock_turns_.fetch_add(1, std::memory_order_release);
  return told(before, variant) != told(now, variant);
}

}  // namespace hurtrock::catalog
