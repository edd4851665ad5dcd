#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "catalog/arena.hpp"
#include "catalog/snapshot.hpp"
#include "catalog/string_pool.hpp"

/// What is read from the database for a snapshot, before it is arranged for those who look things up in it.
namespace hurtrock::catalog {

/// Texts and parts of products, shared by snapshots that follow one another, so that the next one reads and keeps only
/// what has changed. Only ever added to, by whoever reads the next one; what nobody shows any more stays until
/// everything is read into a new storage.
struct SnapshotStorage {
  StringPool strings;
  Arena<SnapshotVariant> variants;
  Arena<SnapshotOption> options;
  Arena<SnapshotImage> images;
  Arena<SnapshotSpec> specs;
  std::uint32_t slots = 0;     ///< given to variants
  std::size_t read_again = 0;  ///< products of which an older reading lies here, too
};

struct CountedUnits {
  std::uint32_t slot = 0;
  std::int64_t units = 0;
};

struct CategorySlug {
  std::string_view slug;
  CategoryId category;
};

struct SnapshotContents {
  std::shared_ptr<SnapshotStorage> storage;
  /// Parents and children are known; the products' categories and brands are indexes here.
  std::vector<SnapshotCategory> categories;
  std::unordered_map<CategoryId, std::optional<CategoryId>> parents;  ///< also of those that are not shown
  std::vector<CategorySlug> category_slugs;                           ///< all there ever were
  std::vector<SnapshotBrand> brands;
  std::vector<SpecIndex> filters;  ///< without values

  // Of the products that were read.
  std::vector<SnapshotProduct> products;  ///< those on sale, by id; search_text and lower_name are empty
  std::vector<FormerSlug> former_slugs;
  std::vector<CountedUnits> units;
  /// Which they were, by id, also those that are not on sale; of a snapshot that follows none, nobody asks.
  std::vector<ProductId> read;
};

}  // namespace hurtrock::catalog
