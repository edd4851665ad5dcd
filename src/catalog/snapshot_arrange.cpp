#include <algorithm>

#include "catalog/snapshot_contents.hpp"
#include "platform/core/text.hpp"

/// Everything that is looked up in a snapshot is made here, from what was read and from the snapshot before.
namespace hurtrock::catalog {
namespace {

bool is_newer(const SnapshotProduct& a, const SnapshotProduct& b) {
  return std::pair{a.created_at, a.id} > std::pair{b.created_at, b.id};
}

/// Two runs in one order, where `few` is short beside `many`, or `many` is empty.
template <class Less>
std::vector<std::uint32_t> merged(const std::vector<std::uint32_t>& many, const std::vector<std::uint32_t>& few,
                                  const Less& less) {
  std::vector<std::uint32_t> all;
  all.reserve(many.size() + few.size());
  auto from = many.begin();
  for (const std::uint32_t one : few) {
    const auto to = std::lower_bound(from, many.end(), one, less);
    all.insert(all.end(), from, to);
    all.push_back(one);
    from = to;
  }
  all.insert(all.end(), from, many.end());
  return all;
}

}  // namespace

class SnapshotArranger {
 public:
  SnapshotArranger(Snapshot& snapshot, SnapshotContents contents, const Snapshot* before)
      : snapshot_(snapshot), contents_(std::move(contents)), before_(before) {}

  void arrange() {
    arrange_categories();
    arrange_brands();
    arrange_products();
    arrange_orders();
    arrange_sets();
    arrange_variants();
    arrange_specs();
    arrange_former_slugs();
  }

 private:
  void arrange_categories() {
    Snapshot& s = snapshot_;
    s.categories_ = std::move(contents_.categories);
    for (std::size_t i = 0; i < s.categories_.size(); ++i) {
      const SnapshotCategory& category = s.categories_[i];
      if (category.parent < 0) s.departments_.push_back(static_cast<int>(i));
      s.category_by_slug_[category.slug] = static_cast<int>(i);
      category_index_[category.id] = static_cast<int>(i);
    }
    for (const auto& [slug, category] : contents_.category_slugs) {
      const auto shown = category_index_.find(category);
      if (shown == category_index_.end())
        s.gone_categories_[slug] = {.name = {}, .category = shown_above(category)};
      else if (slug != s.categories_[static_cast<std::size_t>(shown->second)].slug)
        s.renamed_categories_[slug] = shown->second;
    }
  }

  void arrange_brands() {
    Snapshot& s = snapshot_;
    s.brands_ = std::move(contents_.brands);
    for (std::size_t i = 0; i < s.brands_.size(); ++i) s.brand_by_slug_[s.brands_[i].slug] = static_cast<int>(i);
  }

  /// The category itself or the nearest one above it that is shown; -1: none is.
  [[nodiscard]] int shown_above(CategoryId category) const {
    constexpr int kDeepest = 50;  // parents may go round in a circle
    std::optional<CategoryId> at = category;
    for (int step = 0; at && step < kDeepest; ++step) {
      if (const auto shown = category_index_.find(*at); shown != category_index_.end()) return shown->second;
      const auto parent = contents_.parents.find(*at);
      at = parent == contents_.parents.end() ? std::nullopt : parent->second;
    }
    return -1;
  }

  [[nodiscard]] bool was_read_anew(ProductId product) const {
    return std::ranges::binary_search(contents_.read, product);
  }

  /// Those of the snapshot before, without the ones that were read anew, and these, newest first.
  void arrange_products() {
    auto& fresh = contents_.products;
    std::ranges::sort(fresh, is_newer);
    for (SnapshotProduct& product : fresh) {
      product.read_for = snapshot_.serial_;
      product.search_text = contents_.storage->strings.keep_another(search_text(product));
      product.lower_name = product.search_text.substr(0, text::lower(product.name).size());
    }
    auto& all = snapshot_.products_;
    all.reserve(fresh.size() + (before_ == nullptr ? 0 : before_->products_.size()));
    auto next = fresh.begin();
    const auto take_fresh = [&] {
      fresh_.push_back(static_cast<std::uint32_t>(all.size()));
      all.push_back(*next++);
    };
    if (before_ != nullptr) {
      const auto brands = new_indexes(before_->brands_, snapshot_.brands_);
      const auto categories = new_indexes(before_->categories_, snapshot_.categories_);
      moved_.assign(before_->products_.size(), Snapshot::kNobody);
      for (std::size_t i = 0; i < before_->products_.size(); ++i) {
        const SnapshotProduct& kept = before_->products_[i];
        if (was_read_anew(kept.id)) continue;
        while (next != fresh.end() && is_newer(*next, kept)) take_fresh();
        moved_[i] = static_cast<std::uint32_t>(all.size());
        all.push_back(kept);
        all.back().brand = brands[static_cast<std::size_t>(kept.brand)];
        all.back().category = categories[static_cast<std::size_t>(kept.category)];
      }
    }
    while (next != fresh.end()) take_fresh();
  }

