#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/staff_action.hpp"
#include "catalog/bulk_change.hpp"
#include "platform/db/db.hpp"

/// Questions about changes to all products that a list found.
namespace hurtrock::admin::store {

using BulkRunId = Id<struct BulkRunTag>;

struct NewBulkRun {
  std::string request_key;  ///< the same key begins one run
  catalog::BulkChange change;
  std::string list_url;
  StaffMember staff;
};

struct BulkRun {
  BulkRunId id;
  catalog::BulkChange change;
  std::string list_url;
  StaffMember staff;
  /// "running", "finished", or "stopped" by something unexpected: it may go on. Without a job that waits none is
  /// running.
  std::string state;
  std::int64_t products = 0;
  std::int64_t done = 0;  ///< of these, `kept` stay as they are
  std::int64_t kept = 0;
  ProductId last;  ///< that has been dealt with; they go by their ids
};

/// A run that the same preview has begun is answered as it is.
BulkRunId begin_bulk_run(db::Tx& tx, const NewBulkRun& run, std::span<const catalog::SeenProduct> products, Time now);
std::optional<BulkRun> find_bulk_run(db::Tx& tx, BulkRunId id);
/// The newest that is not finished.
std::optional<BulkRun> unfinished_bulk_run(db::Tx& tx);

/// Nobody else works on the run until the transaction ends. False when somebody has since `seen`.
bool lock_bulk_run(db::Tx& tx, const BulkRun& seen);
/// Whose turn it is, by id.
std::vector<catalog::SeenProduct> next_of_bulk_run(db::Tx& tx, const BulkRun& run, std::int64_t limit);
/// `products` have been dealt with, and those that are `kept` stay as they are. Answers the run as it is now.
BulkRun advance_bulk_run(db::Tx& tx, const BulkRun& run, std::span<const catalog::SeenProduct> products,
                         std::span<const catalog::BulkRefusal> kept);
void stop_bulk_run(db::Tx& tx, BulkRunId id);

struct KeptProduct {
  ProductId id;
  std::string name;  ///< empty: it is gone
  catalog::BulkRefusal::Why why{};
};
/// By id.
std::vector<KeptProduct> kept_in_bulk_run(db::Tx& tx, BulkRunId id, std::int64_t limit);

/// The oldest begun before `before`, with its products. False when there is none.
bool forget_bulk_run(db::Tx& tx, Time before);

}  // namespace hurtrock::admin::store
