#include <algorithm>
#include <future>
#include <iterator>

#include "catalog/snapshot_builder.hpp"
#include "catalog/snapshot_contents.hpp"

namespace hurtrock::catalog {

class SnapshotReader {
 public:
  SnapshotReader(db::Tx& tx, std::shared_ptr<SnapshotStorage> storage)
      : tx_(tx), storage_(*storage), contents_{.storage = std::move(storage)} {
    read_categories();
    read_brands();
    read_spec_definitions();
  }

  void read_everything() {
    // The database gathers a portion while the one before is arranged: a shop starts in little more than half the time.
    const auto fetch_in_background = [this](std::int64_t from) {
      return std::async(std::launch::async, [this, from] { return fetch_products(from, INT64_MAX); });
    };
    for (auto next = fetch_in_background(1);;) {
      const Portion portion = next.get();
      if (portion.products.empty()) break;
      next = fetch_in_background(portion.last() + 1);
      add(portion);
    }
    read_former_slugs(0, INT64_MAX);
  }

  void read(std::span<const ProductId> products) {
    contents_.read.assign(products.begin(), products.end());
    std::ranges::sort(contents_.read);
    const auto repeated = std::ranges::unique(contents_.read);
    contents_.read.erase(repeated.begin(), repeated.end());
    for (const ProductId id : contents_.read) {
      add(fetch_products(id.value(), id.value()));
      read_former_slugs(id.value(), id.value());
    }
    storage_.read_again += contents_.read.size();
  }

  /// Whether the products of `before` may stand beside those that are read now.
  [[nodiscard]] bool goes_with(const Snapshot& before) const {
    const auto has = [](const auto& all, const auto& id_of, const auto& earlier) {
      return std::ranges::all_of(earlier, [&](const auto& one) { return all.contains(id_of(one)); });
    };
    return has(
               brand_index_, [](const SnapshotBrand& brand) { return brand.id; }, before.brands()) &&
           has(
               category_index_, [](const SnapshotCategory& category) { return category.id; }, before.categories()) &&
           std::ranges::equal(
               before.spec_indexes(),
               std::span(contents_.filters).first(std::min(contents_.filters.size(), before.spec_indexes().size())), {},
               &SpecIndex::key, &SpecIndex::key);
  }

  SnapshotContents take() && {
    storage_.strings.seal();
    return std::move(contents_);
  }

 private:
  using Text = std::optional<std::string_view>;
  // Rows are read in portions, so that a large catalogue is not in memory twice.
  static constexpr std::int64_t kPortion = 2'500;

  /// The rows of some products. Options are sorted by variant, all others by product.
  struct Portion {
    db::Rows products, variants, options, images, specs;
    [[nodiscard]] std::int64_t last() const { return products.get<std::int64_t>(products.size() - 1, 0); }
  };

  std::string_view keep(std::string_view text) { return storage_.strings.keep(text); }
  Bilingual keep(std::string_view id, std::string_view en) { return {keep(id), keep(en)}; }

  void read_categories() {
    auto& categories = contents_.categories;
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
      if (!parents[i]) continue;
      categories[i].parent = category_index_.at(*parents[i]);
      categories[static_cast<std::size_t>(categories[i].parent)].children.push_back(static_cast<int>(i));
    }
    for (auto& category : categories)
      for (int up = category.parent; up >= 0; up = categories[static_cast<std::size_t>(up)].parent) ++category.depth;
    for (const auto& [id, parent] :
         tx_.all<CategoryId, std::optional<CategoryId>>("SELECT id, parent_id FROM categories"))
      contents_.parents[id] = parent;
    for (const auto& [slug, category] :
         tx_.all<std::string, CategoryId>("SELECT slug, category_id FROM category_slugs"))
      contents_.category_slugs.push_back({keep(slug), category});
  }

  void read_brands() {
    for (const auto& [id, slug, name] :
         tx_.all<BrandId, std::string, std::string>("SELECT id, slug, name FROM brands ORDER BY name")) {
      brand_index_[id] = static_cast<int>(contents_.brands.size());
      contents_.brands.push_back({id, keep(slug), keep(name)});
    }
  }

