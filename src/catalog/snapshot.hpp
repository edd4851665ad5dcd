#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/bilingual.hpp"
#include "catalog/bitmap.hpp"
#include "catalog/ids.hpp"
#include "catalog/spec_index.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"

/// The sellable catalogue in memory, read from the database and never changed afterwards, but for what is available.
/// Readers share it without locks; any thread.
namespace hurtrock::catalog {

struct SnapshotContents;
struct SnapshotStorage;

struct SnapshotCategory {
  CategoryId id;
  std::string_view slug;
  Bilingual name;
  int parent = -1;            ///< index, -1 for a department
  std::vector<int> children;  ///< indexes, in the shop's order
  int depth = 0;
};

struct SnapshotBrand {
  BrandId id;
  std::string_view slug, name;
};

struct SnapshotOption {
  Bilingual name, value;
};

struct SnapshotVariant {
  VariantId id;
  std::string_view sku;
  Money price;
  std::optional<Money> compare_at;
  std::int64_t weight_g = 0, length_mm = 0, width_mm = 0, height_mm = 0;
  std::int64_t low_stock_threshold = 0;
  std::int64_t backorder_limit = 0;  ///< that many of its available units are not here
  std::span<const SnapshotOption> options;
  std::uint32_t slot = 0;  ///< where its available units are counted
};

struct SnapshotImage {
  VariantId variant;        ///< none: belongs to all
  std::string_view file;    ///< the largest
  std::string_view widths;  ///< of its variants, as layout/picture_address.hpp reads them
  int width = 0, height = 0;
  Bilingual alt;
  bool thumbnail = false;
};

struct SnapshotSpec {
  Bilingual name, text;  ///< text is empty for a number
  std::string_view unit;
  std::optional<std::int64_t> number_milli;  ///< thousandths of the unit
  int filter = -1;                           ///< index in Snapshot::spec_indexes(); -1: lists are not filtered by it
};

/// What published reviews say of a product.
struct RatingSummary {
  std::array<std::int64_t, 5> counts{};  ///< of one star, two, ... five
  [[nodiscard]] std::int64_t total() const { return counts[0] + counts[1] + counts[2] + counts[3] + counts[4]; }
  /// The average in tenths, rounded half up: 48 is 4.8; 0 without reviews.
  [[nodiscard]] std::int64_t average_tenths() const;
};

struct SnapshotProduct {
  ProductId id;
  std::string_view slug, name, model;
  Bilingual description;
  Bilingual seo_title, seo_description;  ///< for search engines; empty: the name, the beginning of the description
  int brand = 0, category = 0;           ///< indexes
  Time created_at;
  Time updated_at;  ///< of the product or of its last new picture
  bool featured = false;
  std::int64_t units_sold = 0;
  RatingSummary ratings;
  Money lowest_price, highest_price;          ///< of its variants
  std::span<const SnapshotVariant> variants;  ///< at least one
  std::span<const SnapshotImage> images;
  std::span<const SnapshotSpec> specs;
  std::string_view search_text;  ///< lower case: name, brand, model, SKUs, categories
  std::string_view lower_name;
  /// Serial of the snapshot for which it was read; all later ones have it as it was read then.
  std::uint64_t read_for = 0;
};

/// What had a page and has none any more: a product that is not on sale, or a category that is not shown.
struct Gone {
  std::string_view name;  ///< of a product; empty when its name is not to be told
  int category = -1;      ///< index of the nearest one that is shown; -1: none is
};

enum class Sort : std::uint8_t { kRelevance, kNewest, kPriceAscending, kPriceDescending, kName, kBestselling };
constexpr std::size_t kSortCount = 6;

/// A slug that does not lead to its product any more, or whose product may not be on sale.
struct FormerSlug {
  std::string_view slug;
  ProductId product;
  std::string_view name;  ///< of the product; empty when it is not to be told
  CategoryId category;    ///< of the product, shown or not
};

class Snapshot {
 public:
  /// `before`: the snapshot that this one follows, from which comes every product that was not read anew.
  Snapshot(SnapshotContents contents, const Snapshot* before);

  /// Greater for every snapshot of this process than for the one before.
  [[nodiscard]] std::uint64_t serial() const { return serial_; }
  /// For whoever reads the next one.
  [[nodiscard]] const std::shared_ptr<SnapshotStorage>& storage() const { return storage_; }