  /// Where the things of an older list, told apart by their ids, stand in the new one.
  template <class Thing>
  static std::vector<int> new_indexes(const std::vector<Thing>& old, const std::vector<Thing>& now) {
    std::vector<int> indexes;
    indexes.reserve(old.size());
    for (const Thing& thing : old)
      indexes.push_back(static_cast<int>(std::ranges::find(now, thing.id, &Thing::id) - now.begin()));
    return indexes;
  }

  [[nodiscard]] std::string search_text(const SnapshotProduct& product) const {
    const Snapshot& s = snapshot_;
    std::string text = std::string(product.name) + ' ' +
                       std::string(s.brands_[static_cast<std::size_t>(product.brand)].name) + ' ' +
                       std::string(product.model);
    for (const SnapshotVariant& variant : product.variants) (text += ' ') += variant.sku;
    for (int c = product.category; c >= 0; c = s.categories_[static_cast<std::size_t>(c)].parent) {
      const auto& name = s.categories_[static_cast<std::size_t>(c)].name;
      ((text += ' ') += name.id) += ' ';
      text += name.en;
    }
    return text::lower(text);
  }

  void arrange_orders() {
    using P = SnapshotProduct;
    order_by(Sort::kRelevance, [](const P&, const P&) { return false; });
    order_by(Sort::kNewest, [](const P&, const P&) { return false; });
    order_by(Sort::kPriceAscending, [](const P& a, const P& b) { return a.lowest_price < b.lowest_price; });
    order_by(Sort::kPriceDescending, [](const P& a, const P& b) { return a.lowest_price > b.lowest_price; });
    order_by(Sort::kName, [](const P& a, const P& b) { return a.lower_name < b.lower_name; });
    order_by(Sort::kBestselling, [](const P& a, const P& b) { return a.units_sold > b.units_sold; });
  }

  template <class Before>
  void order_by(Sort sort, const Before& goes_before) {
    const auto& products = snapshot_.products_;
    // Equal ones stay newest first, which is the order of the indexes.
    const auto less = [&](std::uint32_t a, std::uint32_t b) {
      return goes_before(products[a], products[b]) || (!goes_before(products[b], products[a]) && a < b);
    };
    const auto place = static_cast<std::size_t>(sort);
    std::vector<std::uint32_t> kept;
    if (before_ != nullptr) {
      kept.reserve(before_->products_.size());
      for (const std::uint32_t old : before_->orders_[place])
        if (moved_[old] != Snapshot::kNobody) kept.push_back(moved_[old]);
    }
    std::vector<std::uint32_t> fresh = fresh_;
    std::ranges::sort(fresh, less);
    auto& order = snapshot_.orders_[place] = merged(kept, fresh, less);
    auto& rank = snapshot_.ranks_[place];
    rank.resize(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  }

  /// What products are found by, and the sets that lists are cut out of.
  void arrange_sets() {
    Snapshot& s = snapshot_;
    const std::size_t count = s.products_.size();
    s.category_products_.assign(s.categories_.size(), Bitmap(count));
    s.brand_products_.assign(s.brands_.size(), Bitmap(count));
    ProductId last;
    for (const SnapshotProduct& product : s.products_) last = std::max(last, product.id);
    s.product_by_id_.assign(static_cast<std::size_t>(last.value()) + 1, -1);
    s.product_by_slug_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const SnapshotProduct& product = s.products_[i];
      s.product_by_id_[static_cast<std::size_t>(product.id.value())] = static_cast<int>(i);
      s.product_by_slug_[product.slug] = static_cast<int>(i);
      s.brand_products_[static_cast<std::size_t>(product.brand)].set(i);
      for (int c = product.category; c >= 0; c = s.categories_[static_cast<std::size_t>(c)].parent)
        s.category_products_[static_cast<std::size_t>(c)].set(i);
    }
  }