  void read_spec_definitions() {
    for (const auto& [id, key, name_id, name_en, kind, unit, filterable] :
         tx_.all<std::int64_t, std::string, std::string, std::string, std::string, std::optional<std::string>, bool>(
             "SELECT id, spec_key, name_id, name_en, kind, unit, filterable FROM spec_definitions ORDER BY id")) {
      const Bilingual name = keep(name_id, name_en);
      const std::string_view shown_unit = keep(unit.value_or(""));
      SnapshotSpec& definition = definitions_[id];
      definition = {.name = name, .text = {}, .unit = shown_unit, .number_milli = {}};
      if (!filterable) continue;
      definition.filter = static_cast<int>(contents_.filters.size());
      contents_.filters.push_back(
          {.key = keep(key), .name = name, .unit = shown_unit, .is_number = kind == "number", .values = {}});
    }
  }

  /// The first active products with these ids, up to a portion. Asks the database and touches nothing else of this.
  Portion fetch_products(std::int64_t from, std::int64_t to) {
    Portion portion{
        .products =
            tx_.query("SELECT id, slug, name, model, brand_id, category_id, description_id, description_en, featured, "
                      "units_sold, created_at, updated_at, rated_1, rated_2, rated_3, rated_4, rated_5, "
                      "seo_title_id, seo_title_en, seo_description_id, seo_description_en "
                      "FROM products WHERE id BETWEEN $1 AND $2 AND state = 'active' ORDER BY id LIMIT $3",
                      from, to, kPortion)};
    if (portion.products.empty()) return portion;
    const std::int64_t last = portion.last();
    portion.variants = tx_.query(
        "SELECT v.product_id, v.id, v.sku, v.price, v.compare_at_price, v.weight_g, v.length_mm, v.width_mm, "
        "v.height_mm, s.low_stock_threshold, s.backorder_limit, s.on_hand + s.backorder_limit - s.reserved "
        "FROM variants v JOIN stock_levels s ON s.variant_id = v.id "
        "WHERE v.product_id BETWEEN $1 AND $2 AND v.state = 'active' ORDER BY v.product_id, v.position, v.id",
        from, last);
    portion.options = tx_.query(
        "SELECT o.variant_id, o.name_id, o.name_en, o.value_id, o.value_en FROM variants v "
        "JOIN variant_options o ON o.variant_id = v.id "
        "WHERE v.product_id BETWEEN $1 AND $2 AND v.state = 'active' ORDER BY v.id, o.position",
        from, last);
    portion.images = tx_.query(
        "SELECT product_id, variant_id, file, width, height, alt_id, alt_en, is_thumbnail, widths, state_since "
        "FROM product_images WHERE product_id BETWEEN $1 AND $2 AND state = 'ready' "
        "ORDER BY product_id, position, id",
        from, last);
    portion.specs = tx_.query(
        "SELECT product_id, definition_id, number_milli, text_id, text_en FROM product_specs "
        "WHERE product_id BETWEEN $1 AND $2 ORDER BY product_id, position, definition_id",
        from, last);
    return portion;
  }

  void add(const Portion& all) {
    const db::Rows& rows = all.products;
    std::vector<SnapshotProduct> portion(rows.size());
    std::vector<CategoryId> categories(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      SnapshotProduct& product = portion[row];
      product.id = rows.get<ProductId>(row, 0);
      product.slug = storage_.strings.keep_another(rows.get<std::string_view>(row, 1));
      product.name = storage_.strings.keep_another(rows.get<std::string_view>(row, 2));
      product.model = keep(rows.get<std::string_view>(row, 3));
      product.brand = brand_index_.at(rows.get<BrandId>(row, 4));
      categories[row] = rows.get<CategoryId>(row, 5);
      const auto shown = category_index_.find(categories[row]);
      product.category = shown == category_index_.end() ? -1 : shown->second;
      product.description = keep(rows.get<std::string_view>(row, 6), rows.get<std::string_view>(row, 7));
      product.seo_title = keep(rows.get<std::string_view>(row, 17), rows.get<std::string_view>(row, 18));
      product.seo_description = keep(rows.get<std::string_view>(row, 19), rows.get<std::string_view>(row, 20));
      product.featured = rows.get<bool>(row, 8);
      product.units_sold = rows.get<std::int64_t>(row, 9);
      product.created_at = rows.get<Time>(row, 10);
      product.updated_at = rows.get<Time>(row, 11);
      for (std::size_t stars = 0; stars < 5; ++stars)
        product.ratings.counts[stars] = rows.get<std::int64_t>(row, 12 + stars);
    }
    add_variants(portion, all.variants, options_by_variant(all.options));
    add_images(portion, all.images);
    add_specs(portion, all.specs);
    for (std::size_t i = 0; i < portion.size(); ++i) {
      if (portion[i].category >= 0 && !portion[i].variants.empty())
        contents_.products.push_back(portion[i]);
      else
        contents_.former_slugs.push_back({portion[i].slug, portion[i].id, portion[i].name, categories[i]});
    }
  }

