#include <algorithm>
#include <numeric>

#include "catalog/snapshot_builder.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {

class SnapshotBuilder {
 public:
  explicit SnapshotBuilder(db::Tx& tx) : tx_(tx), snapshot_(std::make_shared<Snapshot>()) {}

  std::shared_ptr<const Snapshot> build() {
    read_categories();
    read_brands();
    read_spec_definitions();
    for (std::int64_t after = 0; read_products(after);) {
    }
    arrange();
    read_former_products();
    read_former_categories();
    snapshot_->strings_.seal();
    return snapshot_;
  }

 private:
  using Text = std::optional<std::string>;
  // Rows are read in portions, so that a large catalogue is not in memory twice.
  static constexpr std::int64_t kPortion = 20'000;

  std::string_view keep(std::string_view text) { return snapshot_->strings_.keep(text); }
  Bilingual keep(const std::string& id, const std::string& en) { return {keep(id), keep(en)}; }

  void read_categories() {
    auto& categories = snapshot_->categories_;
    std::vector<std::optional<CategoryId>> parents;
    for (const auto& [id, parent, slug, name_id, name_en] :
         tx_.all<CategoryId, std::optional<CategoryId>, std::string, std::string, std::string>(
             // From the departments down: what stands below a hidden category is hidden, and parents that go round in
             // a circle are never reached.
             "WITH RECURSIVE shown AS ("
             "SELECT id FROM categories WHERE active = 1 AND parent_id IS NULL UNION ALL "
             "SELECT c.id FROM categories c JOIN shown s ON c.parent_id = s.id WHERE c.active = 1) "
             "SELECT id, parent_id, slug, name_id, name_en FROM categories WHERE id IN (SELECT id FROM shown) "
             "ORDER BY position, id")) {
      category_index_[id] = static_cast<int>(categories.size());
      SnapshotCategory category;
      category.id = id;
      category.slug = keep(slug);
      category.name = keep(name_id, name_en);
      categories.push_back(std::move(category));
      parents.push_back(parent);
    }
    for (std::size_t i = 0; i < categories.size(); ++i) {
      if (parents[i]) {
        categories[i].parent = category_index_.at(*parents[i]);
        categories[static_cast<std::size_t>(categories[i].parent)].children.push_back(static_cast<int>(i));
      } else {
        snapshot_->departments_.push_back(static_cast<int>(i));
      }
      snapshot_->category_by_slug_[categories[i].slug] = static_cast<int>(i);
    }
    for (const auto& [id, parent] :
         tx_.all<CategoryId, std::optional<CategoryId>>("SELECT id, parent_id FROM categories"))
      parents_[id] = parent;
    for (auto& category : categories)
      for (int up = category.parent; up >= 0; up = categories[static_cast<std::size_t>(up)].parent) ++category.depth;
  }

  void read_brands() {
    for (const auto& [id, slug, name] :
         tx_.all<BrandId, std::string, std::string>("SELECT id, slug, name FROM brands ORDER BY name")) {
      brand_index_[id] = static_cast<int>(snapshot_->brands_.size());
      snapshot_->brands_.push_back({id, keep(slug), keep(name)});
      snapshot_->brand_by_slug_[snapshot_->brands_.back().slug] = brand_index_[id];
    }
  }

  void read_spec_definitions() {
    for (const auto& [id, key, name_id, name_en, kind, unit, filterable] :
         tx_.all<std::int64_t, std::string, std::string, std::string, std::string, Text, bool>(
             "SELECT id, spec_key, name_id, name_en, kind, unit, filterable FROM spec_definitions ORDER BY id")) {
      const Bilingual name = keep(name_id, name_en);
      const std::string_view shown_unit = keep(unit.value_or(""));
      Definition& definition = definitions_[id];
      definition.spec = {.name = name, .text = {}, .unit = shown_unit, .number_milli = {}};
      if (!filterable) continue;
      definition.collector = static_cast<int>(collectors_.size());
      collectors_.emplace_back(
          SpecIndex{.key = keep(key), .name = name, .unit = shown_unit, .is_number = kind == "number", .values = {}});
    }
  }

