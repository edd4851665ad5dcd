#pragma once

#include <fmt/format.h>

#include <map>
#include <random>
#include <vector>

#include "catalog/catalogue_for_tests.hpp"

/// A shop of random products, in the database and, beside it, as its own plain list: what a test counts by hand.
namespace hurtrock::catalog {

struct ListedSpec {
  std::string slug;        ///< as in addresses: "kayu-mahoni", "25.5"
  std::int64_t milli = 0;  ///< of a number
};

struct ListedProduct {
  ProductId id;
  std::string name;
  BrandId brand;
  std::vector<CategoryId> categories;  ///< its own and all above it
  Money price;                         ///< of its cheapest variant
  bool in_stock = false;
  std::int64_t units_sold = 0;
  Time created_at;
  std::string said;                         ///< everything a search may find
  std::map<std::string, ListedSpec> specs;  ///< by key; of what lists can be filtered by
};

class RandomShop {
 public:
  RandomShop(db::Tx& tx, int products, std::uint64_t seed) : tx_(tx), random_(seed) {
    add_categories();
    add_spec_definitions();
    for (int i = 0; i < 14; ++i)
      brands_.push_back({insert_brand(tx, fmt::format("brand-{}", i), fmt::format("{} Co{}", word(), i)), i});
    for (int i = 0; i < products; ++i) add_product(i);
  }

  [[nodiscard]] const std::vector<ListedProduct>& listed() const { return listed_; }

  static constexpr const char* kWords[] = {"Gitar", "Bass",     "Drum", "Senar",   "Sénar",  "Ampli", "Les",
                                           "Paul",  "Strat",    "Tele", "Jazz",    "Studio", "Pro",   "Deluxe",
                                           "X-12",  "5-String", "Kiri", "Vintage", "Mini",   "Maxi"};

  struct Definition {
    const char* key;
    bool is_number, is_filterable;
    std::uint64_t values;  ///< how many different ones there are
  };
  static constexpr Definition kDefinitions[] = {{"frets", true, true, 4},
                                                {"scale", true, true, 60},
                                                {"wood", false, true, 5},
                                                {"bridge", false, true, 90},
                                                {"wording", false, false, 3}};

 private:
  struct Category {
    CategoryId id;
    std::string name;
    int parent;
    bool reachable;  ///< it is active
  };

  std::uint64_t below(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>{0, limit - 1}(random_);
  }
  std::string word() { return kWords[below(std::size(kWords))]; }

  // Three levels; the leaves of the last department are switched off.
  void add_categories() {
    for (int d = 0; d < 4; ++d) {
      const int department = add_category(-1, true);
      for (int m = 0; m < 3; ++m) {
        const int middle = add_category(department, true);
        for (int l = 0; l < 2; ++l) add_category(middle, d != 3);
      }
    }
  }
  int add_category(int parent, bool active) {
    const int index = static_cast<int>(categories_.size());
    const std::string name = fmt::format("Kategori{}", index);
    const auto parent_id = parent < 0 ? std::nullopt : std::optional{categories_[static_cast<std::size_t>(parent)].id};
    const auto id = insert_category(tx_, {.slug = fmt::format("cat-{}", index),
                                          .name_id = name,
                                          .name_en = fmt::format("Category{}", index),
                                          .parent = parent_id,
                                          .position = static_cast<int>(below(5)),
                                          .active = active});
    categories_.push_back({id, fmt::format("{} Category{}", name, index), parent, active});
    return index;
  }

  void add_spec_definitions() {
    for (const Definition& definition : kDefinitions)
      definitions_.push_back(
          insert_spec_definition(tx_, definition.key, definition.is_number, definition.is_filterable));
  }

