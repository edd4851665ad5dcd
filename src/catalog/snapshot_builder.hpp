#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "catalog/snapshot.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::catalog {

/// Reads the whole sellable catalogue in the caller's transaction: active products with at least one active variant in
/// active categories.
std::shared_ptr<const Snapshot> build_snapshot(db::Tx& tx);

/// The same, when nothing but these products differs from what `before` holds: reads only them. Everything after all,
/// when that is as little work, or when categories, brands or specifications do differ. One call at a time for
/// snapshots that follow one another.
std::shared_ptr<const Snapshot> build_snapshot(db::Tx& tx, const Snapshot& before, std::span<const ProductId> changed);

/// Availability of the variants whose stock changed at or after `since`.
struct StockChange {
  VariantId variant;
  std::int64_t available;
};
std::vector<StockChange> stock_changes(db::Tx& tx, Time since);

std::int64_t catalogue_version(db::Tx& tx);
/// Nobody else changes the catalogue until the transaction ends. A product that is locked, too, is locked before.
void lock_catalogue(db::Tx& tx);
/// To be called by whoever changes what the snapshot holds, in the same transaction. With products: nothing but these
/// changed; they may be new or gone, and may have a new brand.
void raise_catalogue_version(db::Tx& tx);
void raise_catalogue_version(db::Tx& tx, std::span<const ProductId> products);
inline void raise_catalogue_version(db::Tx& tx, ProductId product) { raise_catalogue_version(tx, {&product, 1}); }
/// The products that changed after the version `seen`; nothing when it is not known that only products did.
std::optional<std::vector<ProductId>> products_changed_since(db::Tx& tx, std::int64_t seen);

}  // namespace hurtrock::catalog