  /// Hands each product of the portion the rows whose first column is its id, as numbers of the first and of the one
  /// behind the last. Both are sorted by that id.
  template <class F>
  static void each_run(std::vector<SnapshotProduct>& portion, const db::Rows& rows, F&& visit) {
    std::size_t row = 0;
    for (SnapshotProduct& product : portion) {
      const auto id_of = [&](std::size_t at) { return rows.get<ProductId>(at, 0); };
      while (row < rows.size() && id_of(row) < product.id) ++row;
      const std::size_t first = row;
      while (row < rows.size() && id_of(row) == product.id) ++row;
      if (row > first) visit(product, first, row);
    }
  }

  using OptionsByVariant = std::unordered_map<VariantId, std::span<const SnapshotOption>>;

  void add_variants(std::vector<SnapshotProduct>& portion, const db::Rows& rows, const OptionsByVariant& options_of) {
    std::vector<SnapshotVariant> variants;
    each_run(portion, rows, [&](SnapshotProduct& product, std::size_t first, std::size_t end) {
      variants.clear();
      for (std::size_t row = first; row < end; ++row) {
        const auto id = rows.get<VariantId>(row, 1);
        const auto options = options_of.find(id);
        variants.push_back(
            {.id = id,
             .sku = storage_.strings.keep_another(rows.get<std::string_view>(row, 2)),
             .price = rows.get<Money>(row, 3),
             .compare_at = rows.get<std::optional<Money>>(row, 4),
             .weight_g = rows.get<std::int64_t>(row, 5),
             .length_mm = rows.get<std::int64_t>(row, 6),
             .width_mm = rows.get<std::int64_t>(row, 7),
             .height_mm = rows.get<std::int64_t>(row, 8),
             .low_stock_threshold = rows.get<std::int64_t>(row, 9),
             .backorder_limit = rows.get<std::int64_t>(row, 10),
             .options = options == options_of.end() ? std::span<const SnapshotOption>() : options->second,
             .slot = storage_.slots++});
        contents_.units.push_back({variants.back().slot, rows.get<std::int64_t>(row, 11)});
      }
      product.variants = storage_.variants.keep(variants);
      std::tie(product.lowest_price, product.highest_price) = prices_of(product.variants);
    });
  }

  static std::pair<Money, Money> prices_of(std::span<const SnapshotVariant> variants) {
    const auto [lowest, highest] = std::ranges::minmax(variants, {}, &SnapshotVariant::price);
    return {lowest.price, highest.price};
  }

  OptionsByVariant options_by_variant(const db::Rows& rows) {
    OptionsByVariant options_of;
    std::vector<SnapshotOption> options;
    for (std::size_t row = 0; row < rows.size();) {
      const auto variant = rows.get<VariantId>(row, 0);
      options.clear();
      for (; row < rows.size() && rows.get<VariantId>(row, 0) == variant; ++row)
        options.push_back({keep(rows.get<std::string_view>(row, 1), rows.get<std::string_view>(row, 2)),
                           keep(rows.get<std::string_view>(row, 3), rows.get<std::string_view>(row, 4))});
      options_of[variant] = storage_.options.keep(options);
    }
    return options_of;
  }

  void add_images(std::vector<SnapshotProduct>& portion, const db::Rows& rows) {
    std::vector<SnapshotImage> images;
    each_run(portion, rows, [&](SnapshotProduct& product, std::size_t first, std::size_t end) {
      images.clear();
      for (std::size_t row = first; row < end; ++row) {
        product.updated_at = std::max(product.updated_at, rows.get<Time>(row, 9));
        images.push_back({.variant = rows.get<std::optional<VariantId>>(row, 1).value_or(VariantId{}),
                          .file = keep(rows.get<std::string_view>(row, 2)),
                          .widths = keep(rows.get<std::string_view>(row, 8)),
                          .width = rows.get<int>(row, 3),
                          .height = rows.get<int>(row, 4),
                          .alt = keep(rows.get<std::string_view>(row, 5), rows.get<std::string_view>(row, 6)),
                          .thumbnail = rows.get<bool>(row, 7)});
      }
      product.images = storage_.images.keep(images);
    });
  }