  [[nodiscard]] std::span<const SnapshotProduct> products() const { return products_; }
  [[nodiscard]] std::span<const SnapshotCategory> categories() const { return categories_; }
  [[nodiscard]] std::span<const SnapshotBrand> brands() const { return brands_; }
  [[nodiscard]] std::span<const int> departments() const { return departments_; }
  [[nodiscard]] std::optional<int> find_product(std::string_view slug) const;
  /// Here, since a search asks it of every product that has one of its words.
  [[nodiscard]] std::optional<int> find_product(ProductId id) const {
    const auto place = static_cast<std::size_t>(id.value());
    if (place >= product_by_id_.size() || product_by_id_[place] < 0) return std::nullopt;
    return product_by_id_[place];
  }
  [[nodiscard]] std::optional<int> find_category(std::string_view slug) const;
  [[nodiscard]] std::optional<int> find_brand(std::string_view slug) const;

  /// What has given up that slug for another one.
  [[nodiscard]] std::optional<int> find_renamed_product(std::string_view slug) const;
  [[nodiscard]] std::optional<int> find_renamed_category(std::string_view slug) const;
  /// By its last slug or a former one; nullptr for what never was.
  [[nodiscard]] const Gone* find_gone_product(std::string_view slug) const;
  [[nodiscard]] const Gone* find_gone_category(std::string_view slug) const;

  /// Units of a variant of this snapshot that may be sold, as last heard; never negative.
  [[nodiscard]] std::int64_t available(const SnapshotVariant& variant) const {
    return available_[variant.slot].load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::int64_t available(const SnapshotProduct& product) const;

  /// Products in a category or below it; of a brand.
  [[nodiscard]] const Bitmap& in_category(int category) const {
    return category_products_[static_cast<std::size_t>(category)];
  }
  [[nodiscard]] const Bitmap& of_brand(int brand) const { return brand_products_[static_cast<std::size_t>(brand)]; }
  /// The specifications that lists can be filtered by, in the order of their definition.
  [[nodiscard]] std::span<const SpecIndex> spec_indexes() const { return spec_indexes_; }
  /// Those of them (indexes) that products in a category or below it have.
  [[nodiscard]] std::span<const int> specs_in_category(int category) const {
    return category_specs_[static_cast<std::size_t>(category)];
  }
  [[nodiscard]] std::optional<int> find_spec(std::string_view key) const;
  /// Products of which anything is available, as last heard.
  [[nodiscard]] std::shared_ptr<const Bitmap> in_stock() const;
  /// Product indexes in the order of the sort; relevance is as newest.
  [[nodiscard]] std::span<const std::uint32_t> order(Sort sort) const {
    return orders_[static_cast<std::size_t>(sort)];
  }
  /// A product's place in that order.
  [[nodiscard]] std::span<const std::uint32_t> rank(Sort sort) const { return ranks_[static_cast<std::size_t>(sort)]; }

  /// From the refresher only. True when that changes what a page says (there is some or none, or little).
  bool set_available(VariantId variant, std::int64_t units) const;

 private:
  friend class SnapshotArranger;

  std::uint64_t serial_ = 0;
  std::shared_ptr<SnapshotStorage> storage_;
  std::vector<SnapshotProduct> products_;  // newest first
  std::vector<SnapshotCategory> categories_;
  std::vector<SnapshotBrand> brands_;
  std::vector<int> departments_;
  std::vector<FormerSlug> former_slugs_;  // of products
  std::unordered_map<std::string_view, int> product_by_slug_, category_by_slug_, brand_by_slug_;
  std::unordered_map<std::string_view, int> renamed_products_, renamed_categories_;
  std::unordered_map<std::string_view, Gone> gone_products_, gone_categories_;
  // By id, which grows by one with every product.
  std::vector<int> product_by_id_;
  std::vector<const SnapshotVariant*> variant_by_id_;
  std::vector<Bitmap> category_products_, brand_products_;
  std::vector<SpecIndex> spec_indexes_;
  std::vector<std::vector<int>> category_specs_;
  std::vector<std::uint32_t> orders_[kSortCount], ranks_[kSortCount];
  // By slot. A slot whose variant is in this snapshot no more belongs to kNobody.
  static constexpr std::uint32_t kNobody = UINT32_MAX;
  std::vector<std::uint32_t> product_by_slot_;
  // Counts that other threads may be reading; the one part of a snapshot that goes on changing.
  std::unique_ptr<std::atomic<std::int32_t>[]> available_;
  // How often a variant has run out or come back, and what in_stock() has found after so many times.
  struct Stocked {
    std::uint64_t after = 0;
    Bitmap products;
  };
  mutable std::atomic<std::uint64_t> stock_turns_ = 0;
  mutable std::atomic<std::shared_ptr<const Stocked>> stocked_;
};

}  // namespace hurtrock::catalog