  void add_specs(ListedProduct& product) {
    for (std::size_t i = 0; i < std::size(kDefinitions); ++i) {
      if (below(3) == 0) continue;
      const Definition& definition = kDefinitions[i];
      const auto value = static_cast<std::int64_t>(below(definition.values));
      ListedSpec spec;
      if (definition.is_number) {
        spec = {.slug = fmt::format("{}{}", value, i % 2 == 0 ? "" : ".5"),
                .milli = value * 1000 + (i % 2 == 0 ? 0 : 500)};
        insert_number_spec(tx_, product.id, definitions_[i], spec.milli);
      } else {
        // Written in two ways that addresses do not tell apart.
        spec.slug = fmt::format("kayu-no-{}", value);
        insert_text_spec(tx_, product.id, definitions_[i],
                         (below(2) == 0 ? "Kayu no. " : "KAYU, No ") + std::to_string(value),
                         fmt::format("Wood no. {}", value));
      }
      if (definition.is_filterable) product.specs[definition.key] = spec;
    }
  }

  void add_product(int number) {
    const auto category = below(categories_.size());
    const auto& [brand, brand_number] = brands_[below(brands_.size())];
    // Few different prices, days and counts: most of them are shared, so that ties are the rule.
    ListedProduct product{.name = fmt::format("{} {} {}", word(), word(), below(40)),
                          .brand = brand,
                          .units_sold = static_cast<std::int64_t>(below(12)),
                          .created_at = kToday - std::chrono::days{below(60)}};
    const bool active = below(10) != 0;
    const std::string model = fmt::format("{}{}", word(), below(9));
    product.id = insert_product(tx_, {.slug = fmt::format("product-{}", number),
                                      .name = product.name,
                                      .model = model,
                                      .brand = brand,
                                      .category = categories_[category].id,
                                      .state = active          ? "active"
                                               : below(2) == 0 ? "hidden"
                                                               : "archived",
                                      .units_sold = product.units_sold,
                                      .created_at = product.created_at});
    add_specs(product);
    product.said = product.name + ' ' + model + ' ' + brand_name(brand);
    bool sellable = false;
    for (std::uint64_t v = 0, count = below(4); v <= count; ++v)
      sellable |= add_variant(product, number, static_cast<int>(v), sellable);
    for (int c = static_cast<int>(category); c >= 0; c = categories_[static_cast<std::size_t>(c)].parent) {
      product.categories.push_back(categories_[static_cast<std::size_t>(c)].id);
      product.said += ' ' + categories_[static_cast<std::size_t>(c)].name;
    }
    if (active && sellable && categories_[category].reachable) listed_.push_back(std::move(product));
  }

  /// True when it is on sale.
  bool add_variant(ListedProduct& product, int number, int variant, bool has_price) {
    const VariantRow row{.sku = fmt::format("SKU-{}-{}", number, variant),
                         .price = Money{static_cast<std::int64_t>(100'000 * (1 + below(50)))},
                         .on_hand = below(3) == 0 ? 0 : static_cast<std::int64_t>(1 + below(5)),
                         .reserved = 0,
                         .backorder_limit = below(10) == 0 ? 2 : 0,
                         .position = static_cast<int>(below(4)),
                         .state = below(8) == 0 ? "archived" : "active"};
    VariantRow stocked = row;
    if (below(4) == 0) stocked.reserved = stocked.on_hand;
    insert_variant(tx_, product.id, stocked);
    if (stocked.state != "active") return false;
    product.price = has_price ? std::min(product.price, stocked.price) : stocked.price;
    product.in_stock |= stocked.on_hand + stocked.backorder_limit > stocked.reserved;
    product.said += ' ' + stocked.sku;
    return true;
  }

  std::string brand_name(BrandId id) { return tx_.one<std::string>("SELECT name FROM brands WHERE id = $1", id); }

  db::Tx& tx_;
  std::mt19937_64 random_;
  std::vector<Category> categories_;
  std::vector<std::pair<BrandId, int>> brands_;
  std::vector<std::int64_t> definitions_;
  std::vector<ListedProduct> listed_;
};

}  // namespace hurtrock::catalog