  void add_specs(std::vector<SnapshotProduct>& portion, const db::Rows& rows) {
    std::vector<SnapshotSpec> specs;
    each_run(portion, rows, [&](SnapshotProduct& product, std::size_t first, std::size_t end) {
      specs.clear();
      for (std::size_t row = first; row < end; ++row) {
        SnapshotSpec spec = definitions_.at(rows.get<std::int64_t>(row, 1));
        spec.number_milli = rows.get<std::optional<std::int64_t>>(row, 2);
        spec.text = keep(rows.get<Text>(row, 3).value_or(""), rows.get<Text>(row, 4).value_or(""));
        specs.push_back(spec);
      }
      product.specs = storage_.specs.keep(specs);
    });
  }

  /// Slugs that lead elsewhere now, and those of products that are put away.
  void read_former_slugs(std::int64_t from, std::int64_t to) {
    for (const auto& [slug, product, name, category, state] :
         tx_.all<std::string, ProductId, std::string, CategoryId, std::string>(
             "SELECT s.slug, p.id, p.name, p.category_id, p.state FROM products p "
             "JOIN product_slugs s ON s.product_id = p.id "
             "WHERE p.id BETWEEN $1 AND $2 AND (s.slug <> p.slug OR p.state <> 'active')",
             from, to)) {
      // What is hidden may not have been announced yet.
      const std::string_view told = state == "hidden" ? std::string_view() : keep(name);
      contents_.former_slugs.push_back({keep(slug), product, told, category});
    }
  }

  db::Tx& tx_;
  SnapshotStorage& storage_;
  SnapshotContents contents_;
  std::unordered_map<CategoryId, int> category_index_;
  std::unordered_map<BrandId, int> brand_index_;
  std::unordered_map<std::int64_t, SnapshotSpec> definitions_;  // without value
};

namespace {

// Versions of which it is known what changed: more than any process misses while it lives.
constexpr std::int64_t kKeptVersions = 1'000;
// With more products than these in one change, everything is read: that takes no longer.
constexpr std::size_t kMostChanged = 1'000;

}  // namespace

std::shared_ptr<const Snapshot> build_snapshot(db::Tx& tx) {
  SnapshotReader reader(tx, std::make_shared<SnapshotStorage>());
  reader.read_everything();
  return std::make_shared<const Snapshot>(std::move(reader).take(), nullptr);
}

std::shared_ptr<const Snapshot> build_snapshot(db::Tx& tx, const Snapshot& before, std::span<const ProductId> changed) {
  // At most about half of a storage is waste.
  const std::size_t waste = before.storage()->read_again + changed.size();
  if (changed.size() > kMostChanged || waste > std::max(kMostChanged, before.products().size()))
    return build_snapshot(tx);
  SnapshotReader reader(tx, before.storage());
  if (!reader.goes_with(before)) return build_snapshot(tx);
  reader.read(changed);
  return std::make_shared<const Snapshot>(std::move(reader).take(), &before);
}

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

void lock_catalogue(db::Tx& tx) { tx.send("SELECT version FROM catalogue_version WHERE id = 1 FOR UPDATE"); }

void raise_catalogue_version(db::Tx& tx) { tx.send("UPDATE catalogue_version SET version = version + 1 WHERE id = 1"); }

void raise_catalogue_version(db::Tx& tx, std::span<const ProductId> products) {
  const auto version =
      tx.one<std::int64_t>("UPDATE catalogue_version SET version = version + 1 WHERE id = 1 RETURNING version");
  // A version of which no product is recorded says that anything may have changed.
  if (products.size() > kMostChanged) return;
  for (const ProductId product : products)
    tx.send("INSERT INTO catalogue_changes (version, product_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", version,
            product);
  tx.send("DELETE FROM catalogue_changes WHERE version <= $1", version - kKeptVersions);
}

std::optional<std::vector<ProductId>> products_changed_since(db::Tx& tx, std::int64_t seen) {
  std::vector<ProductId> products;
  std::int64_t last = seen;
  for (const auto& [version, product] : tx.all<std::int64_t, ProductId>(
           "SELECT version, product_id FROM catalogue_changes WHERE version > $1 ORDER BY version", seen)) {
    if (version > last + 1) return std::nullopt;
    last = version;
    products.push_back(product);
  }
  if (last != catalogue_version(tx)) return std::nullopt;
  return products;
}

}  // namespace hurtrock::catalog