  /// False when there are no more.
  bool read_products(std::int64_t& after) {
    const auto rows = tx_.query(
        "SELECT id, slug, name, model, brand_id, category_id, description_id, description_en, featured, units_sold, "
        "created_at, updated_at, rated_1, rated_2, rated_3, rated_4, rated_5 "
        "FROM products WHERE id > $1 AND state = 'active' ORDER BY id LIMIT $2",
        after, kPortion);
    if (rows.empty()) return false;
    auto& products = snapshot_->products_;
    const std::int64_t first = rows.get<std::int64_t>(0, 0);
    const std::int64_t last = rows.get<std::int64_t>(rows.size() - 1, 0);
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const auto category = category_index_.find(rows.get<CategoryId>(row, 5));
      if (category == category_index_.end()) {
        unsellable_.emplace_back(
            keep(rows.get<std::string>(row, 1)),
            Gone{.name = keep(rows.get<std::string>(row, 2)), .category = shown_above(rows.get<CategoryId>(row, 5))});
        continue;
      }
      SnapshotProduct product;
      product.id = rows.get<ProductId>(row, 0);
      product.slug = keep(rows.get<std::string>(row, 1));
      product.name = keep(rows.get<std::string>(row, 2));
      product.model = keep(rows.get<std::string>(row, 3));
      product.brand = brand_index_.at(rows.get<BrandId>(row, 4));
      product.category = category->second;
      product.description = keep(rows.get<std::string>(row, 6), rows.get<std::string>(row, 7));
      product.featured = rows.get<bool>(row, 8);
      product.units_sold = rows.get<std::int64_t>(row, 9);
      product.created_at = rows.get<Time>(row, 10);
      product.updated_at = rows.get<Time>(row, 11);
      for (std::size_t stars = 0; stars < 5; ++stars)
        product.ratings.counts[stars] = rows.get<std::int64_t>(row, 12 + stars);
      places[product.id.value()] = products.size();
      products.push_back(product);
    }
    read_variants(first, last, places);
    read_images(first, last, places);
    read_specs(first, last, places);
    after = last;
    return true;
  }

  template <class F>
  void each_product_row(const db::Rows& rows, const std::unordered_map<std::int64_t, std::size_t>& places, F&& visit) {
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (const auto place = places.find(rows.get<std::int64_t>(row, 0)); place != places.end())
        visit(snapshot_->products_[place->second], row);
  }

  void read_variants(std::int64_t first, std::int64_t last,
                     const std::unordered_map<std::int64_t, std::size_t>& places) {
    const auto rows = tx_.query(
        "SELECT v.product_id, v.id, v.sku, v.price, v.compare_at_price, v.weight_g, v.length_mm, v.width_mm, "
        "v.height_mm, "
        "s.low_stock_threshold, s.on_hand + s.backorder_limit - s.reserved "
        "FROM variants v JOIN stock_levels s ON s.variant_id = v.id "
        "WHERE v.product_id BETWEEN $1 AND $2 AND v.state = 'active' ORDER BY v.product_id, v.position, v.id",
        first, last);
    std::unordered_map<std::int64_t, std::uint32_t> variant_places;
    each_product_row(rows, places, [&](SnapshotProduct& product, std::size_t row) {
      auto& variants = snapshot_->variants_;
      const Money price = rows.get<Money>(row, 3);
      if (product.variant_count == 0) {
        product.first_variant = static_cast<std::uint32_t>(variants.size());
        product.lowest_price = product.highest_price = price;
      }
      ++product.variant_count;
      product.lowest_price = std::min(product.lowest_price, price);
      product.highest_price = std::max(product.highest_price, price);
      variant_places[rows.get<std::int64_t>(row, 1)] = static_cast<std::uint32_t>(variants.size());
      variants.push_back({.id = rows.get<VariantId>(row, 1),
                          .sku = keep(rows.get<std::string>(row, 2)),
                          .price = price,
                          .compare_at = rows.get<std::optional<Money>>(row, 4),
                          .weight_g = rows.get<std::int64_t>(row, 5),
                          .length_mm = rows.get<std::int64_t>(row, 6),
                          .width_mm = rows.get<std::int64_t>(row, 7),
                          .height_mm = rows.get<std::int64_t>(row, 8),
                          .low_stock_threshold = rows.get<std::int64_t>(row, 9)});
      units_.push_back(rows.get<std::int64_t>(row, 10));
    });
    const auto options = tx_.query(
        "SELECT o.variant_id, o.name_id, o.name_en, o.value_id, o.value_en FROM variants v "
        "JOIN variant_options o ON o.variant_id = v.id "
        "WHERE v.product_id BETWEEN $1 AND $2 AND v.state = 'active' ORDER BY v.product_id, v.id, o.position",
        first, last);
    for (std::size_t row = 0; row < options.size(); ++row) {
      const auto place = variant_places.find(options.get<std::int64_t>(row, 0));
      if (place == variant_places.end()) continue;
      SnapshotVariant& variant = snapshot_->variants_[place->second];
      if (variant.option_count == 0) variant.first_option = static_cast<std::uint32_t>(snapshot_->options_.size());
      ++variant.option_count;
      snapshot_->options_.push_back({keep(options.get<std::string>(row, 1), options.get<std::string>(row, 2)),
                                     keep(options.get<std::string>(row, 3), options.get<std::string>(row, 4))});
    }
  }

  void read_images(std::int64_t first, std::int64_t last, const std::unordered_map<std::int64_t, std::size_t>& places) {
    const auto rows = tx_.query(
        "SELECT product_id, variant_id, file, width, height, alt_id, alt_en, is_thumbnail, widths, "
        "state_since FROM product_images WHERE product_id BETWEEN $1 AND $2 AND state = 'ready' ORDER BY product_id, "
        "position, id",
        first, last);
    each_product_row(rows, places, [&](SnapshotProduct& product, std::size_t row) {
      auto& images = snapshot_->images_;
      if (product.image_count++ == 0) product.first_image = static_cast<std::uint32_t>(images.size());
      product.updated_at = std::max(product.updated_at, rows.get<Time>(row, 9));
      images.push_back({.variant = rows.get<std::optional<VariantId>>(row, 1).value_or(VariantId{}),
                        .file = keep(rows.get<std::string>(row, 2)),
                        .widths = keep(rows.get<std::string>(row, 8)),
                        .width = rows.get<int>(row, 3),
                        .height = rows.get<int>(row, 4),
                        .alt = keep(rows.get<std::string>(row, 5), rows.get<std::string>(row, 6)),
                        .thumbnail = rows.get<bool>(row, 7)});
    });
  }

  void read_specs(std::int64_t first, std::int64_t last, const std::unordered_map<std::int64_t, std::size_t>& places) {
    const auto rows = tx_.query(
        "SELECT product_id, definition_id, number_milli, text_id, text_en FROM product_specs "
        "WHERE product_id BETWEEN $1 AND $2 ORDER BY product_id, position, definition_id",
        first, last);
    each_product_row(rows, places, [&](SnapshotProduct& product, std::size_t row) {
      auto& specs = snapshot_->specs_;
      if (product.spec_count++ == 0) product.first_spec = static_cast<std::uint32_t>(specs.size());
      const Definition& definition = definitions_.at(rows.get<std::int64_t>(row, 1));
      SnapshotSpec spec = definition.spec;
      spec.number_milli = rows.get<std::optional<std::int64_t>>(row, 2);
      spec.text = keep(rows.get<Text>(row, 3).value_or(""), rows.get<Text>(row, 4).value_or(""));
      specs.push_back(spec);
      spec_collectors_.push_back(definition.collector);
    });
  }

  /// Sorts the products and makes everything that is looked up later.
  void arrange() {
    Snapshot& s = *snapshot_;
    std::erase_if(s.products_, [this](const SnapshotProduct& product) {
      if (product.variant_count > 0) return false;
      unsellable_.emplace_back(product.slug, Gone{.name = product.name, .category = product.category});
      return true;
    });
    std::ranges::sort(s.products_, [](const SnapshotProduct& a, const SnapshotProduct& b) {
      return std::pair{a.created_at, a.id} > std::pair{b.created_at, b.id};
    });
    const std::size_t count = s.products_.size();
    s.category_products_.assign(s.categories_.size(), Bitmap(count));
    s.brand_products_.assign(s.brands_.size(), Bitmap(count));
    s.variant_product_.resize(s.variants_.size());
    s.available_ = std::make_unique<std::atomic<std::int32_t>[]>(s.variants_.size());
    for (std::size_t i = 0; i < s.variants_.size(); ++i) {
      s.variant_index_[s.variants_[i].id] = static_cast<std::uint32_t>(i);
      s.available_[i] = static_cast<std::int32_t>(std::clamp<std::int64_t>(units_[i], 0, INT32_MAX));
    }
    ProductId last;
    for (const SnapshotProduct& product : s.products_) last = std::max(last, product.id);
    s.product_by_id_.assign(static_cast<std::size_t>(last.value()) + 1, -1);
    s.category_specs_.resize(s.categories_.size());
    for (std::size_t i = 0; i < count; ++i) {
      SnapshotProduct& product = s.products_[i];
      s.product_by_id_[static_cast<std::size_t>(product.id.value())] = static_cast<int>(i);
      s.product_by_slug_[product.slug] = static_cast<int>(i);
      s.brand_products_[static_cast<std::size_t>(product.brand)].set(i);
      for (int category = product.category; category >= 0;
           category = s.categories_[static_cast<std::size_t>(category)].parent)
        s.category_products_[static_cast<std::size_t>(category)].set(i);
      for (std::uint32_t v = 0; v < product.variant_count; ++v)
        s.variant_product_[product.first_variant + v] = static_cast<std::uint32_t>(i);
      product.search_text = keep(search_text(product));
      collect_specs(product, static_cast<std::uint32_t>(i));
    }
    for (SpecCollector& collector : collectors_) s.spec_indexes_.push_back(std::move(collector).finish(count));
    sort_all();
  }

  /// The category itself or the nearest one above it that is shown; -1: none is.
  int shown_above(CategoryId category) const {
    constexpr int kDeepest = 50;  // parents may go round in a circle
    std::optional<CategoryId> at = category;
    for (int step = 0; at && step < kDeepest; ++step) {
      if (const auto shown = category_index_.find(*at); shown != category_index_.end()) return shown->second;
      const auto parent = parents_.find(*at);
      at = parent == parents_.end() ? std::nullopt : parent->second;
    }
    return -1;
  }

  /// Slugs that lead elsewhere now, and those of products that are not on sale.
  void read_former_products() {
    Snapshot& s = *snapshot_;
    for (const auto& [slug, gone] : unsellable_) s.gone_products_[slug] = gone;
    for (const auto& [slug, product, name, category, state] :
         tx_.all<std::string, ProductId, std::string, CategoryId, std::string>(
             "SELECT s.slug, p.id, p.name, p.category_id, p.state FROM product_slugs s "
             "JOIN products p ON p.id = s.product_id WHERE s.slug <> p.slug OR p.state <> 'active'")) {
      if (const auto index = s.find_product(product)) {
        s.renamed_products_[keep(slug)] = *index;
        continue;
      }
      // What is hidden may not have been announced yet.
      const std::string_view told = state == "hidden" ? std::string_view() : keep(name);
      s.gone_products_[keep(slug)] = {.name = told, .category = shown_above(category)};
    }
  }

  void read_former_categories() {
    Snapshot& s = *snapshot_;
    for (const auto& [slug, category, is_present] : tx_.all<std::string, CategoryId, bool>(
             "SELECT s.slug, c.id, CASE WHEN s.slug = c.slug THEN 1 ELSE 0 END FROM category_slugs s "
             "JOIN categories c ON c.id = s.category_id")) {
      const auto shown = category_index_.find(category);
      if (shown == category_index_.end())
        s.gone_categories_[keep(slug)] = {.name = {}, .category = shown_above(category)};
      else if (!is_present)
        s.renamed_categories_[keep(slug)] = shown->second;
    }
  }

  void collect_specs(const SnapshotProduct& product, std::uint32_t index) {
    for (std::uint32_t i = product.first_spec; i < product.first_spec + product.spec_count; ++i) {
      const int collector = spec_collectors_[i];
      if (collector < 0) continue;
      const SnapshotSpec& spec = snapshot_->specs_[i];
      if (spec.number_milli)
        collectors_[static_cast<std::size_t>(collector)].add(index, *spec.number_milli);
      else
        collectors_[static_cast<std::size_t>(collector)].add(index, spec.text);
      for (int c = product.category; c >= 0; c = snapshot_->categories_[static_cast<std::size_t>(c)].parent) {
        auto& known = snapshot_->category_specs_[static_cast<std::size_t>(c)];
        const auto place = std::ranges::lower_bound(known, collector);
        if (place == known.end() || *place != collector) known.insert(place, collector);
      }
    }
  }

  std::string search_text(const SnapshotProduct& product) const {
    const Snapshot& s = *snapshot_;
    std::string text = std::string(product.name) + ' ' +
                       std::string(s.brands_[static_cast<std::size_t>(product.brand)].name) + ' ' +
                       std::string(product.model);
    for (const SnapshotVariant& variant : s.variants_of(product)) (text += ' ') += variant.sku;
    for (int c = product.category; c >= 0; c = s.categories_[static_cast<std::size_t>(c)].parent) {
      const auto& name = s.categories_[static_cast<std::size_t>(c)].name;
      ((text += ' ') += name.id) += ' ';
      text += name.en;
    }
    return text::lower(text);
  }

  void sort_all() {
    const auto by = [&](Sort sort, auto&& before) {
      auto& order = snapshot_->orders_[static_cast<std::size_t>(sort)];
      order.resize(snapshot_->products_.size());
      std::iota(order.begin(), order.end(), 0U);
      // Equal ones stay newest first, which is the order of the indexes.
      std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const auto& first = snapshot_->products_[a];
        const auto& second = snapshot_->products_[b];
        return before(first, second) || (!before(second, first) && a < b);
      });
      auto& rank = snapshot_->ranks_[static_cast<std::size_t>(sort)];
      rank.resize(order.size());
      for (std::uint32_t place = 0; place < order.size(); ++place) rank[order[place]] = place;
    };
    const auto& products = snapshot_->products_;
    std::vector<std::string> names;
    names.reserve(products.size());
    for (const SnapshotProduct& product : products) names.push_back(text::lower(product.name));
    const auto name_of = [&](const SnapshotProduct& product) -> const std::string& {
      return names[static_cast<std::size_t>(&product - products.data())];
    };
    using P = SnapshotProduct;
    by(Sort::kRelevance, [](const P&, const P&) { return false; });
    by(Sort::kNewest, [](const P&, const P&) { return false; });
    by(Sort::kPriceAscending, [](const P& a, const P& b) { return a.lowest_price < b.lowest_price; });
    by(Sort::kPriceDescending, [](const P& a, const P& b) { return a.lowest_price > b.lowest_price; });
    by(Sort::kName, [&](const P& a, const P& b) { return name_of(a) < name_of(b); });
    by(Sort::kBestselling, [](const P& a, const P& b) { return a.units_sold > b.units_sold; });
  }

  db::Tx& tx_;
  std::shared_ptr<Snapshot> snapshot_;
  std::unordered_map<CategoryId, int> category_index_;
  std::unordered_map<CategoryId, std::optional<CategoryId>> parents_;  ///< also of those that are not shown
  std::unordered_map<BrandId, int> brand_index_;
  std::vector<std::pair<std::string_view, Gone>>
      unsellable_;  ///< active, but without a variant or in a hidden category
  struct Definition {
    SnapshotSpec spec;
    int collector = -1;  ///< index in `collectors_`; -1: no filter is made of it
  };
  std::unordered_map<std::int64_t, Definition> definitions_;
  std::vector<SpecCollector> collectors_;
  std::vector<int> spec_collectors_;  ///< for each of the snapshot's specs, its definition's
  std::vector<std::int64_t> units_;
};

std::shared_ptr<const Snapshot> build_snapshot(db::Tx& tx) { return SnapshotBuilder(tx).build(); }

std::vector<StockChange> stock_changes(db::Tx& tx, Time since) {
  std::vector<StockChange> changes;
  for (const auto& [variant, available] : tx.all<VariantId, std::int64_t>(
           "SELECT variant_id, on_hand + backorder_limit - reserved FROM stock_levels WHERE changed_at >= $1", since))
    changes.push_back({variant, available});
  return changes;
}

std::int64_t catalogue_version(db::Tx& tx) {
  return tx.one<std::int64_t>("SELECT version FROM catalogue_version WHERE id = 1");
}

void raise_catalogue_version(db::Tx& tx) {
  tx.execute("UPDATE catalogue_version SET version = version + 1 WHERE id = 1");
}

}  // namespace hurtrock::catalog