  void arrange_variants() {
    Snapshot& s = snapshot_;
    const std::size_t slots = contents_.storage->slots;
    s.available_ = std::make_unique<std::atomic<std::int32_t>[]>(slots);
    if (before_ != nullptr)
      for (std::size_t slot = 0; slot < before_->product_by_slot_.size(); ++slot)
        s.available_[slot].store(before_->available_[slot].load(std::memory_order_relaxed), std::memory_order_relaxed);
    for (const auto& [slot, units] : contents_.units)
      s.available_[slot].store(static_cast<std::int32_t>(std::clamp<std::int64_t>(units, 0, INT32_MAX)),
                               std::memory_order_relaxed);
    VariantId last;
    for (const SnapshotProduct& product : s.products_)
      for (const SnapshotVariant& variant : product.variants) last = std::max(last, variant.id);
    s.variant_by_id_.assign(static_cast<std::size_t>(last.value()) + 1, nullptr);
    s.product_by_slot_.assign(slots, Snapshot::kNobody);
    for (std::uint32_t i = 0; i < s.products_.size(); ++i) {
      for (const SnapshotVariant& variant : s.products_[i].variants) {
        s.variant_by_id_[static_cast<std::size_t>(variant.id.value())] = &variant;
        s.product_by_slot_[variant.slot] = i;
      }
    }
  }

  void arrange_specs() {
    Snapshot& s = snapshot_;
    std::vector<SpecCollector> collectors;
    for (SpecIndex& filter : contents_.filters) collectors.emplace_back(std::move(filter));
    std::vector<std::vector<bool>> known(s.categories_.size(), std::vector<bool>(collectors.size()));
    for (std::uint32_t i = 0; i < s.products_.size(); ++i) {
      const SnapshotProduct& product = s.products_[i];
      for (const SnapshotSpec& spec : product.specs) {
        if (spec.filter < 0) continue;
        const auto filter = static_cast<std::size_t>(spec.filter);
        if (spec.number_milli)
          collectors[filter].add(i, *spec.number_milli);
        else
          collectors[filter].add(i, spec.text);
        known[static_cast<std::size_t>(product.category)][filter] = true;
      }
    }
    for (SpecCollector& collector : collectors)
      s.spec_indexes_.push_back(std::move(collector).finish(s.products_.size()));
    s.category_specs_.resize(s.categories_.size());
    for (std::size_t category = 0; category < known.size(); ++category)
      for (int c = static_cast<int>(category); c >= 0; c = s.categories_[static_cast<std::size_t>(c)].parent)
        for (std::size_t filter = 0; filter < collectors.size(); ++filter)
          if (known[category][filter])
            add_once(s.category_specs_[static_cast<std::size_t>(c)], static_cast<int>(filter));
  }

  static void add_once(std::vector<int>& sorted, int value) {
    const auto place = std::ranges::lower_bound(sorted, value);
    if (place == sorted.end() || *place != value) sorted.insert(place, value);
  }

  void arrange_former_slugs() {
    Snapshot& s = snapshot_;
    s.former_slugs_ = std::move(contents_.former_slugs);
    if (before_ != nullptr)
      for (const FormerSlug& former : before_->former_slugs_)
        if (!was_read_anew(former.product)) s.former_slugs_.push_back(former);
    for (const FormerSlug& former : s.former_slugs_) {
      if (const auto index = s.find_product(former.product))
        s.renamed_products_[former.slug] = *index;
      else
        s.gone_products_[former.slug] = {.name = former.name, .category = shown_above(former.category)};
    }
  }

  Snapshot& snapshot_;
  SnapshotContents contents_;
  const Snapshot* before_;
  std::unordered_map<CategoryId, int> category_index_;
  std::vector<std::uint32_t> fresh_;  // indexes of the products that were read
  std::vector<std::uint32_t> moved_;  // from the index before to the one now
};

Snapshot::Snapshot(SnapshotContents contents, const Snapshot* before) : storage_(contents.storage) {
  static std::atomic<std::uint64_t> last = 0;
  serial_ = ++last;
  SnapshotArranger(*this, std::move(contents), before).arrange();
}

}  // namespace hurtrock::catalog
