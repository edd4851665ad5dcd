#pragma once

#include <memory>

#include "catalog/snapshot.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::catalog {

/// Reads the whole sellable catalogue in the caller's transaction: active products with at least one active variant in
/// active categories.
std::shared_ptr<const Snapshot> build_snapshot(db::Tx& tx);

/// Availability of the variants whose stock changed at or after `since`.
struct StockChange {
  VariantId variant;
  std::int64_t available;
};
std::vector<StockChange> stock_changes(db::Tx& tx, Time since);

std::int64_t catalogue_version(db::Tx& tx);
/// To be called by whoever changes what the snapshot holds, in the same transaction.
void raise_catalogue_version(db::Tx& tx);

}  // namespace hurtrock::catalog
